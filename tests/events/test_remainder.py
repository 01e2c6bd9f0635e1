"""What remains of a required event: the seat, the place in line, or the next session with a seat."""

import datetime as dt

import pytest

from events import attendance, registration
from events.remainder import remainder_of
from events.wording import moment_text, when_text
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(site):
    return factories.make_event("Finding sources")


def said(person, event):
    found = remainder_of(person, event.translation_key)
    return [*found.facts, found.next]


def test_nothing_planned_then_a_session_then_a_seat(event, teacher):
    assert said(teacher, event) == ["No session with a free seat is planned.", ""]
    session = factories.make_session(event)
    assert said(teacher, event) == ["Not signed up.", f"The next session with a free seat: {when_text(session)}."]
    registration.register(session, teacher, by=teacher)
    assert said(teacher, event) == [f"Has a seat: {when_text(session)}.", "Take part in the session."]


def test_a_place_in_line_then_an_offer(event, teacher, colleague, learner):
    session = factories.make_session(event, days=9, capacity=1)
    early = session.starts_at - dt.timedelta(days=8)
    taken, *_waiting = [registration.register(session, who, by=who, at=early) for who in (teacher, colleague, learner)]
    assert said(learner, event) == [
        f"Place 2 in line: {when_text(session)}.", "Wait for a seat to become free, or choose another session.",
    ]  # fmt: skip
    registration.cancel(taken, by=teacher, at=session.starts_at - dt.timedelta(hours=40))
    offered = session.registrations.get(learner=colleague)
    assert said(colleague, event) == [
        f"A seat is offered: {when_text(session)}.", f"Accept the seat by {moment_text(offered.offered_until)}.",
    ]  # fmt: skip


def test_after_the_session_attendance_is_awaited_until_it_is_known(event, teacher, coordinator):
    session = factories.make_session(event, days=-1)
    seat = registration.register(session, teacher, by=teacher, at=session.starts_at - dt.timedelta(days=5))
    assert said(teacher, event) == [
        f"The session of {when_text(session)} has begun or is over.", "Attendance is still to be recorded.",
    ]  # fmt: skip
    attendance.mark_many(session, {seat.pk: ("absent", None)}, by=coordinator)
    assert said(teacher, event) == ["No session with a free seat is planned.", ""]


def test_what_is_no_event_is_none_of_its_own(teacher, site):
    assert remainder_of(teacher, factories.make_course().translation_key) is None
