"""“I was there”: somebody with a seat whom the roster does not show says so, and is answered within a deadline."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from events import attendance, presence_notices
from events.choices import PRESENT, Attendance, MarkedThrough, PresenceState, RegistrationStatus
from events.errors import ClaimAnswered, MinutesOutOfRange, NothingToSay, ReasonNeeded, TooLateToSay
from events.presence_records import PresenceClaim
from events.seats import fresh, lock
from pdportal.common.dates import end_of_day, today
from pdportal.people.calendar import SchoolCalendar

OPEN = PresenceState.OPEN


@transaction.atomic
def say(registration, *, minutes, note, at=None):
    """Say for the learner of ``registration`` that they were there for ``minutes``; returns the PresenceClaim.

    While one waits for its answer, saying it again changes nothing. Raises NothingToSay before the end, without a seat
    or where the roster shows the person; TooLateToSay, MinutesOutOfRange, ReasonNeeded without a ``note``.
    """
    session = lock(registration.session)
    at = at or timezone.now()
    registration = fresh(session, registration)
    waiting = registration.presence_claims.filter(state=OPEN).first()
    if waiting:
        return waiting
    if not can_say(registration, at):
        raise TooLateToSay if at > deadline(session) else NothingToSay
    if not 0 < minutes <= session.minutes:
        raise MinutesOutOfRange
    if not note.strip():
        raise ReasonNeeded
    due = SchoolCalendar.load().add_working_days(today(at), settings.PRESENCE_ANSWER_DAYS)
    claim = PresenceClaim(registration=registration, minutes=minutes, note=note.strip()[:300], claimed_at=at,
                          answer_by=end_of_day(due) - dt.timedelta(minutes=1))  # fmt: skip
    _keep(claim, by=registration.learner, reason="Said so")
    presence_notices.tell_said(claim, at=at)
    return claim


@transaction.atomic
def grant(claim, *, by, minutes=None, at=None):
    """Believe it: mark the person present for ``minutes`` (those said), and write the hours. Returns the claim.

    Twice changes nothing. Raises ClaimAnswered where it was refused or settled, MinutesOutOfRange.
    """
    claim, session, at = _locked(claim, at)
    if claim.state == PresenceState.GRANTED:
        return claim
    if claim.state != OPEN:
        raise ClaimAnswered
    minutes = claim.minutes if minutes is None else minutes
    kind = Attendance.ATTENDED if minutes >= session.minutes else Attendance.PARTLY
    attendance.mark_many(
        session, {claim.registration_id: (kind, minutes)}, by=by, at=at, through=MarkedThrough.CLAIM,
        reason=f"{MarkedThrough.CLAIM.label}: {claim.note}",
    )  # fmt: skip
    _answer(claim, PresenceState.GRANTED, by=by, at=at)
    presence_notices.tell_answered(claim, at=at)
    return claim


@transaction.atomic
def refuse(claim, *, by, reason, at=None):
    """Do not believe it; the person reads the ``reason``. Twice changes nothing. Raises ReasonNeeded, ClaimAnswered."""
    claim, _session, at = _locked(claim, at)
    if claim.state == PresenceState.REFUSED:
        return claim
    if claim.state != OPEN:
        raise ClaimAnswered
    if not reason.strip():
        raise ReasonNeeded
    _answer(claim, PresenceState.REFUSED, by=by, at=at, words=reason)
    presence_notices.tell_answered(claim, at=at)
    return claim


def look_after(*, at=None):
    """Pass on what was not answered in time, once, and close what the roster has settled; returns how many."""
    at = at or timezone.now()
    waiting = PresenceClaim.objects.filter(state=OPEN)
    settled = waiting.filter(registration__attendance__in=PRESENT)
    late = waiting.filter(answer_by__lte=at, escalated_at=None)
    pks = list(settled.values_list("pk", flat=True)), list(late.values_list("pk", flat=True))
    return sum([_settle(pk, at) for pk in pks[0]] + [_pass_on(pk, at) for pk in pks[1]])


def deadline(session):
    """Until when one may say that one was at ``session``."""
    return session.ends_at + dt.timedelta(days=settings.PRESENCE_CLAIM_DAYS)


def can_say(registration, at):
    """True where the learner may say “I was there” at ``at``; whether one waits already is another question."""
    session = registration.session
    return (
        registration.status == RegistrationStatus.REGISTERED
        and registration.attendance not in PRESENT
        and not registration.hours_waiting
        and not session.is_cancelled
        and session.ends_at <= at <= deadline(session)
    )


@transaction.atomic
def _settle(pk, at):
    claim, _session, at = _locked(PresenceClaim.objects.select_related("registration__session").get(pk=pk), at)
    if claim.state != OPEN or claim.registration.attendance not in PRESENT:
        return False
    _answer(claim, PresenceState.SETTLED, by=None, at=at)
    presence_notices.tell_answered(claim, at=at)
    return True


@transaction.atomic
def _pass_on(pk, at):
    claim, _session, at = _locked(PresenceClaim.objects.select_related("registration__session").get(pk=pk), at)
    if claim.state != OPEN or claim.escalated_at:
        return False
    claim.escalated_at = at
    _keep(claim, by=None, reason="Passed on")
    presence_notices.tell_late(claim, at=at)
    return True


def _locked(claim, at):
    """The claim as it is under the lock of its session, the session, and the moment."""
    session = lock(claim.registration.session)
    found = PresenceClaim.objects.select_related("registration__learner").get(pk=claim.pk)
    found.registration.session = session
    return found, session, at or timezone.now()


def _answer(claim, state, *, by, at, words=""):
    claim.state, claim.answered_by, claim.answered_at, claim.answer = state, by, at, words.strip()[:200]
    _keep(claim, by=by, reason="Answered")


def _keep(claim, *, by, reason):
    claim._history_user, claim._change_reason = by, reason
    claim.save()
