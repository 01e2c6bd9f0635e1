"""Due dates for every anchor, on the school calendar."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pdportal.people.calendar import SchoolCalendar, period_dates, period_of
from pdportal.people.records import SchoolYear
from pdportal.requirements.choices import DueAnchor, Recurrence
from pdportal.requirements.due import Moved, after_leave, due, due_after, due_on
from pdportal.requirements.records import RequirementVersion

YEAR = SchoolYear(
    name="2026-27",
    starts_on=dt.date(2026, 8, 12),
    semester_1_ends_on=dt.date(2026, 12, 18),
    ends_on=dt.date(2027, 5, 29),
)
SUMMER = (dt.date(2026, 5, 30), dt.date(2026, 8, 11))
CALENDAR = SchoolCalendar((SUMMER, (dt.date(2026, 11, 25), dt.date(2026, 11, 27))), (YEAR,))
EMPTY = SchoolCalendar((), ())
OCTOBER = dt.date(2026, 10, 1)


def rule(anchor, **fields):
    return RequirementVersion(due_anchor=anchor, effective_on=dt.date(2020, 7, 1), **fields)


def window(**fields):
    return rule(DueAnchor.WINDOW, recurrence=Recurrence.YEARLY, due_month=9, due_day=30, **fields)


def test_working_days_skip_weekends_and_closures():
    assert due_on(rule(DueAnchor.START, due_working_days=5), OCTOBER, "", CALENDAR) == dt.date(2026, 10, 8)
    assert due_on(rule(DueAnchor.START, due_working_days=2), dt.date(2026, 11, 24), "", CALENDAR) == dt.date(
        2026, 12, 1
    )


@pytest.mark.parametrize(
    ("starts_on", "expected", "by_start"),
    [
        (dt.date(2026, 7, 1), dt.date(2026, 9, 30), False),
        (dt.date(2026, 8, 12), dt.date(2026, 9, 30), False),
        (dt.date(2026, 9, 10), dt.date(2026, 10, 22), True),
        (dt.date(2026, 11, 2), dt.date(2026, 12, 17), True),
        (dt.date(2027, 3, 1), dt.date(2027, 4, 12), True),
    ],
)
def test_a_window_closes_for_all_on_one_day_and_gives_late_hires_their_working_days(starts_on, expected, by_start):
    found = due(window(), starts_on, "2026-27", CALENDAR)
    assert (found.on, found.by_start) == (expected, by_start)


def test_everybody_has_the_same_end_of_august_even_if_working_days_would_run_later():
    august = window(due_working_days=30)
    august.due_month, august.due_day = 8, 31
    assert due_on(august, dt.date(2026, 7, 1), "2026-27", CALENDAR) == dt.date(2026, 8, 31)


def test_the_next_year_has_its_own_window():
    assert due_on(window(), dt.date(2027, 7, 1), "2027-28", CALENDAR) == dt.date(2027, 9, 30)


def test_semester_ends_move_back_to_an_open_day():
    assert due_on(rule(DueAnchor.SEMESTER_1_END), OCTOBER, "", CALENDAR) == dt.date(2026, 12, 18)
    assert due_on(rule(DueAnchor.SEMESTER_2_END), OCTOBER, "", CALENDAR) == dt.date(2027, 5, 28)
    assert due_on(rule(DueAnchor.LAST_DAY), OCTOBER, "", CALENDAR) == dt.date(2027, 5, 28)


def test_a_march_hire_has_until_the_next_first_semester_ends():
    assert due_on(rule(DueAnchor.SEMESTER_1_END), dt.date(2027, 3, 1), "", CALENDAR) == dt.date(2027, 12, 20)


def test_a_yearly_semester_end_that_has_passed_gives_working_days():
    yearly = rule(DueAnchor.SEMESTER_1_END, recurrence=Recurrence.YEARLY, due_working_days=10)
    assert due_on(yearly, dt.date(2027, 1, 11), "2026-27", CALENDAR) == dt.date(2027, 1, 25)


def test_a_fixed_date_and_those_who_come_after_it():
    fixed = rule(DueAnchor.FIXED, due_on=dt.date(2026, 11, 26), due_working_days=5)
    assert due_on(fixed, OCTOBER, "", CALENDAR) == dt.date(2026, 11, 24)
    assert due_on(fixed, dt.date(2026, 12, 1), "", CALENDAR) == dt.date(2026, 12, 8)


def test_a_year_nobody_entered_is_assumed():
    assert due_on(rule(DueAnchor.SEMESTER_1_END), OCTOBER, "", EMPTY) == dt.date(2026, 12, 18)
    assert due_on(rule(DueAnchor.LAST_DAY), OCTOBER, "", EMPTY) == dt.date(2027, 5, 31)


def test_29_february_is_the_28th_in_other_years():
    leap = rule(DueAnchor.WINDOW, recurrence=Recurrence.YEARLY, due_month=2, due_day=29)
    assert due_on(leap, dt.date(2026, 7, 1), "2026-27", EMPTY) == dt.date(2027, 2, 26)


@st.composite
def rules(draw):
    """Any rule an administrator can write."""
    return rule(
        draw(st.sampled_from(DueAnchor.values)),
        recurrence=draw(st.sampled_from(Recurrence.values)),
        due_working_days=draw(st.integers(0, 200)),
        due_month=draw(st.none() | st.integers(1, 12)),
        due_day=draw(st.none() | st.integers(1, 31)),
        due_on=draw(st.none() | st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31))),
    )


DAYS = st.dates(dt.date(2022, 7, 1), dt.date(2030, 6, 30))
CALENDARS = st.sampled_from([CALENDAR, EMPTY, SchoolCalendar((SUMMER,), ()), SchoolCalendar((), (YEAR,))])


@given(rules(), DAYS, CALENDARS)
def test_every_due_date_is_an_open_day_not_before_the_start(version, starts_on, calendar):
    period = period_of(starts_on) if version.recurrence == Recurrence.YEARLY else ""
    day = due_on(version, starts_on, period, calendar)
    assert calendar.is_open(day)
    assert day >= starts_on
    assert day == due_on(version, starts_on, period, calendar)


@given(rules(), DAYS, CALENDARS)
def test_whoever_starts_later_is_not_due_earlier(version, starts_on, calendar):
    period = period_of(starts_on) if version.recurrence == Recurrence.YEARLY else ""
    later = min(starts_on + dt.timedelta(days=30), period_dates(period)[1] if period else dt.date.max)
    assert due_on(version, starts_on, period, calendar) <= due_on(version, later, period, calendar)


LEAVES = st.lists(
    st.tuples(DAYS, st.none() | st.integers(0, 400)).map(
        lambda leave: (leave[0], leave[1] if leave[1] is None else leave[0] + dt.timedelta(days=leave[1]))
    ),
    max_size=4,
)


@st.composite
def calendars(draw):
    """A school calendar with any closures, overlapping ones and long summers too."""
    starts = draw(st.lists(st.tuples(DAYS, st.integers(0, 80)), max_size=6))
    closures = sorted((first, first + dt.timedelta(days=days)) for first, days in starts)
    return SchoolCalendar(tuple(closures), draw(st.sampled_from([(), (YEAR,)])))


@settings(max_examples=150, deadline=None)
@given(rules(), DAYS, calendars(), LEAVES, DAYS, st.none() | DAYS)
def test_no_due_date_is_ever_on_a_closed_day_whatever_leave_does(version, starts_on, calendar, leaves, as_of, done_on):
    period = period_of(starts_on) if version.recurrence == Recurrence.YEARLY else ""
    base = due_after(version, starts_on, done_on, calendar) if done_on else due_on(version, starts_on, period, calendar)
    moved = after_leave(base, starts_on, leaves, calendar, as_of=as_of)
    ends = [(first, last or max(first, as_of)) for first, last in leaves]
    between = [base + dt.timedelta(days=days) for days in range(1, (moved.on - base).days + 1)]
    assert calendar.is_open(moved.on)
    assert moved.on >= base
    assert moved.days == sum(map(calendar.is_open, between))
    assert not moved.days or not any(first <= moved.on <= last for first, last in ends)


def moved(day, *leaves, counted_from=OCTOBER, as_of=OCTOBER):
    return after_leave(day, counted_from, leaves, CALENDAR, as_of=as_of)


NOVEMBER_12 = dt.date(2026, 11, 12)  # 30 working days after 1 October


def test_the_working_days_of_leave_are_given_back():
    assert moved(NOVEMBER_12, (dt.date(2026, 10, 12), dt.date(2026, 10, 18))) == Moved(dt.date(2026, 11, 19), 5)


def test_overlapping_leaves_count_once():
    week, same = (dt.date(2026, 10, 12), dt.date(2026, 10, 16)), (dt.date(2026, 10, 14), dt.date(2026, 10, 18))
    assert moved(NOVEMBER_12, week, same) == moved(NOVEMBER_12, week)


def test_leave_across_a_closure_counts_only_the_days_schools_were_open():
    leave = (dt.date(2026, 11, 23), dt.date(2026, 11, 30))  # Thanksgiving is closed from the 25th to the 27th
    assert moved(dt.date(2026, 12, 1), leave, as_of=dt.date(2026, 12, 3)) == Moved(dt.date(2026, 12, 4), 3)


def test_leave_across_the_end_of_the_year_goes_on_after_it():
    leave = (dt.date(2026, 12, 14), dt.date(2027, 1, 8))
    assert moved(dt.date(2026, 12, 18), leave) == Moved(dt.date(2027, 1, 15), 20)


def test_leave_before_the_start_or_after_the_date_moves_nothing():
    before, after = (dt.date(2026, 9, 1), dt.date(2026, 9, 30)), (dt.date(2026, 11, 13), None)
    assert moved(NOVEMBER_12, before, after, as_of=dt.date(2027, 1, 8)) == Moved(NOVEMBER_12)


def test_leave_that_begins_while_days_are_given_back_counts_too():
    first, second = (dt.date(2026, 10, 12), dt.date(2026, 10, 16)), (dt.date(2026, 11, 16), dt.date(2026, 11, 17))
    assert moved(NOVEMBER_12, first, second) == Moved(dt.date(2026, 11, 23), 7)


def test_a_leave_without_an_end_keeps_what_was_left_of_the_time():
    leave, on = (dt.date(2026, 11, 5), None), dt.date(2026, 12, 11)
    found = moved(NOVEMBER_12, leave, as_of=on)
    assert (found.on, found.away, found.open_ended) == (dt.date(2026, 12, 21), True, True)
    assert moved(NOVEMBER_12, leave, as_of=dt.date(2026, 12, 14)).on == dt.date(2026, 12, 22)
