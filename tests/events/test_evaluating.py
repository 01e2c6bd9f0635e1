"""Who was there is asked, once, at the end and some weeks later; a certificate may wait for it, hours never do."""

import datetime as dt

import pytest
from django.utils import timezone

from events import attendance, registration
from events.choices import Attendance
from pdportal.evaluations import answering, asking
from pdportal.evaluations.choices import SurveyKind
from pdportal.evaluations.records import Invitation, Survey
from pdportal.notices.records import Notice
from pdportal.people.records import Closure, Leave
from pdportal.transcripts.records import Certificate, Completion
from tests import factories

pytestmark = pytest.mark.django_db
GIVEN = {"useful": 4, "clear": 5, "learned": 3, "sure_before": 2, "sure_after": 4}


@pytest.fixture
def asking_event(event):
    event.asks_at_end = event.asks_later = event.holds_certificate = True
    event.indicator, event.credit_hours = "Pupils cite what they use", 2
    event.save_revision().publish()
    return event


@pytest.fixture
def held(asking_event, teacher, colleague, coordinator):
    """A session of yesterday with two people, of whom one came."""
    session = factories.make_session(asking_event, days=-1, capacity=5)
    for person in (teacher, colleague):
        registration.register(session, person, by=person, at=session.starts_at - dt.timedelta(days=3))
    seats = {found.learner: found.pk for found in session.registrations.all()}
    marks = {seats[teacher]: (Attendance.ATTENDED, None), seats[colleague]: (Attendance.ABSENT, None)}
    attendance.mark_many(session, marks, by=coordinator)
    return session


def test_who_came_is_asked_once_and_told(held, teacher, coordinator):
    found = Invitation.objects.get()
    assert (found.person, found.survey.kind, found.survey.occasion) == (teacher, SurveyKind.END, f"session-{held.pk}")
    seat = held.registrations.get(learner=teacher)
    attendance.mark_many(held, {seat.pk: (Attendance.PARTLY, 30)}, by=coordinator)
    assert (Invitation.objects.count(), Notice.objects.filter(kind="evaluation").count()) == (1, 1)


def test_nobody_is_asked_where_the_event_does_not_want_to_know(event, teacher, coordinator):
    session = factories.make_session(event, days=-1)
    registration.register(session, teacher, by=teacher, at=session.starts_at - dt.timedelta(days=3))
    attendance.mark_many(session, {session.registrations.get().pk: (Attendance.ATTENDED, None)}, by=coordinator)
    assert (Survey.objects.count(), Certificate.objects.count()) == (0, 1)


def test_hours_come_at_once_and_the_certificate_with_the_answers(held, teacher):
    completion = Completion.objects.standing().get()
    assert (completion.learner, completion.credit_hours, Certificate.objects.count()) == (teacher, 2, 0)
    answering.answer(Invitation.objects.get(), GIVEN)
    assert Certificate.objects.get().completion == completion


def test_the_certificate_comes_without_answers_once_the_time_is_over(held, coordinator, teacher):
    seat = held.registrations.get(learner=teacher)
    attendance.mark_many(held, {seat.pk: (Attendance.PARTLY, 45)}, by=coordinator)  # corrected meanwhile
    survey = Survey.objects.get()
    assert asking.tend(at=survey.closes_at - dt.timedelta(minutes=1)) == (0, 1, 0)
    assert Certificate.objects.count() == 0
    assert asking.tend(at=survey.closes_at) == (0, 0, 1)
    assert Certificate.objects.get().completion == Completion.objects.standing().get()
    assert asking.tend(at=survey.closes_at) == (0, 0, 0)
    assert Certificate.objects.count() == 1


def test_a_revoked_completion_gets_none(held, coordinator, teacher):
    seat = held.registrations.get(learner=teacher)
    attendance.mark_many(held, {seat.pk: (Attendance.ABSENT, None)}, by=coordinator)
    answering.answer(Invitation.objects.get(), GIVEN)
    assert (Completion.objects.standing().count(), Certificate.objects.count()) == (0, 0)


def test_six_weeks_later_on_a_school_day_those_at_work_are_asked_again(held, teacher):
    day = held.held_on + dt.timedelta(days=43)
    while day.weekday() > 4:
        day += dt.timedelta(days=1)
    at = timezone.make_aware(dt.datetime.combine(day, dt.time(9)))
    asking.tend(at=at - dt.timedelta(days=8))
    assert Survey.objects.filter(kind=SurveyKind.FOLLOW_UP).count() == 0
    snow = Closure.objects.create(name="Snow", starts_on=day, ends_on=day)
    asking.tend(at=at)
    assert Survey.objects.filter(kind=SurveyKind.FOLLOW_UP).count() == 0
    snow.delete()
    away = Leave.objects.create(person=teacher, first_day=day)
    assert asking.tend(at=at)[0] == 0
    away.delete()
    assert asking.tend(at=at)[0] == 1
    survey = Survey.objects.get(kind=SurveyKind.FOLLOW_UP)
    assert (survey.indicator, [each.person for each in survey.invitations.all()]) == (
        "Pupils cite what they use",
        [teacher],
    )
    assert asking.tend(at=at)[0] == 0


def test_after_ten_weeks_nobody_is_asked_any_more(held):
    at = timezone.make_aware(dt.datetime.combine(held.held_on + dt.timedelta(days=72), dt.time(9)))
    while at.weekday() > 4:
        at += dt.timedelta(days=1)
    assert asking.tend(at=at)[0] == 0
