"""Marks who was there, and writes credit hours to the ledger by the minutes attended, once the session is over."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events import crediting
from events.choices import Attendance, MarkedThrough, RegistrationStatus
from events.crediting import cycle_of, hours_for
from events.errors import MarkedMeanwhile, MinutesOutOfRange, NotRegistered, SessionCancelled, SessionNotStarted
from events.records import EventSession, Registration
from events.seats import lock

__all__ = ["cycle_of", "hours_for", "mark_many", "note_arrival", "settle_all", "spent"]
GRACE = 5  # minutes: who checks in or out so close to start or end was there from the start or to the end


@transaction.atomic
def mark_many(session, marks, *, by, at=None, reason="", seen=None, through=MarkedThrough.ROSTER):
    """Mark attendance: ``marks`` is ``{registration id: (Attendance, minutes)}``; returns how many marks changed.

    ``seen`` is ``{registration id: mark_version}`` as the person who marks saw them: where somebody else has marked
    otherwise since, MarkedMeanwhile is raised with those registrations. Once the session is over, hours go to the
    ledger at once, else when it ends; a mark that changes later corrects or revokes that line, with ``reason`` or
    words that say from what to what. All marks are written or none. Raises SessionNotStarted, SessionCancelled,
    NotRegistered and MinutesOutOfRange.
    """
    session = lock(session)
    at = at or timezone.now()
    if session.is_cancelled:
        raise SessionCancelled
    if session.starts_at > at:
        raise SessionNotStarted
    registrations = _seated(session)
    if set(marks) - set(registrations):
        raise NotRegistered
    changed = {}
    for pk, (attendance, minutes) in marks.items():
        found, minutes = registrations[pk], _minutes(session, attendance, minutes)
        if (found.attendance, found.minutes_attended) != (attendance, minutes):
            changed[found] = attendance, minutes
    clashes = [found for found in changed if seen and found.mark_version != seen.get(found.pk, found.mark_version)]
    if clashes:
        raise MarkedMeanwhile(clashes)
    reasons = {found.pk: reason or _change(found, minutes) for found, (_kind, minutes) in changed.items()}
    for found, mark in changed.items():
        _mark(found, mark, by=by, at=at, through=through, waiting=session.ends_at > at)
    if session.ends_at <= at:
        crediting.credit(session, list(changed), reasons=reasons, at=at)
    return len(changed)


def note_arrival(registration, *, at):
    """Note that the learner of ``registration`` (locked session) came at ``at``; hours follow when it is over."""
    registration.arrived_at, registration.left_at, registration.hours_waiting = at, None, True
    _keep(registration, registration.learner, "Checked in", "arrived_at", "left_at", "hours_waiting")


def settle_all(*, at=None):
    """Write what sessions that are over still owe to the ledger; returns how many sessions. Twice changes nothing."""
    at = at or timezone.now()
    waiting = Registration.objects.filter(hours_waiting=True).values("session")
    due = EventSession.objects.filter(pk__in=waiting, ends_at__lte=at).order_by("pk")
    return sum(_settle(session, at) for session in due)


def spent(session, registration, *, until=None):
    """What checking in (and out, at ``until``) means as a mark: ``(Attendance, minutes)``; near the edges, the edge."""
    first, last = session.starts_at, session.ends_at
    came, went = max(registration.arrived_at, first), min(until or registration.left_at or last, last)
    late = (came - first).total_seconds() > GRACE * 60
    early = (last - went).total_seconds() > GRACE * 60
    length = (went if early else last) - (came if late else first)
    minutes = max(min(round(length.total_seconds() / 60), session.minutes), 0)
    if not minutes:
        return Attendance.ABSENT, 0
    kinds = {(False, False): Attendance.ATTENDED, (True, False): Attendance.LATE, (False, True): Attendance.LEFT_EARLY}
    return kinds.get((late, early), Attendance.PARTLY), minutes


@transaction.atomic
def _settle(session, at):
    session = lock(session)
    if session.ends_at > at:
        return False
    owed = [found for found in _seated(session).values() if found.hours_waiting]
    for found in owed if not session.is_cancelled else ():
        if found.attendance == Attendance.UNMARKED and found.arrived_at:
            mark = spent(session, found)
            _mark(found, mark, by=None, at=at, through=MarkedThrough.CHECK_IN, waiting=True)
    if not session.is_cancelled:
        crediting.credit(session, owed, reasons={}, at=at)
    session.registrations.filter(hours_waiting=True).update(hours_waiting=False)
    return bool(owed)


def _seated(session):
    seated = session.registrations.select_related("learner", "marked_by").filter(status=RegistrationStatus.REGISTERED)
    return {found.pk: found for found in seated}


def _minutes(session, attendance, minutes):
    if attendance in {Attendance.UNMARKED, Attendance.ABSENT}:
        return None if attendance == Attendance.UNMARKED else 0
    if minutes is None:
        minutes = session.minutes
    if not 0 < minutes <= session.minutes:
        raise MinutesOutOfRange
    return minutes


def _change(registration, minutes):
    if registration.attendance == Attendance.UNMARKED:
        return ""
    return _("Attendance changed from %(before)s to %(after)s minutes") % {
        "before": registration.minutes_attended or 0,
        "after": minutes or 0,
    }


def _mark(registration, mark, *, by, at, through, waiting):
    registration.attendance, registration.minutes_attended = mark
    registration.marked_by, registration.marked_at, registration.marked_through = by, at, through
    registration.mark_version += 1
    registration.hours_waiting = waiting
    _keep(registration, by, "Attendance marked", "attendance", "minutes_attended", "marked_by", "marked_at",
          "marked_through", "mark_version", "hours_waiting")  # fmt: skip


def _keep(registration, by, reason, *fields):
    registration._history_user, registration._change_reason = by, reason
    registration.save(update_fields=fields)
