"""Pairs are asked once in the middle of each semester and in the last weeks of the year, when they have settled."""

import datetime as dt

import pytest
from django.utils import timezone

from mentoring import surveys
from pdportal.evaluations.choices import SurveyKind
from pdportal.evaluations.records import Invitation, Survey
from pdportal.people.records import Leave, SchoolYear
from tests.factories import days_ahead
from tests.mentoring.making import make_pairing

pytestmark = pytest.mark.django_db


def year(*, middle):
    """A school year whose first semester has its middle so many days from today."""
    first = days_ahead(middle - 60)
    return SchoolYear.objects.create(
        name="2026-27", starts_on=first, semester_1_ends_on=first + dt.timedelta(days=120),
        ends_on=first + dt.timedelta(days=270),
    )  # fmt: skip


@pytest.fixture
def settled(programme, mentor, learner, coordinator):
    return make_pairing(programme, mentor, learner, coordinator, days=40)


@pytest.mark.parametrize(("middle", "opened"), [(1, 0), (0, 1), (-21, 1), (-22, 0)])
def test_the_pulse_is_felt_in_the_middle_of_the_semester(settled, mentor, learner, middle, opened):
    year(middle=middle)
    assert surveys.open_due() == opened
    assert {invitation.person for invitation in Invitation.objects.all()} == ({mentor, learner} if opened else set())
    assert surveys.open_due() == 0


def test_the_last_survey_comes_two_weeks_before_the_end(settled):
    current = year(middle=-200)
    day = timezone.make_aware(dt.datetime.combine(current.ends_on - dt.timedelta(days=14), dt.time(7)))
    assert surveys.open_due(day - dt.timedelta(days=1)) == 0
    assert surveys.open_due(day) == 1
    assert [survey.kind for survey in Survey.objects.all()] == [SurveyKind.CLOSING]


def test_young_pairs_and_people_on_leave_are_spared(programme, pairing, mentor, teacher, coordinator):
    year(middle=0)
    assert surveys.open_due() == 0
    make_pairing(programme, mentor, teacher, coordinator, days=40)
    Leave.objects.create(person=teacher, first_day=days_ahead(-3))
    assert surveys.open_due() == 1
    assert [invitation.person for invitation in Invitation.objects.all()] == [mentor]
