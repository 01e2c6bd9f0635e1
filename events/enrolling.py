"""Signing up others: colleagues of one's building in one go, and a coordinator's seat above capacity."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from events import eligibility, notifications, queries, seat_queries
from events.choices import Approval, Ending
from events.errors import AccountClosed, NotYourColleague, ReasonNeeded, SessionCancelled, SessionIsOver
from events.records import Registration
from events.registration import enter, refuse_too_late, refuse_window
from events.seats import lock, seat, settle


@dataclass(frozen=True)
class Place:
    """What signing ``person`` up would lead to: a seat, or number ``place`` in line."""

    person: object
    place: int = 0


def preview(session, people, *, at=None):
    """A Place for each of ``people`` in the order given, as seats stand now; whoever is signed up is left out."""
    (session,) = queries.with_seats(type(session).objects.filter(pk=session.pk))
    signed_up = set(session.registrations.filter(queries.HOLDING).values_list("learner", flat=True))
    coming = [person for person in people if person.pk not in signed_up]
    free, waiting = session.seats_left, session.waiting
    line = range(waiting + 1, waiting + 1 + len(coming))
    return [Place(person) for person in coming[:free]] + [
        Place(person, place) for person, place in zip(coming[free:], line, strict=False)
    ]


@transaction.atomic
def register_many(session, people, *, by, at=None):
    """Sign up ``people``, colleagues of ``by``, in the order given; returns their Registrations.

    Whoever does not fit goes to the line; each is told in their own language. Who is signed up already stays as they
    are. All are signed up or none: raises NotYourColleague, NotForYou, AccountClosed, and what ``register`` raises.
    """
    session = lock(session)
    at = at or timezone.now()
    refuse_too_late(session, at)
    refuse_window(session, at)
    people = list(people)
    _refuse_strangers(people, by, at)
    found = []
    for number, person in enumerate(people):
        moment = at + dt.timedelta(microseconds=number)  # the order given is the order of asking
        room = settle(session, at=moment, by=by)
        registration = session.registrations.filter(learner=person).first()
        if not (registration and registration.is_holding):
            eligibility.refuse_outsiders(session, person, at=at)
            registration = enter(session, person, registration, room=room, by=by, at=moment)
        found.append(registration)
    return found


@transaction.atomic
def seat_anyway(session, learner, *, by, reason="", afterwards=False, at=None):
    """Give ``learner`` a seat whatever window, audience, line and capacity say; returns the Registration.

    Where no seat is free, ``reason`` is needed and stays on record. Works until the session is over, so that
    who walks in can be marked; with ``afterwards`` also then, for names written on a paper sheet, which are told of
    their hours only. Who has a seat keeps it. Raises ReasonNeeded, AccountClosed, SessionIsOver,
    SessionCancelled.
    """
    session = lock(session)
    at = at or timezone.now()
    if session.is_cancelled:
        raise SessionCancelled
    if session.ends_at <= at and not afterwards:
        raise SessionIsOver
    if not learner.is_active:
        raise AccountClosed
    settle(session, at=at, by=by)
    registration = session.registrations.filter(learner=learner).first()
    if registration and registration.has_seat:
        return registration
    held = session.registrations.filter(queries.HELD).exclude(learner=learner).count()
    above = held >= session.capacity
    if above and not reason.strip():
        raise ReasonNeeded
    registration = registration or Registration(requested_at=at)
    if not registration.is_holding:
        registration.requested_at = at
    registration.session, registration.learner, registration.registered_by = session, learner, by
    registration.ending, registration.reason = Ending.NONE, ""
    registration.approval = Approval.GIVEN if session.rules.needs_approval else Approval.NOT_NEEDED
    registration.answered_by, registration.answered_at = by, at
    registration.override_reason = reason.strip()[:200] if above else ""
    seat(registration, by=by, at=at, reason="Seat above capacity" if above else "Signed up by the coordinator")
    if session.ends_at > at:
        notifications.tell_registered(registration, at=at)
    settle(session, at=at, by=by)
    return registration


def _refuse_strangers(people, by, at):
    colleagues = seat_queries.colleagues_of(by, at).filter(pk__in=[person.pk for person in people])
    if colleagues.count() != len({person.pk for person in people}):
        raise NotYourColleague
