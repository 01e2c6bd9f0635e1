"""Takes seats and gives them back: register, cancel, change the number of seats.

All of it happens under the lock of the session's row, so that seats are counted by one at a time. Whoever waits has a
claim to what is free: a newcomer never overtakes the line, and whatever frees seats calls ``_promote``.
"""

from django.db import transaction
from django.utils import timezone

from events import notifications, queries
from events.choices import RegistrationStatus
from events.errors import (
    AccountClosed,
    CapacityTooSmall,
    SessionCancelled,
    SessionHasStarted,
    SessionIsOver,
)
from events.records import EventSession, Registration


@transaction.atomic
def register(session, learner, *, by, at=None):
    """Give ``learner`` a seat at ``session``, or a place in its waitlist; returns the Registration.

    Asking twice changes nothing. Who cancelled and asks again starts at the end of the line. Raises SessionHasStarted,
    SessionIsOver, SessionCancelled, AccountClosed.
    """
    session = lock(session)
    at = at or timezone.now()  # read under the lock: later in the line is never earlier by the clock
    _refuse_too_late(session, at)
    if not learner.is_active:
        raise AccountClosed
    registration = session.registrations.filter(learner=learner).first()
    if registration and registration.status != RegistrationStatus.CANCELLED:
        return registration
    registration = registration or Registration(session=session, learner=learner)
    registration.session, registration.learner = session, learner
    registration.status = RegistrationStatus.REGISTERED if _has_room(session) else RegistrationStatus.WAITLISTED
    registration.requested_at = at
    registration.registered_by = by
    _save(registration, by=by, at=at, reason="Signed up")
    if registration.status == RegistrationStatus.REGISTERED:
        notifications.tell_seated(registration, at=at)
    else:
        notifications.tell_waiting(registration, place_in_line(registration), at=at)
    return registration


@transaction.atomic
def cancel(registration, *, by, at=None):
    """Give back a seat or leave the line; whoever is next moves up in the same transaction. Returns the Registration.

    Asking twice changes nothing. Raises SessionHasStarted, SessionIsOver, SessionCancelled.
    """
    session = lock(registration.session)
    at = at or timezone.now()
    registration = session.registrations.select_related("learner").get(pk=registration.pk)
    if registration.status == RegistrationStatus.CANCELLED:
        return registration
    _refuse_too_late(session, at)
    had_seat = registration.status == RegistrationStatus.REGISTERED
    registration.session = session
    registration.status = RegistrationStatus.CANCELLED
    _save(registration, by=by, at=at, reason="Cancelled")
    notifications.tell_left(registration, had_seat=had_seat, at=at)
    _promote(session, by=by, at=at)
    return registration


@transaction.atomic
def set_capacity(session, capacity, *, by, at=None):
    """Change the number of seats; new seats go to those who wait, in order. Returns the session.

    Raises CapacityTooSmall where more people have a seat already: nobody loses one.
    """
    session = lock(session)
    at = at or timezone.now()
    if capacity < max(_seated(session), 1):
        raise CapacityTooSmall
    if capacity != session.capacity:
        session.capacity = capacity
        session._history_user = by
        session.save(update_fields=["capacity"])
        _promote(session, by=by, at=at)
    return session


def place_in_line(registration):
    """The place of a waiting ``registration``: 1 is next."""
    ahead = queries.ahead_in_line(registration.session, registration.requested_at, registration.pk)
    return ahead.count()


def lock(session):
    """The session's row, locked until the transaction ends, with its event and building."""
    locked = EventSession.objects.select_for_update(of=("self",))
    return locked.select_related("event__locale", "school").get(pk=session.pk)


def _refuse_too_late(session, at):
    if session.is_cancelled:
        raise SessionCancelled
    if session.ends_at <= at:
        raise SessionIsOver
    if session.starts_at <= at:
        raise SessionHasStarted


def _seated(session):
    return session.registrations.filter(queries.SEATED).count()


def _has_room(session):
    """True where a seat is free that nobody in the line has a claim to."""
    return session.registrations.filter(queries.SEATED | queries.WAITING).count() < session.capacity


def _promote(session, *, by, at):
    """Seat as many of those waiting as there are free seats, in the order in which they asked, and tell them."""
    if session.is_cancelled or session.starts_at <= at:
        return
    free = session.capacity - _seated(session)
    for registration in queries.waiting_line(session)[: max(free, 0)]:
        registration.session = session
        registration.status = RegistrationStatus.REGISTERED
        _save(registration, by=by, at=at, reason="Moved up from the waitlist")
        notifications.tell_promoted(registration, at=at)


def _save(registration, *, by, at, reason):
    if registration.pk:
        registration.sequence += 1
    registration.changed_at = at
    registration._history_user = by
    registration._change_reason = reason
    registration.save()
