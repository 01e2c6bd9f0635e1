"""How minutes at sessions become credit hours in the ledger: for each session, or for several together."""

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from events import evaluating
from events.choices import RegistrationStatus, SessionStatus
from events.records import Registration
from pdportal.common.dates import today
from pdportal.people.calendar import period_dates, period_of
from pdportal.transcripts import ledger
from pdportal.transcripts.activities import Activity
from pdportal.transcripts.choices import Source
from pdportal.transcripts.records import Completion

QUARTERS = 4


def hours_for(credit_hours, minutes, session_minutes):
    """The credit hours for ``minutes`` of a session: the share attended, in quarter hours, halves rounded up.

    The whole session gives exactly ``credit_hours``, even where that is no multiple of a quarter. None where nothing
    was attended, or so little that an event with hours would give none: that is no completion.
    """
    return _hours(credit_hours, Fraction(minutes or 0, session_minutes))


def cycle_of(session):
    """The ledger's cycle for one session: its own, or the school year's where the event counts once."""
    if not session.event.sessions_needed:
        return f"session-{session.pk}"
    return f"year-{period_of(session.held_on)}"


def credit(session, registrations, *, reasons, at):
    """Bring the ledger in step with the marks of ``registrations`` at ``session`` (locked, and over at ``at``).

    ``reasons`` holds, by registration id, why a line that stands is corrected or revoked.
    """
    if not registrations:
        return
    activity = Activity.of(session.event)
    earned = _together(session, registrations, at) if session.event.sessions_needed else _alone(session, registrations)
    standing = _standing(session, activity, registrations)  # read under the lock of the event
    there = [found.learner for found in registrations if found.minutes_attended]
    evaluating.ask_at_end(session, activity, cycle_of(session), there, at=at)
    for found in registrations:
        share, day = earned[found.learner_id]
        line, hours = standing.get(found.learner_id), _hours(activity.credit_hours, share)
        reason = reasons.get(found.pk) or _("Minutes of all sessions together")
        _write(found, session, activity, line, hours, min(day, today(at)), reason=reason, at=at)


def _hours(credit_hours, share):
    if not share:
        return None
    if share >= 1:
        return credit_hours
    exact = credit_hours * share.numerator / share.denominator
    hours = (exact * QUARTERS).quantize(Decimal(1), ROUND_HALF_UP) / QUARTERS
    hours = min(hours, credit_hours).quantize(Decimal("0.01"))
    return None if credit_hours and not hours else hours


def _day(session):
    return session.last_day or session.held_on


def _alone(session, registrations):
    """By learner, the share of this session and its day."""
    return {
        found.learner_id: (Fraction(found.minutes_attended or 0, session.minutes), _day(session))
        for found in registrations
    }


def _together(session, registrations, at):
    """By learner, the share of the whole event over the school year's sessions, and the last day attended.

    The event's row is locked, so that two sessions marked at the same time are added up one after the other.
    """
    event = type(session.event).objects.select_for_update(of=("self",), no_key=True).get(pk=session.event_id)
    learners = [found.learner_id for found in registrations]
    rows = Registration.objects.filter(
        learner__in=learners, status=RegistrationStatus.REGISTERED, minutes_attended__gt=0,
        session__event__translation_key=event.translation_key, session__status=SessionStatus.SCHEDULED,
        session__held_on__range=period_dates(period_of(session.held_on)), session__ends_at__lte=at,
    ).select_related("session")  # fmt: skip
    shares, days = defaultdict(Fraction), defaultdict(lambda: _day(session))
    for row in rows.order_by("session__starts_at"):
        shares[row.learner_id] += Fraction(row.minutes_attended, row.session.minutes) / event.sessions_needed
        days[row.learner_id] = _day(row.session)
    return {pk: (shares[pk], days[pk]) for pk in learners}


def _standing(session, activity, registrations):
    """The ledger's standing lines of these people for this cycle, by learner; one query for the whole roster."""
    learners = [found.learner_id for found in registrations]
    found = Completion.objects.standing().filter(
        activity_key=activity.key, cycle=cycle_of(session), learner__in=learners
    )
    return {completion.learner_id: completion for completion in found}


def _write(registration, session, activity, standing, hours, day, *, reason, at):
    by = registration.marked_by
    if standing is None and hours is not None:
        ledger.award(
            registration.learner,
            evaluating.while_asked(session, activity, registration.learner, cycle_of(session), at=at),
            source=Source.ATTENDANCE,
            cycle=cycle_of(session),
            completed_on=day,
            credit_hours=hours,
            recorded_by=by,
            vouched_by=None if by == registration.learner else by,
            tell=True,
            at=at,
        )
    elif standing is not None and hours is None:
        ledger.revoke(standing, by=by, reason=reason, at=at)
    elif standing is not None and hours != standing.credit_hours:
        ledger.correct(standing, by=by, reason=reason, credit_hours=hours, completed_on=day, at=at)
