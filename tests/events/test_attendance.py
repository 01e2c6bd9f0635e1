"""Attendance and what it writes to the ledger, first and when it is put right."""

import datetime as dt
from decimal import Decimal

import pytest

from events import attendance, registration, scheduling
from events.choices import Attendance
from events.errors import MinutesOutOfRange, NotRegistered, SessionCancelled, SessionNotStarted
from events.records import Registration
from pdportal.transcripts.records import Completion
from tests import factories

pytestmark = pytest.mark.django_db

ATTENDED, PARTLY, ABSENT, UNMARKED = Attendance.ATTENDED, Attendance.PARTLY, Attendance.ABSENT, Attendance.UNMARKED


@pytest.fixture
def event(event):
    """An event whose every session counts, as meetings do; see test_crediting for the others."""
    type(event).objects.filter(pk=event.pk).update(sessions_needed=0)
    event.refresh_from_db()
    return event


@pytest.fixture
def past(event):
    return factories.make_session(event, days=-2)


@pytest.fixture
def seat(past, teacher):
    return registration.register(past, teacher, by=teacher, at=past.starts_at - dt.timedelta(days=1))


def mark(past, seat, kind, minutes, coordinator, **options):
    return attendance.mark_many(past, {seat.pk: (kind, minutes)}, by=coordinator, **options)


def standing():
    return [(row.credit_hours, row.cycle) for row in Completion.objects.standing()]


@pytest.mark.parametrize(("credit", "minutes", "length", "hours"), [
    ("1.50", 90, 90, "1.50"),
    ("1.50", 45, 90, "0.75"),
    ("1.50", 44, 90, "0.75"),  # 0.733…
    ("1.50", 37, 90, "0.50"),  # 0.616…
    ("1.50", 38, 90, "0.75"),  # 0.633… lies above the half of a quarter
    ("1.00", 37, 296, "0.25"),  # exactly half a quarter: up
    ("1.50", 5, 90, None),  # too little to count
    ("1.50", 0, 90, None),
    ("1.50", None, 90, None),
    ("1.40", 90, 90, "1.40"),  # the whole session gives the whole, whatever it is
    ("1.40", 89, 90, "1.40"),  # never more than the whole
    ("0.00", 60, 60, "0.00"),  # a meeting without hours is still on record
    ("0.00", 30, 60, "0.00"),
])  # fmt: skip
def test_hours_follow_minutes_in_quarters(credit, minutes, length, hours):
    given = attendance.hours_for(Decimal(credit), minutes, length)
    assert given == (hours and Decimal(hours))


def test_a_mark_writes_one_line_with_everything_an_auditor_asks(past, seat, teacher, coordinator):
    assert mark(past, seat, ATTENDED, 90, coordinator) == 1
    (line,) = Completion.objects.all()
    assert (line.learner, line.activity_key, line.cycle) == (
        teacher, past.event.translation_key, f"session-{past.pk}",
    )  # fmt: skip
    assert (line.completed_on, line.source, line.recorded_by, line.vouched_by) == (
        past.held_on, "attendance", coordinator, coordinator,
    )  # fmt: skip
    found = Registration.objects.get()
    assert (found.attendance, found.minutes_attended, found.marked_by) == ("attended", 90, coordinator)


def test_marking_twice_changes_nothing(past, seat, coordinator):
    mark(past, seat, ATTENDED, 90, coordinator)
    assert mark(past, seat, ATTENDED, None, coordinator) == 0
    assert Completion.objects.count() == 1


def test_other_minutes_correct_the_line_and_keep_the_old_one(past, seat, coordinator):
    mark(past, seat, ATTENDED, 90, coordinator)
    mark(past, seat, PARTLY, 45, coordinator)
    assert standing() == [(Decimal("0.75"), f"session-{past.pk}")]
    old = Completion.objects.exclude(revoked_at=None).get()
    assert (old.revoked_by, old.revocation_reason) == (coordinator, "Attendance changed from 90 to 45 minutes")


def test_absent_after_all_revokes_and_present_after_all_awards_again(past, seat, coordinator):
    mark(past, seat, ATTENDED, 90, coordinator)
    mark(past, seat, ABSENT, None, coordinator, reason="Wrong person ticked")
    assert standing() == []
    assert Completion.objects.get().revocation_reason == "Wrong person ticked"
    mark(past, seat, ATTENDED, 90, coordinator)
    assert standing() == [(Decimal("1.50"), f"session-{past.pk}")]


def test_taking_a_mark_back_revokes_too(past, seat, coordinator):
    mark(past, seat, ATTENDED, 90, coordinator)
    mark(past, seat, UNMARKED, None, coordinator)
    assert standing() == []


def test_absent_from_the_start_writes_nothing(past, seat, coordinator):
    mark(past, seat, ABSENT, None, coordinator)
    assert Completion.objects.count() == 0
    assert Registration.objects.get().minutes_attended == 0


def test_two_sessions_of_an_event_that_counts_each_time_are_two_lines(event, past, seat, teacher, coordinator):
    other = factories.make_session(event, days=-1)
    again = registration.register(other, teacher, by=teacher, at=other.starts_at - dt.timedelta(days=1))
    mark(past, seat, ATTENDED, 90, coordinator)
    mark(other, again, ATTENDED, 90, coordinator)
    assert len(standing()) == 2


def test_only_people_with_a_seat(past, seat, colleague, coordinator):
    past.capacity = 1
    past.save()
    waiting = registration.register(past, colleague, by=colleague, at=past.starts_at - dt.timedelta(days=1))
    for pk in (waiting.pk, 99999):
        with pytest.raises(NotRegistered):
            attendance.mark_many(past, {seat.pk: (ATTENDED, 90), pk: (ATTENDED, 90)}, by=coordinator)
    assert Completion.objects.count() == 0


@pytest.mark.parametrize("minutes", [91, -1, 0])
def test_minutes_within_the_session(past, seat, coordinator, minutes):
    with pytest.raises(MinutesOutOfRange):
        mark(past, seat, PARTLY, minutes, coordinator)


def test_not_before_the_start_and_not_where_it_was_called_off(session, cancelled_session, teacher, coordinator):
    found = registration.register(session, teacher, by=teacher)
    with pytest.raises(SessionNotStarted):
        mark(session, found, ATTENDED, 90, coordinator)
    scheduling.cancel_session(session, by=coordinator)
    with pytest.raises(SessionCancelled):
        mark(session, found, ATTENDED, 90, coordinator, at=session.starts_at)


def test_a_session_across_the_clock_change_is_as_long_as_it_lasted(event, teacher, coordinator):
    """23:30 to 03:30 in the night in which 02:00 comes twice: five hours by the clock that runs."""
    session = scheduling.add_session(
        event, by=coordinator, held_on=dt.date(2025, 11, 1), last_day=dt.date(2025, 11, 2),
        start_time=dt.time(23, 30), end_time=dt.time(3, 30),
    )  # fmt: skip
    assert session.minutes == 300
    found = registration.register(session, teacher, by=teacher, at=session.starts_at - dt.timedelta(days=1))
    mark(session, found, ATTENDED, None, coordinator)
    assert Completion.objects.get().completed_on == dt.date(2025, 11, 2)
