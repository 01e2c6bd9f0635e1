"""Hours of events whose sessions count once, together or each; and hours that wait for the end of the session."""

import datetime as dt
from decimal import Decimal

import pytest

from events import attendance, registration, scheduling
from events.choices import Attendance
from events.errors import MarkedMeanwhile
from pdportal.transcripts.choices import Source
from pdportal.transcripts.records import Completion
from tests import factories

pytestmark = pytest.mark.django_db

ATTENDED, LATE, ABSENT = Attendance.ATTENDED, Attendance.LATE, Attendance.ABSENT
MONDAY, TUESDAY = dt.date(2025, 10, 6), dt.date(2025, 10, 7)


def hold(event, coordinator, day, person, minutes):
    """A session of 90 minutes on ``day`` at which ``person`` was there for ``minutes``."""
    session = scheduling.add_session(
        event, by=coordinator, held_on=day, start_time=dt.time(15, 30), end_time=dt.time(17)
    )
    seat = registration.register(session, person, by=person, at=session.starts_at - dt.timedelta(days=1))
    attendance.mark_many(session, {seat.pk: (ATTENDED if minutes == 90 else LATE, minutes)}, by=coordinator)
    return session, seat


def standing():
    return [(row.credit_hours, row.cycle, row.completed_on) for row in Completion.objects.standing()]


def test_a_workshop_attended_on_two_days_counts_once(event, teacher, coordinator):
    for day in (MONDAY, TUESDAY):
        hold(event, coordinator, day, teacher, 90)
    assert standing() == [(Decimal("1.50"), "year-2025-26", MONDAY)]
    assert Completion.objects.count() == 1


def test_half_of_it_twice_is_the_whole_and_a_correction(event, teacher, coordinator):
    hold(event, coordinator, MONDAY, teacher, 45)
    assert standing() == [(Decimal("0.75"), "year-2025-26", MONDAY)]
    hold(event, coordinator, TUESDAY, teacher, 45)
    assert standing() == [(Decimal("1.50"), "year-2025-26", TUESDAY)]
    old, new = Completion.objects.order_by("pk")
    assert (old.revocation_reason, new.source, new.corrects) == (
        "Minutes of all sessions together", Source.CORRECTION, old,
    )  # fmt: skip


def test_a_workshop_of_two_days_gives_its_hours_for_both_days(event, teacher, colleague, coordinator):
    type(event).objects.filter(pk=event.pk).update(sessions_needed=2, credit_hours="6.00")
    event.refresh_from_db()
    hold(event, coordinator, MONDAY, teacher, 90)
    hold(event, coordinator, MONDAY, colleague, 45)
    session, seat = hold(event, coordinator, TUESDAY, teacher, 90)
    assert {row.learner: row.credit_hours for row in Completion.objects.standing()} == {
        teacher: Decimal("6.00"), colleague: Decimal("1.50"),
    }  # fmt: skip
    attendance.mark_many(session, {seat.pk: (ABSENT, 0)}, by=coordinator)
    assert {row.learner: row.credit_hours for row in Completion.objects.standing()} == {
        teacher: Decimal("3.00"), colleague: Decimal("1.50"),
    }  # fmt: skip


def test_the_next_school_year_counts_anew(event, teacher, coordinator):
    for day in (dt.date(2025, 6, 30), dt.date(2025, 7, 1)):
        hold(event, coordinator, day, teacher, 90)
    assert [cycle for _hours, cycle, _day in standing()] == ["year-2025-26", "year-2024-25"]


def test_hours_of_marks_during_the_session_are_written_when_it_is_over(event, teacher, coordinator):
    session = factories.make_session(event, days=7)
    seat = registration.register(session, teacher, by=teacher)
    begun = session.starts_at + dt.timedelta(minutes=5)
    attendance.mark_many(session, {seat.pk: (ATTENDED, None)}, by=coordinator, at=begun)
    attendance.mark_many(session, {seat.pk: (LATE, 60)}, by=coordinator, at=begun)
    assert (attendance.settle_all(at=session.ends_at - dt.timedelta(minutes=1)), standing()) == (0, [])
    assert attendance.settle_all(at=session.ends_at) == 1
    assert [(row.credit_hours, row.vouched_by) for row in Completion.objects.all()] == [(Decimal("1.00"), coordinator)]
    assert attendance.settle_all(at=session.ends_at) == 0


def test_who_marks_from_an_old_page_is_told_and_nothing_is_written(event, teacher, colleague, coordinator, director):
    session = factories.make_session(event, days=-1)
    seats = [registration.register(session, person, by=person, at=session.starts_at - dt.timedelta(days=1))
             for person in (teacher, colleague)]  # fmt: skip
    old = {seat.pk: 0 for seat in seats}
    attendance.mark_many(session, {seats[0].pk: (ABSENT, 0)}, by=director, seen=old)
    marks = {seat.pk: (ATTENDED, None) for seat in seats}
    with pytest.raises(MarkedMeanwhile) as clash:
        attendance.mark_many(session, marks, by=coordinator, seen=old)
    assert ([row.learner for row in clash.value.registrations], Completion.objects.count()) == ([teacher], 0)
    assert attendance.mark_many(session, {seats[0].pk: (ABSENT, 0)}, by=coordinator, seen=old) == 0  # the same mark
    assert attendance.mark_many(session, marks, by=coordinator, seen=old | {seats[0].pk: 1}) == 2
