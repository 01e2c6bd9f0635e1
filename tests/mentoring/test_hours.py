"""Contact hours by term against the minimum."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from mentoring import hours, meetings, suitability
from mentoring.matching_records import MentoringProfile
from mentoring.records import Meeting, Pairing
from tests.factories import days_ago, days_ahead, make_school_year
from tests.mentoring.making import log_meeting

FALL, SPRING = dt.date(2025, 10, 1), dt.date(2026, 2, 1)


@pytest.fixture
def year_pair(pairing, mentor):
    """The pairing, moved to 1 September 2025, with 90 minutes in the fall and 50 in the spring."""
    make_school_year(dt.date(2025, 9, 1))
    make_school_year(dt.date(2026, 9, 1))
    Pairing.objects.update(starts_on=dt.date(2025, 9, 1))
    pairing.refresh_from_db()
    for day, minutes in ((FALL, 60), (FALL, 30), (SPRING, 50)):
        found = log_meeting(pairing, mentor, minutes=minutes)
        Meeting.objects.filter(pk=found.pk).update(held_on=day)
    return pairing


def test_hours_are_added_up_by_term(year_pair):
    found = hours.of_pairing(year_pair, on=dt.date(2026, 3, 1))
    assert [(term.term.label, term.hours, term.minimum, term.missing, term.is_current) for term in found.terms] == [
        ("Semester 2, 2025-26", Decimal("0.83"), Decimal("3.75"), Decimal("2.92"), True),
        ("Semester 1, 2025-26", Decimal("1.5"), Decimal("3.75"), Decimal("2.25"), False),
    ]
    assert (found.total, found.meetings, found.last_contact) == (Decimal("2.33"), 3, SPRING)


def test_a_past_date_knows_nothing_of_later(year_pair):
    found = hours.of_pairing(year_pair, on=dt.date(2025, 11, 1))
    assert (found.total, found.last_contact, len(found.terms)) == (Decimal("1.50"), FALL, 1)


def test_summer_belongs_to_the_year_that_follows(year_pair):
    found = hours.of_pairing(year_pair, on=dt.date(2026, 7, 4))
    assert found.current.term.label == "Semester 1, 2026-27"
    assert found.current.term.ends_on == dt.date(2026, 12, 18)


def test_without_school_years_semesters_end_in_december_and_may(pairing):
    Pairing.objects.update(starts_on=dt.date(2025, 9, 1))
    pairing.refresh_from_db()
    found = hours.of_pairing(pairing, on=dt.date(2026, 6, 10))
    assert [(term.term.label, term.term.ends_on) for term in found.terms] == [
        ("Semester 1, 2026-27", dt.date(2026, 12, 31)),
        ("Semester 2, 2025-26", dt.date(2026, 5, 31)),
        ("Semester 1, 2025-26", dt.date(2025, 12, 31)),
    ]


def test_only_held_meetings_count(pairing, meeting, mentor):
    meetings.plan(pairing, by=mentor, held_on=days_ahead(3), start_time=dt.time(15), minutes=60)
    taken_back = log_meeting(pairing, mentor, minutes=120)
    meetings.withdraw(taken_back, by=mentor)
    assert hours.of_pairing(pairing).total == Decimal("0.75")


def test_more_than_the_minimum_misses_nothing(pairing, mentor, school_year):
    log_meeting(pairing, mentor, minutes=240)
    current = hours.of_pairing(pairing).current
    assert (current.hours, current.missing) == (Decimal("4"), Decimal("0"))


@pytest.mark.parametrize(("days", "silent"), [(29, False), (30, False), (31, True)])
def test_silence_is_counted_from_the_last_contact(pairing, meeting, days, silent):
    found = hours.of_pairing(pairing, on=days_ago(5) + dt.timedelta(days=days))
    assert (found.days_silent, found.is_silent) == (days, silent)


def test_silence_begins_with_the_pairing(pairing):
    assert hours.of_pairing(pairing, on=days_ahead(10)).is_silent is False
    assert hours.of_pairing(pairing, on=days_ahead(11)).is_silent is True


def test_an_ended_pairing_is_not_silent(pairing):
    pairing.status, pairing.ends_on = "ended", days_ago(0)
    assert hours.of_pairing(pairing, on=days_ahead(99)).is_silent is False
    assert hours.of_pairing(pairing, on=days_ahead(99)).current is None


def test_a_pairing_that_begins_later_has_no_terms_yet(pairing):
    pairing.starts_on = days_ahead(30)
    assert hours.of_pairing(pairing).terms == ()


def test_any_number_of_pairings_costs_two_queries(pairing, meeting, django_assert_num_queries):
    with django_assert_num_queries(2):
        hours.of_pairings([pairing] * 3)


def test_hours_are_rounded_once(pairing, mentor):
    for _ in range(3):
        log_meeting(pairing, mentor, minutes=20)
    assert hours.of_pairing(pairing, on=timezone.localdate()).total == Decimal("1.00")


def test_hours_are_asked_for_as_many_semesters_as_the_programme_lasts(year_pair):
    year_pair.programme.length_terms = 1
    found = hours.of_pairing(year_pair, on=dt.date(2026, 3, 1))
    assert [(term.term.semester, term.minimum) for term in found.terms] == [(2, 0), (1, Decimal("3.75"))]
    assert found.planned_end == dt.date(2025, 12, 18)
    year_pair.programme.length_terms = 3
    assert hours.of_pairing(year_pair, on=dt.date(2026, 3, 1)).planned_end == dt.date(2026, 12, 18)
    year_pair.programme.length_terms = 0
    found = hours.of_pairing(year_pair, on=dt.date(2026, 3, 1))
    assert ([term.minimum for term in found.terms], found.planned_end) == ([Decimal("3.75")] * 2, None)


def test_the_pair_knows_by_when_to_meet_again(pairing, mentor):
    assert hours.of_pairing(pairing).meeting_due_on is None
    pairing.programme.cadence = 14
    assert hours.of_pairing(pairing).meeting_due_on == days_ago(6)
    log_meeting(pairing, mentor, days=5)
    assert hours.of_pairing(pairing).meeting_due_on == days_ahead(9)
    pairing.status, pairing.ends_on = "ended", days_ago(1)
    assert hours.of_pairing(pairing).meeting_due_on is None


def test_without_a_limit_of_the_programme_mentors_say_how_many(programme, mentor):
    programme.caseload = None
    assert suitability.places_of(programme, None) == 20
    assert suitability.places_of(programme, MentoringProfile(person=mentor, capacity=3)) == 3
    programme.caseload = 2
    assert suitability.places_of(programme, MentoringProfile(person=mentor, capacity=3)) == 2
