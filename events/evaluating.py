"""When those who were at a session are asked about it, and what waits for their answers."""

import datetime as dt
from dataclasses import replace

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from events.choices import RegistrationStatus, SessionStatus
from events.records import EventSession, Registration
from pdportal.common.dates import start_of_day, today
from pdportal.evaluations import asking, queries
from pdportal.evaluations.choices import SurveyKind
from pdportal.evaluations.records import Survey
from pdportal.people.calendar import SchoolCalendar
from pdportal.people.records import Leave
from pdportal.transcripts import certificates
from pdportal.transcripts.activities import Activity
from pdportal.transcripts.records import Completion

LATER_FROM, LATER_UNTIL = dt.timedelta(weeks=6), dt.timedelta(weeks=10)


def ask_at_end(session, activity, cycle, people, *, at):
    """Ask ``people``, who attended ``session``, how it was, where the event wants to know."""
    if session.event.asks_at_end and people:
        holds = session.event.holds_certificate and activity.awards_certificate
        _ask(session, activity, cycle, people, SurveyKind.END, at, holds_certificate=holds)


def while_asked(session, activity, person, cycle, *, at):
    """``activity`` as it is awarded to ``person`` now: without a certificate while answers are waited for."""
    if session.event.holds_certificate and queries.holding(person, activity.key, cycle, at).exists():
        return replace(activity, awards_certificate=False)
    return activity


def settle(survey, person, at):
    """Issue the certificate that waited for ``person`` to answer ``survey``, or for its end."""
    if not survey.holds_certificate or queries.holding(person, survey.activity, survey.cycle, at).exists():
        return
    standing = Completion.objects.standing().filter(learner=person, activity_key=survey.activity, cycle=survey.cycle)
    completion = standing.filter(certificate=None).first()
    session = EventSession.objects.select_related("event").filter(event__translation_key=survey.activity).first()
    if completion and session:
        certificates.issue(completion, Activity.of(session.event), at=at)


def open_due(at=None):
    """Ask again about sessions of six to ten weeks ago, on a school day; returns how many surveys were opened."""
    at = at or timezone.now()
    day = today(at)
    if not SchoolCalendar.load().is_open(day):
        return 0
    due = EventSession.objects.filter(
        event__asks_later=True,
        status=SessionStatus.SCHEDULED,
        ends_at__gt=start_of_day(day - LATER_UNTIL),
        ends_at__lte=at - LATER_FROM,
    ).select_related("event")
    asked = set(Survey.objects.filter(kind=SurveyKind.FOLLOW_UP).values_list("occasion", flat=True))
    return sum(_ask_later(session, day, at) for session in due.order_by("pk") if occasion_of(session) not in asked)


def occasion_of(session):
    """What surveys call ``session``."""
    return f"session-{session.pk}"


def _ask_later(session, day, at):
    """Ask those who attended and are at work now; those who left or are on leave are spared."""
    away = Leave.objects.filter(Q(last_day=None) | Q(last_day__gte=day), person=OuterRef("learner"), first_day__lte=day)
    there = Registration.objects.filter(
        ~Exists(away), session=session, status=RegistrationStatus.REGISTERED, minutes_attended__gt=0,
        learner__is_active=True,
    )  # fmt: skip
    people = [found.learner for found in there.select_related("learner").order_by("pk")]
    if not people:
        return False
    _ask(session, Activity.of(session.event), "", people, SurveyKind.FOLLOW_UP, at)
    return True


def _ask(session, activity, cycle, people, kind, at, *, holds_certificate=False):
    asking.ask(
        people,
        kind=kind,
        occasion=occasion_of(session),
        activity=activity.key,
        cycle=cycle,
        titles=activity.titles,
        topics=list(activity.topics),
        held_on=session.last_day or session.held_on,
        indicator=session.event.indicator if kind == SurveyKind.FOLLOW_UP else "",
        holds_certificate=holds_certificate,
        at=at,
    )
