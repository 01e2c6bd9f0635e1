"""Who leaves the district frees their seats; and everything that waits for a moment to pass, for all sessions."""

from django.db import transaction
from django.utils import timezone

from events import notifications, queries, seat_queries
from events.choices import Ending
from events.seats import end, lock, settle


def release(person, *, at=None):
    """Free every seat, offer and place in line that ``person`` has ahead, if they have left; returns how many.

    Left means: the account is closed, or there were appointments and none of them is in force or to come.
    """
    at = at or timezone.now()
    if not seat_queries.have_left(at).filter(pk=person.pk).exists():
        return 0
    sessions = seat_queries.held_by(person, at)
    return sum(_release_from(session, person, at) for session in sessions)


@transaction.atomic
def _release_from(session, person, at):
    session = lock(session)
    registration = session.registrations.select_related("learner").filter(queries.HOLDING, learner=person).first()
    if registration is None or session.is_cancelled or session.starts_at <= at:
        return 0
    registration.session = session
    had_seat = end(registration, Ending.LEFT, by=None, at=at)
    notifications.tell_ended(registration, had_seat=had_seat, at=at)
    settle(session, at=at)
    return 1


@transaction.atomic
def settle_one(session, *, at=None):
    """Settle ``session`` on its own account: a row was deleted, or the timer came by."""
    session = lock(session)
    settle(session, at=at or timezone.now())


def settle_all(*, at=None):
    """Settle every session with something due, and release who has left; returns how many sessions.

    Run by ``manage.py settle_seats``. Each session is settled in a transaction of its own, so that two runs at once
    wait for one another at most for one session, and the second finds nothing to do.
    """
    at = at or timezone.now()
    for person in seat_queries.leavers(at):
        release(person, at=at)
    due = list(seat_queries.unsettled(at))
    for session in due:
        settle_one(session, at=at)
    return len(due)
