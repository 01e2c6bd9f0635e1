"""What a person does about a seat: register, cancel, answer an offer, confirm; and the number of seats.

Each verb locks the session, settles it (see ``seats``), changes one row and settles again, so that seats are counted by
one at a time and whoever waits has a claim to what is free.
"""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from events import eligibility, notifications, queries, seat_queries
from events.choices import Approval, Ending, RegistrationStatus
from events.errors import (
    AccountClosed,
    CapacityTooSmall,
    NoOffer,
    NothingToConfirm,
    NotSignedUp,
    ReasonNeeded,
    SessionCancelled,
    SessionHasStarted,
    SessionIsOver,
    SignUpClosed,
    SignUpNotOpen,
)
from events.records import Registration
from events.seats import asks_to_confirm, end, fresh, keep, lock, seat, settle
from pdportal.common.dates import today


@transaction.atomic
def register(session, learner, *, by, at=None):
    """Give ``learner`` a seat at ``session``, or a place in its waitlist; returns the Registration.

    Asking twice changes nothing. Who left and asks again starts at the end of the line. Where the event wants the
    principal's approval, the seat or place is kept until the answer. Raises SessionHasStarted, SessionIsOver,
    SessionCancelled, SignUpNotOpen, SignUpClosed, NotForYou, AccountClosed.
    """
    session = lock(session)
    at = at or timezone.now()  # read under the lock: later in the line is never earlier by the clock
    refuse_too_late(session, at)
    room = settle(session, at=at, by=by)
    registration = session.registrations.filter(learner=learner).first()
    if registration and registration.is_holding:
        return registration
    refuse_window(session, at)
    eligibility.refuse_outsiders(session, learner, at=at)
    return enter(session, learner, registration, room=room, by=by, at=at)


def enter(session, learner, registration, *, room, by, at):
    """Put ``learner`` into ``session`` (locked and settled, with ``room``); tells them and whoever must approve."""
    if not learner.is_active:
        raise AccountClosed
    registration = registration or Registration(session=session, learner=learner)
    registration.session, registration.learner = session, learner
    registration.requested_at, registration.registered_by = at, by
    registration.ending, registration.reason = Ending.NONE, ""
    registration.answered_by = registration.answered_at = registration.approve_by = None
    registration.approval = Approval.NOT_NEEDED
    if session.rules.needs_approval:
        approved = by.pk in {found.pk for found in seat_queries.approvers(learner, today(at))}
        registration.approval = Approval.GIVEN if approved else Approval.ASKED
        registration.answered_by, registration.answered_at = (by, at) if approved else (None, None)
        registration.approve_by = min(at + dt.timedelta(days=session.rules.approval_days), session.starts_at)
    if room.free:
        seat(registration, by=by, at=at, reason="Signed up", confirmed=_says_so_now(session, learner, by, at))
    else:
        registration.status = RegistrationStatus.WAITLISTED
        keep(registration, by=by, at=at, reason="Signed up")
    notifications.tell_registered(registration, place=room.waiting + 1, at=at)
    if registration.awaits_approval:
        notifications.tell_approvers(registration, at=at)
    return registration


@transaction.atomic
def cancel(registration, *, by, reason="", at=None):
    """Give back a seat or leave the line; whoever is next moves up in the same transaction. Returns the Registration.

    Asking twice changes nothing. Raises SessionHasStarted, SessionIsOver, SessionCancelled; and ReasonNeeded where a
    seat is given back after the event's cut-off, or by somebody else, without a ``reason``.
    """
    session = lock(registration.session)
    at = at or timezone.now()
    registration = fresh(session, registration)
    if not registration.is_holding:
        return registration
    refuse_too_late(session, at)
    reason = reason.strip()
    mine = by.pk == registration.learner_id
    if not reason and (not mine or needs_reason(registration, at)):
        raise ReasonNeeded
    had_seat = end(registration, Ending.WITHDRAWN if mine else Ending.REMOVED, by=by, at=at, reason=reason)
    notifications.tell_ended(registration, had_seat=had_seat, by=by, at=at)
    settle(session, at=at, by=by)
    return registration


