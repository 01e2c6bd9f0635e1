"""Reminders: a day and some hours ahead, once, never after the start, right when the clocks change."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import connection

from events import departures, enrolling, registration, reminding, scheduling
from events.records import Registration
from pdportal.notices.records import Notice, OutgoingMail
from pdportal.notices.telling import choose_mail
from tests import factories
from tests.events.test_race import all_at_once

pytestmark = pytest.mark.django_db

HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)


@pytest.fixture
def seated(session, teacher, colleague):
    """Two people with a seat at the session, since long."""
    return [registration.register(session, person, by=person) for person in (teacher, colleague)]


def reminded(person, session):
    """How long before the start ``person`` was reminded, each time, in hours."""
    found = Notice.objects.filter(recipient=person, kind="session-reminder").order_by("created_at")
    return [(session.starts_at - notice.created_at) / HOUR for notice in found]


def run(session, *hours_ahead):
    return [reminding.remind_all(at=session.starts_at - hours * HOUR) for hours in hours_ahead]


def test_a_day_and_two_hours_before_each_once(session, seated, teacher):
    assert run(session, 25, 24, 23.9, 12, 2, 1.9, 0.1) == [0, 2, 0, 0, 2, 0, 0]
    assert reminded(teacher, session) == [24, 2]
    mail = OutgoingMail.objects.filter(recipient=teacher).latest("pk")
    assert (mail.subject, mail.calendar_method) == ("Coming up: Finding sources", "")


def test_who_wants_no_reminders_by_mail_gets_them_in_the_portal_and_changes_still_by_mail(
    session, seated, teacher, coordinator
):
    choose_mail(teacher, reminders=False)
    run(session, 24)
    scheduling.reschedule(session, by=coordinator, place="Room 7", at=session.starts_at - 12 * HOUR)
    assert reminded(teacher, session) == [24]
    subjects = OutgoingMail.objects.filter(recipient=teacher).order_by("pk").values_list("subject", flat=True)
    assert [subject.partition(":")[0] for subject in subjects] == ["You have a seat", "Changed"]


def test_the_event_says_how_many_hours_or_none(session, seated, teacher, event):
    event.remind_hours = 48
    event.save()
    assert run(session, 49, 48, 24, 2) == [0, 2, 2, 0]
    event.remind_hours = 0
    event.save()
    assert reminding.moments(session) == [session.starts_at - 24 * HOUR]


def test_late_when_the_timer_was_down_and_only_the_latest_never_after_the_start(session, seated, teacher):
    assert run(session, 1, 0, -1) == [2, 0, 0]
    assert reminded(teacher, session) == [1]


def test_only_people_with_a_seat_are_reminded(session, seated, third, teacher, coordinator):
    registration.register(session, third, by=third)
    registration.cancel(seated[0], by=teacher)
    registration.cancel(seated[1], by=seated[1].learner)
    assert run(session, 24) == [1]
    assert reminded(third, session) == [24]
    scheduling.cancel_session(session, by=coordinator)
    assert run(session, 2) == [0]


def test_who_waits_for_an_answer_has_no_seat_to_be_reminded_of(teacher, principal):
    session = factories.make_session(factories.make_event("Ask", needs_approval=True, approval_days=30))
    registration.register(session, teacher, by=teacher)
    assert run(session, 24) == [0]


def test_who_was_told_since_needs_no_reminder(session, seated, fourth, coordinator, teacher):
    enrolling.seat_anyway(session, fourth, by=coordinator, reason="Presents", at=session.starts_at - 20 * HOUR)
    assert run(session, 19) == [2]
    assert (reminded(fourth, session), reminded(teacher, session)) == ([], [19])
    assert run(session, 2) == [3]


def test_a_seat_that_ran_out_is_not_reminded_of(teacher):
    session = factories.make_session(factories.make_event("Confirm", confirm_days=5, confirm_hours=24), days=9)
    registration.register(session, teacher, by=teacher)
    departures.settle_all(at=session.starts_at - 120 * HOUR)
    assert run(session, 24) == [0]
    found = Registration.objects.get()
    assert (found.ending, reminded(teacher, session)) == ("unconfirmed", [])


def test_a_session_that_moves_is_reminded_of_anew(session, seated, teacher, coordinator):
    run(session, 24)
    session = scheduling.reschedule(
        session, by=coordinator, held_on=session.held_on + dt.timedelta(days=3), at=session.starts_at - 20 * HOUR
    )
    assert run(session, 30, 24, 2) == [0, 2, 2]
    assert reminded(teacher, session) == [24 + 72, 24, 2]


@pytest.mark.parametrize(
    ("held_on", "start", "hours"),
    [
        (dt.date(2026, 11, 1), "23:30", 25),  # the night before, the clocks went back
        (dt.date(2026, 11, 1), "01:30", 24),
        (dt.date(2027, 3, 14), "23:30", 23),
        (dt.date(2027, 3, 15), "02:30", 23),  # there is no half past two the day before: half past three
        (dt.date(2027, 3, 14), "01:30", 24),
    ],
)
def test_a_day_before_is_the_same_time_of_day_when_the_clocks_change(event, held_on, start, hours):
    session = factories.make_session(event, start=start, end="23:59", days=1)
    session.held_on = held_on
    session.save()
    assert [(session.starts_at - moment) / HOUR for moment in reminding.moments(session)] == [hours, 2]


def test_the_command_asks_little_where_nothing_is_due(session, seated, django_assert_num_queries, time_machine):
    time_machine.move_to(session.starts_at - 24 * HOUR)
    call_command("remind", verbosity=0)
    with django_assert_num_queries(3):  # sessions, their seats, what was told
        call_command("remind", verbosity=0)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_eight_timers_at_once_remind_once(site):
    session = factories.make_session(days=7)
    people = [factories.make_person(f"Racer {number}") for number in range(3)]
    for person in people:
        registration.register(session, person, by=person)
    results = all_at_once([lambda: reminding.remind_all(at=session.starts_at - 24 * HOUR)] * 8)
    connection.close()
    assert (sum(results), Notice.objects.filter(kind="session-reminder").count()) == (3, 3)
