"""Series: dates from a rule on the school calendar, rows of their own, and sign-up for all of them."""

import datetime as dt
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events import registration, scheduling, series
from events.choices import OnClosedDays, RegistrationStatus, SeriesRhythm
from events.errors import BadTimes, EventRefusal, NoDates, SessionCancelled, TooManyDates
from events.records import EventSession
from events.series_records import SessionSeries
from pdportal.people.calendar import SchoolCalendar
from pdportal.people.records import Closure
from tests import factories

FORM = uuid.UUID(int=7)
TIMES = {"start_time": dt.time(15, 30), "end_time": dt.time(16, 30), "capacity": 2}
SECOND_TUESDAY, FIFTH_FRIDAY, MONDAY = dt.date(2027, 1, 12), dt.date(2027, 1, 29), dt.date(2027, 1, 4)


def days(*args, calendar=None, **fields):
    found = series.dates_of(series.Pattern(*args, **fields), calendar or SchoolCalendar([], []))
    return [each.day for each in found]


@pytest.fixture
def soon():
    """A Monday some weeks ahead."""
    day = factories.days_ago(-30)
    return day - dt.timedelta(days=day.weekday())


@pytest.fixture
def planned(event, soon, coordinator):
    """Three weeks of an event with two seats."""
    wanted = [soon + dt.timedelta(weeks=number) for number in range(3)]
    pattern = series.Pattern(wanted[0], wanted[-1], SeriesRhythm.WEEKLY)
    return series.plan(event, pattern, wanted, by=coordinator, form_key=FORM, **TIMES)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ((SECOND_TUESDAY, dt.date(2027, 4, 30)), ["2027-01-12", "2027-02-09", "2027-03-09", "2027-04-13"]),
        ((SECOND_TUESDAY, dt.date(2027, 4, 30), SeriesRhythm.MONTHLY_WEEKDAY, 2), ["2027-01-12", "2027-03-09"]),
        # A fifth Friday means the last one; February has no 29th.
        ((FIFTH_FRIDAY, dt.date(2027, 3, 31)), ["2027-01-29", "2027-02-26", "2027-03-26"]),
        ((FIFTH_FRIDAY, dt.date(2027, 4, 30), SeriesRhythm.MONTHLY_DAY), ["2027-01-29", "2027-03-29", "2027-04-29"]),
        ((MONDAY, dt.date(2027, 2, 1), SeriesRhythm.WEEKLY, 2), ["2027-01-04", "2027-01-18", "2027-02-01"]),
        ((SECOND_TUESDAY, SECOND_TUESDAY), ["2027-01-12"]),
    ],
)  # fmt: skip
def test_dates_follow_the_rule(pattern, expected):
    assert [day.isoformat() for day in days(*pattern)] == expected


def test_closed_days_are_left_out_or_moved(db):
    Closure.objects.create(name="Winter", starts_on=dt.date(2027, 2, 8), ends_on=dt.date(2027, 2, 10))
    calendar = SchoolCalendar.load()
    pattern = SECOND_TUESDAY, dt.date(2027, 3, 31)
    skipped = series.dates_of(series.Pattern(*pattern), calendar)
    assert [(each.day.isoformat(), each.is_closed) for each in skipped] == [
        ("2027-01-12", False), ("2027-02-09", True), ("2027-03-09", False),
    ]  # fmt: skip
    moved = series.dates_of(series.Pattern(*pattern, on_closed=OnClosedDays.NEXT_DAY), calendar)
    assert [(each.day.isoformat(), each.is_moved) for each in moved] == [
        ("2027-01-12", False), ("2027-02-11", True), ("2027-03-09", False),
    ]  # fmt: skip


def test_nothing_and_far_too_much_are_refused(db):
    with pytest.raises(NoDates):
        days(dt.date(2027, 1, 9), dt.date(2027, 1, 9), calendar=SchoolCalendar.load())  # a Saturday
    with pytest.raises(TooManyDates):
        days(dt.date(2027, 1, 4), dt.date(2028, 12, 31), SeriesRhythm.WEEKLY)
    with pytest.raises(TooManyDates):
        days(dt.date(2027, 1, 4), dt.date(9999, 12, 31), SeriesRhythm.WEEKLY)


