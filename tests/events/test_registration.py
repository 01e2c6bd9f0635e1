"""Seats, the line, and who moves up when."""

import datetime as dt

import pytest

from events import registration, scheduling
from events.errors import (
    AccountClosed,
    CapacityTooSmall,
    SessionCancelled,
    SessionHasStarted,
    SessionIsOver,
)
from events.records import Registration
from pdportal.notices.records import Notice, OutgoingMail
from tests import factories

pytestmark = pytest.mark.django_db


def take(session, *people):
    return [registration.register(session, person, by=person) for person in people]


def standing(*registrations):
    return [Registration.objects.get(pk=found.pk).status for found in registrations]


def test_seats_go_in_order_and_then_the_line_begins(session, teacher, colleague, third):
    found = take(session, teacher, colleague, third)
    assert standing(*found) == ["registered", "registered", "waitlisted"]
    assert registration.place_in_line(found[2]) == 1


def test_asking_twice_changes_nothing(session, teacher, coordinator):
    (first,) = take(session, teacher)
    again = registration.register(session, teacher, by=coordinator)
    assert (again.pk, again.requested_at, again.sequence, again.registered_by) == (
        first.pk, first.requested_at, 0, teacher,
    )  # fmt: skip
    assert Notice.objects.filter(recipient=teacher).count() == 1


def test_one_cancellation_moves_exactly_one_person_up(session, teacher, colleague, third, fourth):
    found = take(session, teacher, colleague, third, fourth)
    registration.cancel(found[0], by=teacher)
    registration.cancel(found[0], by=teacher)
    assert standing(*found) == ["cancelled", "registered", "registered", "waitlisted"]


def test_leaving_the_line_moves_nobody_up(session, teacher, colleague, third, fourth):
    found = take(session, teacher, colleague, third, fourth)
    registration.cancel(found[2], by=third)
    assert standing(*found) == ["registered", "registered", "cancelled", "waitlisted"]
    assert registration.place_in_line(found[3]) == 1


def test_who_comes_back_goes_to_the_end_of_the_line(session, teacher, colleague, third, fourth):
    found = take(session, teacher, colleague, third, fourth)
    registration.cancel(found[2], by=third)
    again = registration.register(session, third, by=third)
    assert again.pk == found[2].pk
    assert again.requested_at > found[3].requested_at
    assert [registration.place_in_line(one) for one in (found[3], again)] == [1, 2]


def test_a_newcomer_never_overtakes_the_line(session, teacher, colleague, third, coordinator):
    session.capacity = 1
    session.save()
    first, waiting = take(session, teacher, colleague)
    Registration.objects.filter(pk=first.pk).update(status="cancelled")  # a seat freed behind the verbs' back
    (newcomer,) = take(session, third)
    assert standing(waiting, newcomer) == ["registered", "waitlisted"]


def test_more_seats_go_to_the_line_in_order(session, teacher, colleague, third, fourth, coordinator):
    found = take(session, teacher, colleague, third, fourth)
    registration.set_capacity(session, 3, by=coordinator)
    assert standing(*found) == ["registered", "registered", "registered", "waitlisted"]
    registration.set_capacity(session, 30, by=coordinator)
    assert standing(found[3]) == ["registered"]


@pytest.mark.parametrize("capacity", [1, 0, -3])
def test_seats_are_not_taken_from_people(session, teacher, colleague, coordinator, capacity):
    take(session, teacher, colleague)
    with pytest.raises(CapacityTooSmall):
        registration.set_capacity(session, capacity, by=coordinator)


def test_closed_accounts_leave_the_line_and_do_not_come_back(session, teacher, colleague, third, fourth, outsider):
    session.capacity = 1
    session.save()
    first, gone, next_one = take(session, teacher, colleague, third)
    colleague.is_active = False
    colleague.save()
    assert registration.place_in_line(next_one) == 1
    registration.cancel(first, by=teacher)
    assert standing(gone, next_one) == ["cancelled", "registered"]
    with pytest.raises(AccountClosed):
        take(session, colleague)
    registration.cancel(next_one, by=third)
    assert standing(*take(session, fourth)) == ["registered"]


def test_too_late_and_called_off(event, session, cancelled_session, teacher):
    with pytest.raises(SessionHasStarted):
        registration.register(session, teacher, by=teacher, at=session.starts_at)
    with pytest.raises(SessionIsOver):
        registration.register(session, teacher, by=teacher, at=session.ends_at)
    with pytest.raises(SessionCancelled):
        registration.register(cancelled_session, teacher, by=teacher)
    (found,) = take(session, teacher)
    with pytest.raises(SessionHasStarted):
        registration.cancel(found, by=teacher, at=session.starts_at + dt.timedelta(minutes=1))
    assert standing(found) == ["registered"]


def test_nobody_moves_up_once_the_session_has_started(session, teacher, colleague, third, coordinator):
    found = take(session, teacher, colleague, third)
    registration.set_capacity(session, 9, by=coordinator, at=session.starts_at)
    assert standing(*found) == ["registered", "registered", "waitlisted"]


def test_history_says_who_and_why(session, teacher, coordinator):
    (found,) = take(session, teacher)
    registration.cancel(found, by=coordinator, reason="The room is needed.")
    lines = [(line.history_user, line.history_change_reason, line.status) for line in found.history.all()]
    assert lines == [(coordinator, "Cancelled for the person", "cancelled"), (teacher, "Signed up", "registered")]


def test_everybody_is_told_what_concerns_them(session, teacher, colleague, third):
    found = take(session, teacher, colleague, third)
    registration.cancel(found[0], by=teacher)
    told = list(Notice.objects.order_by("pk").values_list("recipient", "kind"))
    assert told == [
        (teacher.pk, "session-seat"),
        (colleague.pk, "session-seat"),
        (third.pk, "session-waitlist"),
        (teacher.pk, "session-left"),
        (third.pk, "session-promoted"),
    ]
    methods = list(OutgoingMail.objects.order_by("pk").values_list("calendar_method", flat=True))
    assert methods == ["REQUEST", "REQUEST", "", "CANCEL", "REQUEST"]


def test_leaving_the_line_takes_no_invitation_back(session, teacher, colleague, third):
    found = take(session, teacher, colleague, third)
    registration.cancel(found[2], by=third)
    assert OutgoingMail.objects.latest("pk").calendar_method == ""


def test_nothing_is_told_where_the_session_is_refused(cancelled_session, teacher):
    with pytest.raises(SessionCancelled):
        take(cancelled_session, teacher)
    assert (Registration.objects.count(), Notice.objects.count()) == (0, 0)


def test_a_cancelled_session_keeps_its_roster(session, teacher, colleague, third, coordinator):
    found = take(session, teacher, colleague, third)
    scheduling.cancel_session(session, by=coordinator, reason="Snow")
    assert standing(*found) == ["registered", "registered", "waitlisted"]
    with pytest.raises(SessionCancelled):
        registration.cancel(found[0], by=teacher)


def test_the_same_person_may_hold_seats_at_two_sessions_of_one_event(event, teacher):
    sessions = [factories.make_session(event, days=days) for days in (3, 4)]
    assert standing(*[take(session, teacher)[0] for session in sessions]) == ["registered", "registered"]
