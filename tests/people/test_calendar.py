"""Working days, school years, periods."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdportal.people.calendar import SchoolCalendar, period_dates, period_of
from pdportal.people.records import Closure, SchoolYear

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31))
BREAK = SchoolCalendar(((dt.date(2026, 12, 21), dt.date(2027, 1, 1)),), ())
YEARS = (
    SchoolYear(name="2025-26", starts_on=dt.date(2025, 8, 12), semester_1_ends_on=dt.date(2025, 12, 19),
               ends_on=dt.date(2026, 5, 28)),
    SchoolYear(name="2026-27", starts_on=dt.date(2026, 8, 12), semester_1_ends_on=dt.date(2026, 12, 18),
               ends_on=dt.date(2027, 5, 27)),
)  # fmt: skip


@st.composite
def calendars(draw):
    """Calendars with up to six closures of up to three weeks."""
    starts = draw(st.lists(DAYS, max_size=6))
    return SchoolCalendar(tuple((day, day + dt.timedelta(days=draw(st.integers(0, 20)))) for day in starts), ())


def test_a_closed_fortnight_is_skipped():
    friday = dt.date(2026, 12, 18)
    assert BREAK.add_working_days(friday, 1) == dt.date(2027, 1, 4)
    assert BREAK.previous_open(dt.date(2027, 1, 3)) == friday


@given(calendars(), DAYS, st.integers(0, 120))
def test_counted_days_end_on_an_open_day_and_count_open_days(calendar, day, count):
    end = calendar.add_working_days(day, count)
    between = [day + dt.timedelta(days=offset + 1) for offset in range((end - day).days)]
    assert calendar.is_open(end)
    assert sum(map(calendar.is_open, between)) == count or count == 0


@given(calendars(), DAYS)
def test_the_nearest_open_days_lie_around(calendar, day):
    before, after = calendar.previous_open(day), calendar.next_open(day)
    assert before <= day <= after
    assert calendar.is_open(before)
    assert calendar.is_open(after)
    assert (before == after) == calendar.is_open(day)


def test_a_closure_with_a_wrong_year_gives_a_weekday_instead_of_hanging():
    endless = SchoolCalendar(((dt.date(1, 1, 1), dt.date.max),), ())
    assert endless.next_open(dt.date(2026, 11, 21)) == dt.date(2026, 11, 23)
    assert endless.previous_open(dt.date(2026, 11, 22)) == dt.date(2026, 11, 20)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (dt.date(2025, 3, 1), None),
        (dt.date(2025, 7, 1), "2025-26"),
        (dt.date(2026, 5, 28), "2025-26"),
        (dt.date(2026, 5, 29), "2026-27"),
        (dt.date(2027, 6, 1), None),
    ],
)
def test_summer_belongs_to_the_year_that_follows(day, name):
    year = SchoolCalendar((), YEARS).year_of(day)
    assert (year and year.name) == name


def test_a_year_is_found_by_its_period():
    assert SchoolCalendar((), YEARS).year_in("2026-27") is YEARS[1]
    assert SchoolCalendar((), YEARS).year_in("2030-31") is None


@given(DAYS)
def test_a_period_holds_its_days(day):
    first, last = period_dates(period_of(day))
    assert first <= day <= last
    assert period_of(first) == period_of(last) == period_of(day)


@pytest.mark.parametrize("name", ["", "2026", "2026-28", "abcd-ef", "1999-00x"])
def test_other_names_are_no_periods(name):
    with pytest.raises(ValueError):  # noqa: PT011  the message is int()'s own
        period_dates(name)


def test_loading_takes_two_queries(db, django_assert_num_queries):
    Closure.objects.create(name="Break", starts_on=dt.date(2026, 12, 21), ends_on=dt.date(2027, 1, 1))
    with django_assert_num_queries(2):  # closures, years
        calendar = SchoolCalendar.load()
    assert calendar.closures == BREAK.closures