@settings(max_examples=60, deadline=None)
@given(
    first=st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31)), length=st.integers(0, 300),
    rhythm=st.sampled_from(SeriesRhythm), every=st.integers(1, 12), on_closed=st.sampled_from(OnClosedDays),
)  # fmt: skip
def test_no_date_that_takes_place_is_closed_doubled_or_out_of_order(first, length, rhythm, every, on_closed):
    calendar = SchoolCalendar([], [(dt.date(2026, 12, 20), dt.date(2027, 1, 3))])
    pattern = series.Pattern(first, first + dt.timedelta(days=length), rhythm, every, on_closed)
    try:
        found = series.dates_of(pattern, calendar)
    except (NoDates, TooManyDates):
        return
    held = [each.day for each in found if not each.is_closed]
    assert all(calendar.is_open(day) for day in held)
    assert held == sorted(set(held))
    assert all(first <= each.named <= pattern.last_on for each in found)


def test_planning_makes_a_row_for_each_date(planned, soon, coordinator):
    assert [(each.held_on, each.capacity, each.series) for each in planned.sessions.order_by("starts_at")] == [
        (soon + dt.timedelta(weeks=number), 2, planned) for number in range(3)
    ]
    assert planned.pattern == {
        "first_on": soon.isoformat(), "last_on": (soon + dt.timedelta(weeks=2)).isoformat(), "rhythm": "weekly",
        "every": 1, "on_closed": "skip",
    }  # fmt: skip


def test_the_same_form_twice_is_one_series(planned, event, coordinator):
    again = series.plan(event, series.Pattern(SECOND_TUESDAY, SECOND_TUESDAY), [SECOND_TUESDAY], by=coordinator,
                        form_key=FORM, **TIMES)  # fmt: skip
    assert (again, EventSession.objects.count()) == (planned, 3)


def test_all_or_nothing(event, soon, coordinator):
    with pytest.raises(BadTimes):
        series.plan(event, series.Pattern(soon, soon), [soon], by=coordinator, form_key=FORM,
                    start_time=dt.time(16), end_time=dt.time(15))  # fmt: skip
    with pytest.raises(NoDates):
        series.plan(event, series.Pattern(soon, soon), [], by=coordinator, form_key=FORM, **TIMES)
    assert (SessionSeries.objects.count(), EventSession.objects.count()) == (0, 0)


def test_one_date_moves_or_is_called_off_alone(planned, coordinator):
    first, second, third = planned.sessions.order_by("starts_at")
    scheduling.reschedule(first, by=coordinator, held_on=first.held_on + dt.timedelta(days=1))
    scheduling.cancel_session(second, by=coordinator, reason="Snow")
    third.refresh_from_db()
    assert (third.sequence, third.is_cancelled) == (0, False)


def test_signing_up_for_all_takes_what_there_is(planned, teacher, colleague, third, coordinator):
    full, open_, gone = planned.sessions.order_by("starts_at")
    for person in (colleague, third):
        registration.register(full, person, by=person)
    scheduling.cancel_session(gone, by=coordinator, reason="Snow")
    results = series.sign_up(planned, teacher, by=teacher)
    assert [(session, found.status) for session, found in results] == [
        (full, RegistrationStatus.WAITLISTED), (open_, RegistrationStatus.REGISTERED),
    ]  # fmt: skip
    assert [found.pk for _session, found in series.sign_up(planned, teacher, by=teacher)] == [
        found.pk for _session, found in results
    ]


def test_a_date_that_is_closed_for_sign_up_is_named_and_the_others_taken(planned, teacher):
    first = planned.sessions.order_by("starts_at")[0]
    EventSession.objects.filter(pk=first.pk).update(opens_at=first.starts_at - dt.timedelta(minutes=1))
    results = series.sign_up(planned, teacher, by=teacher)
    assert [isinstance(found, EventRefusal) for _session, found in results] == [True, False, False]
    assert not isinstance(results[0][1], SessionCancelled)


def test_clashes_name_who_has_the_room(event, soon, school, coordinator):
    taken = factories.make_session(event, days=1, school=school, place="Room 4")
    scheduling.reschedule(
        taken, by=coordinator, held_on=soon, start_time=dt.time(15), end_time=dt.time(16), place="room 4"
    )
    place = {"school": school, "place": " Room 4 "}
    found = series.clashes([soon], start_time=dt.time(15, 30), end_time=dt.time(16, 30), **place)
    assert found == {soon: [taken]}
    assert series.clashes([soon], start_time=dt.time(16), end_time=dt.time(17), **place) == {}
    assert series.clashes([soon], start_time=dt.time(15), end_time=dt.time(16), school=None, place="Room 4") == {}
