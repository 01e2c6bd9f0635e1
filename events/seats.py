"""The one place where seats change hands: ``settle`` brings a locked session in order, in the order of asking.

Every verb that takes or frees a seat locks the session, changes its own row by ``keep`` or ``end``, and settles. A
deadline that has passed counts from that moment on, whether or not the timer has run: settling comes before counting.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q

from events import notifications, queries
from events.choices import Approval, Ending, RegistrationStatus
from events.records import EventSession

REGISTERED, OFFERED, WAITLISTED, CANCELLED = (
    RegistrationStatus.REGISTERED, RegistrationStatus.OFFERED, RegistrationStatus.WAITLISTED,
    RegistrationStatus.CANCELLED,
)  # fmt: skip


@dataclass(frozen=True)
class Room:
    """A settled session in numbers: seats that nobody has a claim to, and people in line."""

    free: int
    waiting: int


def lock(session):
    """The session's row, locked until the transaction ends, with its event and building."""
    locked = EventSession.objects.select_for_update(of=("self",))
    return locked.select_related("event__locale", "school").get(pk=session.pk)


def fresh(session, registration):
    """``registration`` as it stands under the lock of ``session``, with its learner."""
    found = session.registrations.select_related("learner").get(pk=registration.pk)
    found.session = session
    return found


def settle(session, *, at, by=None):
    """Bring ``session`` (locked) in order as of ``at``; returns the Room that is left.

    Promises whose deadline has passed end. Then free seats go to the line, as many as there are: at once, or after the
    event's cut-off as an offer with a deadline. Last, who has a seat is asked to confirm when it is time. A cancelled
    session stays as it was; one that has started gives out nothing more.
    """
    if session.is_cancelled:
        return Room(0, 0)
    counts = _count(session, at)
    if counts["lapsed"]:
        _end_lapsed(session, at=at)
        counts = _count(session, at)
    free, waiting = max(session.capacity - counts["held"], 0), counts["waiting"]
    if session.starts_at <= at:
        return Room(0, waiting)
    moving = min(free, waiting)
    if moving:
        _fill(session, moving, by=by, at=at)
    if counts["unasked"] or moving:
        _ask_to_confirm(session, at=at)
    return Room(free - moving, waiting - moving)


def keep(registration, *, by, at, reason):
    """Save a change of ``registration``, with the history line ``reason``; calendars see a higher SEQUENCE."""
    if registration.pk:
        registration.sequence += 1
    registration.changed_at = at
    registration._history_user = by
    registration._change_reason = reason[:100]
    registration.save()


def seat(registration, *, by, at, reason, confirmed=False):
    """Give ``registration`` a seat; ``confirmed`` where the person has just said so themselves."""
    registration.status, registration.offered_until = REGISTERED, None
    registration.confirm_by = None
    registration.confirmed_at = at if confirmed else None
    keep(registration, by=by, at=at, reason=reason)


def end(registration, ending, *, by, at, reason=""):
    """End ``registration``; True where it had a seat with an invitation, which must be taken back."""
    had_seat = registration.has_seat
    registration.status, registration.offered_until = CANCELLED, None
    registration.confirm_by = registration.confirmed_at = None
    registration.override_reason = ""
    registration.ending, registration.reason = ending, reason[:200]
    keep(registration, by=by, at=at, reason=HISTORY[ending])
    return had_seat


HISTORY = {
    Ending.WITHDRAWN: "Cancelled",
    Ending.REMOVED: "Cancelled for the person",
    Ending.DECLINED: "Declined the offer",
    Ending.EXPIRED: "Offer not answered in time",
    Ending.UNCONFIRMED: "Not confirmed in time",
    Ending.REFUSED: "Not approved",
    Ending.UNANSWERED: "Approval not answered in time",
    Ending.LEFT: "Left the district",
}


def offers_only(session, at):
    """True where it is so late that a free seat is offered with a deadline instead of given silently."""
    hours = session.rules.offer_cutoff_hours
    return bool(hours) and at >= session.starts_at - dt.timedelta(hours=hours)


def asks_to_confirm(session, at):
    """True from the day on which those with a seat are asked whether they come."""
    days = session.rules.confirm_days
    return bool(days) and session.starts_at - dt.timedelta(days=days) <= at < session.starts_at


def lapsed(session, at):
    """The condition that a promise of ``session`` is over at ``at``.

    Once the session has started every offer is over, and nobody loses a seat for not having confirmed up to then.
    """
    started = session.starts_at <= at
    expired = Q(status=OFFERED) & (Q() if started else Q(offered_until__lte=at))
    unanswered = queries.HOLDING & Q(approval=Approval.ASKED) & (Q() if started else Q(approve_by__lte=at))
    by = min(at, session.starts_at - dt.timedelta(microseconds=1))
    unconfirmed = Q(status=REGISTERED, confirmed_at=None, confirm_by__lte=by)
    gone = Q(pk__in=[]) if started else queries.HOLDING & Q(learner__is_active=False)
    return expired | unanswered | unconfirmed | gone


def _unasked(session, at):
    if not asks_to_confirm(session, at):
        return Q(pk__in=[])
    return Q(status=REGISTERED, confirm_by=None, confirmed_at=None) & ~Q(approval=Approval.ASKED)


def _count(session, at):
    """Seats held, people waiting, promises lapsed and confirmations to ask for, in one query."""
    return session.registrations.aggregate(
        held=Count("pk", filter=queries.HELD),
        waiting=Count("pk", filter=queries.WAITING),
        lapsed=Count("pk", filter=lapsed(session, at)),
        unasked=Count("pk", filter=_unasked(session, at)),
    )


def _rows(session, condition):
    """The registrations of ``session`` that meet ``condition``, in the order of asking, each with its session."""
    found = list(session.registrations.filter(condition).select_related("learner").order_by("requested_at", "pk"))
    for registration in found:
        registration.session = session
    return found


def _end_lapsed(session, *, at):
    for registration in _rows(session, lapsed(session, at)):
        ending = _why(registration)
        had_seat = end(registration, ending, by=None, at=at)
        notifications.tell_ended(registration, had_seat=had_seat, at=at)


def _why(registration):
    if not registration.learner.is_active:
        return Ending.LEFT
    if registration.status == OFFERED:
        return Ending.EXPIRED
    return Ending.UNANSWERED if registration.approval == Approval.ASKED else Ending.UNCONFIRMED


def _fill(session, number, *, by, at):
    """Seat the first ``number`` of the line, or offer them a seat where it is late, and tell them."""
    offer = offers_only(session, at)
    until = min(at + dt.timedelta(hours=session.rules.offer_hours), session.starts_at)
    for registration in _rows(session, queries.WAITING)[:number]:
        if offer:
            registration.status, registration.offered_until = OFFERED, until
            keep(registration, by=by, at=at, reason="Offered a seat")
            notifications.tell(registration, "offered", at=at)
        else:
            seat(registration, by=by, at=at, reason="Moved up from the waitlist")
            notifications.tell_promoted(registration, at=at)


def _ask_to_confirm(session, *, at):
    until = min(at + dt.timedelta(hours=session.rules.confirm_hours), session.starts_at)
    for registration in _rows(session, _unasked(session, at)):
        registration.confirm_by = until
        keep(registration, by=None, at=at, reason="Asked to confirm")
        notifications.tell(registration, "confirm", at=at)
