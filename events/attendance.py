"""Marks who was there, and writes credit hours to the ledger by the minutes attended."""

from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.choices import Attendance, RegistrationStatus
from events.errors import MinutesOutOfRange, NotRegistered, SessionCancelled, SessionNotStarted
from events.seats import lock
from pdportal.common.dates import today
from pdportal.transcripts import ledger
from pdportal.transcripts.activities import Activity
from pdportal.transcripts.choices import Source
from pdportal.transcripts.records import Completion

QUARTERS = 4


@transaction.atomic
def mark_many(session, marks, *, by, at=None, reason=""):
    """Mark attendance: ``marks`` is ``{registration id: (Attendance, minutes)}``; returns how many marks changed.

    Credit hours go to the ledger, one line a person and session. A mark that changes later corrects or revokes that
    line, with ``reason`` or words that say from what to what. All marks are written or none. Raises
    SessionNotStarted, SessionCancelled, NotRegistered and MinutesOutOfRange.
    """
    session = lock(session)
    at = at or timezone.now()
    if session.is_cancelled:
        raise SessionCancelled
    if session.starts_at > at:
        raise SessionNotStarted
    seated = session.registrations.select_related("learner").filter(status=RegistrationStatus.REGISTERED)
    registrations = {registration.pk: registration for registration in seated}
    if set(marks) - set(registrations):
        raise NotRegistered
    activity = Activity.of(session.event)
    standing = _standing(session, activity)
    changed = 0
    for pk, (attendance, minutes) in marks.items():
        registration = registrations[pk]
        minutes = _minutes(session, attendance, minutes)
        if (registration.attendance, registration.minutes_attended) == (attendance, minutes):
            continue
        before = registration.minutes_attended
        _mark(registration, attendance, minutes, by=by, at=at)
        hours = hours_for(activity.credit_hours, minutes, session.minutes)
        why = reason or _("Attendance changed from %(before)s to %(after)s minutes") % {
            "before": before or 0,
            "after": minutes or 0,
        }
        _write(registration, session, activity, standing.get(registration.learner_id), hours, by=by, at=at, reason=why)
        changed += 1
    return changed


def hours_for(credit_hours, minutes, session_minutes):
    """The credit hours for ``minutes`` of a session: the share attended, in quarter hours, halves rounded up.

    The whole session gives exactly ``credit_hours``, even where that is no multiple of a quarter. None where nothing
    was attended, or so little that an event with hours would give none: that is no completion.
    """
    if not minutes:
        return None
    if minutes >= session_minutes:
        return credit_hours
    share = credit_hours * minutes / session_minutes
    hours = (share * QUARTERS).quantize(Decimal(1), ROUND_HALF_UP) / QUARTERS
    hours = min(hours, credit_hours).quantize(Decimal("0.01"))
    return None if credit_hours and not hours else hours


def cycle_of(session):
    """The ledger's cycle for one session: two sessions of one event are two lines."""
    return f"session-{session.pk}"


def _minutes(session, attendance, minutes):
    if attendance in {Attendance.UNMARKED, Attendance.ABSENT}:
        return None if attendance == Attendance.UNMARKED else 0
    if minutes is None:
        minutes = session.minutes
    if not 0 < minutes <= session.minutes:
        raise MinutesOutOfRange
    return minutes


def _mark(registration, attendance, minutes, *, by, at):
    registration.attendance, registration.minutes_attended = attendance, minutes
    registration.marked_by, registration.marked_at = by, at
    registration._history_user = by
    registration._change_reason = "Attendance marked"
    registration.save(update_fields=["attendance", "minutes_attended", "marked_by", "marked_at"])


def _standing(session, activity):
    """The ledger's standing lines for this session, by learner; one query for the whole roster."""
    found = Completion.objects.standing().filter(activity_key=activity.key, cycle=cycle_of(session))
    return {completion.learner_id: completion for completion in found}


def _write(registration, session, activity, standing, hours, *, by, at, reason):
    if standing is None and hours is not None:
        ledger.award(
            registration.learner,
            activity,
            source=Source.ATTENDANCE,
            cycle=cycle_of(session),
            completed_on=min(session.last_day or session.held_on, today(at)),
            credit_hours=hours,
            recorded_by=by,
            vouched_by=by,
            tell=True,
            at=at,
        )
    elif standing is not None and hours is None:
        ledger.revoke(standing, by=by, reason=reason, at=at)
    elif standing is not None and hours != standing.credit_hours:
        ledger.correct(standing, by=by, reason=reason, credit_hours=hours, at=at)