@transaction.atomic
def accept(registration, *, by, at=None):
    """Take the offered seat. Taking it twice changes nothing. Raises NoOffer where the offer is over, or too late."""
    session, registration, at = _settled(registration, by, at)
    if registration.status == RegistrationStatus.REGISTERED:
        return registration
    if registration.status != RegistrationStatus.OFFERED:
        raise NoOffer
    seat(registration, by=by, at=at, reason="Accepted the offer", confirmed=True)
    notifications.tell_registered(registration, at=at)
    settle(session, at=at, by=by)
    return registration


@transaction.atomic
def decline(registration, *, by, at=None):
    """Let the offered seat go to the next in line. Twice changes nothing. Raises NoOffer where there is none."""
    session, registration, at = _settled(registration, by, at)
    if registration.ending == Ending.DECLINED:
        return registration
    if registration.status != RegistrationStatus.OFFERED:
        raise NoOffer
    end(registration, Ending.DECLINED, by=by, at=at)
    notifications.tell_ended(registration, had_seat=False, at=at)
    settle(session, at=at, by=by)
    return registration


@transaction.atomic
def confirm(registration, *, by, at=None):
    """Say that one will come. Twice changes nothing. Raises NothingToConfirm where the seat is gone, or too late."""
    _session, registration, at = _settled(registration, by, at)
    if registration.status != RegistrationStatus.REGISTERED:
        raise NothingToConfirm
    if registration.confirmed_at is None:
        registration.confirmed_at = at
        keep(registration, by=by, at=at, reason="Confirmed")
    return registration


@transaction.atomic
def note_substitute(registration, *, needed, by, at=None):
    """Note whether the person needs a substitute: ``needed``. Raises NotSignedUp, or too late."""
    session = lock(registration.session)
    at = at or timezone.now()
    refuse_too_late(session, at)
    registration = fresh(session, registration)
    if not registration.is_holding:
        raise NotSignedUp
    if registration.needs_substitute != needed:
        registration.needs_substitute = needed
        registration._history_user, registration._change_reason = by, "Substitute"
        registration.save(update_fields=["needs_substitute"])
    return registration


@transaction.atomic
def set_capacity(session, capacity, *, by, at=None):
    """Change the number of seats; new seats go to those who wait, in order. Returns the session.

    Raises CapacityTooSmall where more people have a seat or an offer already: nobody loses one. A room that is over
    capacity on purpose may grow.
    """
    session = lock(session)
    at = at or timezone.now()
    settle(session, at=at, by=by)
    held = session.registrations.filter(queries.HELD).count()
    if capacity < 1 or (capacity < session.capacity and capacity < held):
        raise CapacityTooSmall
    if capacity != session.capacity:
        session.capacity = capacity
        session._history_user = by
        session.save(update_fields=["capacity"])
        settle(session, at=at, by=by)
    return session


def place_in_line(registration):
    """The place of a waiting ``registration``: 1 is next."""
    ahead = queries.ahead_in_line(registration.session, registration.requested_at, registration.pk)
    return ahead.count()


def needs_reason(registration, at):
    """True where giving the seat back at ``at`` is so late that it takes a reason."""
    session = registration.session
    hours = session.rules.cancel_cutoff_hours
    late = bool(hours) and at >= session.starts_at - dt.timedelta(hours=hours)
    return late and registration.status == RegistrationStatus.REGISTERED


def refuse_too_late(session, at):
    """Raise where ``session`` is called off, over or begun."""
    if session.is_cancelled:
        raise SessionCancelled
    if session.ends_at <= at:
        raise SessionIsOver
    if session.starts_at <= at:
        raise SessionHasStarted


def refuse_window(session, at):
    """Raise where ``at`` lies outside the time in which one may sign up."""
    if session.opens_at and at < session.opens_at:
        raise SignUpNotOpen
    if session.closes_at and at >= session.closes_at:
        raise SignUpClosed


def _says_so_now(session, learner, by, at):
    """Who signs up in the days of confirming has said just now that they come."""
    return by.pk == learner.pk and asks_to_confirm(session, at)


def _settled(registration, by, at):
    """The locked and settled session, the registration as it is then, and the moment."""
    session = lock(registration.session)
    at = at or timezone.now()
    refuse_too_late(session, at)
    settle(session, at=at, by=by)
    return session, fresh(session, registration), at
