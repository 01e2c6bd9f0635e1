"""Everybody in the room scans at once, and two colleagues mark the same people: one seat, one mark, one line each.

Checked by hand on PostgreSQL: with ``select_for_update`` taken out of ``seats.lock`` the first two fail, and without
the lock on the event in ``crediting`` the third.
"""

import datetime as dt

import pytest

from events import attendance, checking_in, registration
from events.choices import Attendance
from events.errors import MarkedMeanwhile, NoSeatLeft
from events.records import Registration
from pdportal.people.choices import Role
from pdportal.transcripts.records import Completion
from tests import factories
from tests.events.test_race import all_at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(site):
    return [factories.make_person(f"Racer Number{number}", Role.TEACHER) for number in range(8)]


def test_one_walks_in_for_the_last_seat_however_often_they_press(people):
    session = factories.make_session(capacity=1)
    at = session.starts_at + dt.timedelta(minutes=5)
    jobs = [lambda person=person: checking_in.check_in(session, person, scanned_at=at, at=at) for person in people]
    results = all_at_once(jobs * 2)
    assert {type(result) for result in results} == {Registration, NoSeatLeft}
    assert Registration.objects.filter(status="registered").count() == 1


def test_of_two_colleagues_with_the_same_page_one_is_told(people, site):
    session = factories.make_session(days=-1)
    seat = registration.register(session, people[0], by=people[0], at=session.starts_at - dt.timedelta(days=1))
    marks = [(Attendance.ABSENT, 0), (Attendance.ATTENDED, None), (Attendance.LATE, 45), (Attendance.LEFT_EARLY, 60)]
    results = all_at_once([
        lambda mark=mark, by=by: attendance.mark_many(session, {seat.pk: mark}, by=by, seen={seat.pk: 0})
        for mark, by in zip(marks, people, strict=False)
    ])  # fmt: skip
    assert sorted(str(getattr(result, "sentence", result)) for result in results) == sorted(
        ["1"] + [str(MarkedMeanwhile.sentence)] * 3
    )


def test_two_parts_of_one_workshop_marked_at_once_add_up(people):
    event = factories.make_event(sessions_needed=2, credit_hours="3.00")
    sessions = [factories.make_session(event, days=-days) for days in (2, 1)]
    jobs = []
    for session in sessions:
        seats = [registration.register(session, person, by=person, at=session.starts_at - dt.timedelta(days=1))
                 for person in people]  # fmt: skip
        marks = {seat.pk: (Attendance.ATTENDED, None) for seat in seats}
        jobs.append(lambda session=session, marks=marks: attendance.mark_many(session, marks, by=people[0]))
    assert all_at_once(jobs) == [8, 8]
    assert [float(row.credit_hours) for row in Completion.objects.standing()] == [3.0] * 8
