"""Offers, confirmations, approvals, overrides, departures: one settling for all of them, whenever it is called."""

import datetime as dt

import pytest
from django.core.management import call_command

from events import approving, departures, enrolling, registration, scheduling, seats
from events.errors import (
    CapacityTooSmall,
    NoOffer,
    NotForYou,
    NothingToApprove,
    NothingToConfirm,
    NotYourColleague,
    ReasonNeeded,
    SessionHasStarted,
    SessionIsOver,
    SignUpClosed,
    SignUpNotOpen,
)
from events.records import Registration
from pdportal.notices.records import Notice, OutgoingMail
from pdportal.people.appointments import end_appointment
from pdportal.people.choices import Role
from tests import factories

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


def take(session, *people, at=None):
    return [registration.register(session, person, by=person, at=at) for person in people]


def standing(*registrations):
    return [Registration.objects.get(pk=found.pk).status for found in registrations]


def ending(found):
    return Registration.objects.get(pk=found.pk).ending


def told(person):
    return list(Notice.objects.filter(recipient=person).order_by("pk").values_list("kind", flat=True))


@pytest.fixture
def late(event, teacher, colleague, third, fourth):
    """One seat taken and two waiting, a day before the start: from now on seats are offered."""
    session = factories.make_session(event, days=9, capacity=1)
    found = take(session, teacher, colleague, third, at=session.starts_at - dt.timedelta(days=8))
    return session, found, session.starts_at - dt.timedelta(hours=40)


def test_late_in_the_day_a_free_seat_is_offered_with_a_deadline(late, teacher, colleague):
    _session, found, at = late
    registration.cancel(found[0], by=teacher, at=at)
    assert standing(*found) == ["cancelled", "offered", "waitlisted"]
    assert Registration.objects.get(pk=found[1].pk).offered_until == at + 12 * HOUR
    assert told(colleague) == ["session-waitlist", "session-offered"]
    assert OutgoingMail.objects.latest("pk").calendar_method == ""


def test_accepting_gives_the_seat_and_the_invitation_once(late, teacher, colleague):
    _session, found, at = late
    registration.cancel(found[0], by=teacher, at=at)
    for _ in range(2):
        registration.accept(found[1], by=colleague, at=at + HOUR)
    assert standing(*found) == ["cancelled", "registered", "waitlisted"]
    assert told(colleague) == ["session-waitlist", "session-offered", "session-seat"]
    assert OutgoingMail.objects.latest("pk").calendar_method == "REQUEST"


def test_declining_offers_the_seat_to_the_next(late, teacher, colleague):
    _session, found, at = late
    registration.cancel(found[0], by=teacher, at=at)
    for _ in range(2):
        registration.decline(found[1], by=colleague, at=at + HOUR)
    assert (standing(*found), ending(found[1])) == (["cancelled", "cancelled", "offered"], "declined")


def test_an_offer_runs_out_at_its_minute_with_or_without_the_timer(late, teacher, colleague, third):
    _session, found, at = late
    registration.cancel(found[0], by=teacher, at=at)
    with pytest.raises(NoOffer):
        registration.accept(found[1], by=colleague, at=at + 12 * HOUR)
    until = at + 12 * HOUR
    moments = [until - dt.timedelta(seconds=1), until, until]
    assert [departures.settle_all(at=moment) for moment in moments] == [0, 1, 0]
    assert (standing(*found), ending(found[1])) == (["cancelled", "cancelled", "offered"], "expired")


def test_a_newcomer_gets_no_seat_that_is_offered(late, teacher, fourth):
    session, found, at = late
    registration.cancel(found[0], by=teacher, at=at)
    assert standing(*take(session, fourth, at=at + HOUR)) == ["waitlisted"]


def test_every_offer_is_over_when_the_session_starts(late, teacher):
    session, found, _at = late
    registration.cancel(found[0], by=teacher, at=session.starts_at - HOUR, reason="Ill")
    assert Registration.objects.get(pk=found[1].pk).offered_until == session.starts_at
    departures.settle_all(at=session.starts_at)
    assert standing(*found) == ["cancelled", "cancelled", "waitlisted"]


def test_seats_under_offer_are_not_taken_away_by_a_smaller_room(late, teacher, coordinator):
    session, found, at = late
    registration.set_capacity(session, 3, by=coordinator, at=at)
    assert standing(*found) == ["registered", "offered", "offered"]
    with pytest.raises(CapacityTooSmall):
        registration.set_capacity(session, 2, by=coordinator, at=at)


# Confirm or release ---------------------------------------------------------------------------------------------------


@pytest.fixture
def confirming(teacher, colleague, third):
    """Two seats and one waiting; a week ahead people are asked, and have three days."""
    event = factories.make_event("Confirm", confirm_days=7)
    session = factories.make_session(event, days=30, capacity=2)
    found = take(session, teacher, colleague, third)
    return session, found, session.starts_at - dt.timedelta(days=7)


def test_a_week_ahead_those_with_a_seat_are_asked_once(confirming, teacher, third):
    _session, _found, at = confirming
    for _ in range(2):
        departures.settle_all(at=at)
    assert (told(teacher), told(third)) == (["session-seat", "session-confirm"], ["session-waitlist"])


def test_who_does_not_confirm_in_time_gives_the_seat_to_the_next(confirming, teacher, colleague, third):
    _session, found, at = confirming
    departures.settle_all(at=at)
    registration.confirm(found[0], by=teacher, at=at + HOUR)
    registration.confirm(found[0], by=teacher, at=at + HOUR)
    departures.settle_all(at=at + 72 * HOUR)
    assert (standing(*found), ending(found[1])) == (["registered", "cancelled", "registered"], "unconfirmed")
    assert told(colleague) == ["session-seat", "session-confirm", "session-ended"]
    assert told(third) == ["session-waitlist", "session-promoted", "session-confirm"]
    with pytest.raises(NothingToConfirm):
        registration.confirm(found[1], by=colleague, at=at + 73 * HOUR)


def test_who_signs_up_in_the_last_week_is_not_asked(confirming, fourth, coordinator):
    session, _found, at = confirming
    registration.set_capacity(session, 4, by=coordinator, at=at)
    take(session, fourth, at=at + HOUR)
    departures.settle_all(at=at + 2 * HOUR)
    assert told(fourth) == ["session-seat"]


def test_a_new_date_asks_again(confirming, teacher, coordinator):
    session, found, at = confirming
    departures.settle_all(at=at)
    registration.confirm(found[0], by=teacher, at=at)
    scheduling.reschedule(session, by=coordinator, at=at + HOUR, held_on=session.held_on + dt.timedelta(days=20))
    assert Registration.objects.get(pk=found[0].pk).confirmed_at is None


# The principal's answer -----------------------------------------------------------------------------------------------


@pytest.fixture
def asking(principal, teacher, colleague, other_principal):
    """One seat; the principal must approve: the teacher asked first, then a colleague from another school."""
    session = factories.make_session(factories.make_event("Ask", needs_approval=True), days=30, capacity=1)
    return session, take(session, teacher, colleague)


def test_the_seat_is_kept_until_the_principal_answers(asking, teacher, principal, other_principal):
    _session, found = asking
    assert (standing(*found), told(teacher)) == (["registered", "waitlisted"], ["session-kept"])
    assert (told(principal), told(other_principal)) == (["session-approve"], ["session-approve"])
    assert [mail.calendar_method for mail in OutgoingMail.objects.all()] == [""] * 4
    for _ in range(2):
        approving.approve(found[0], by=principal)
    assert told(teacher) == ["session-kept", "session-approved"]
    assert OutgoingMail.objects.latest("pk").calendar_method == "REQUEST"


def test_a_refusal_passes_the_seat_on_and_can_be_thought_over(asking, teacher, colleague, principal):
    _session, found = asking
    for _ in range(2):
        approving.refuse(found[0], by=principal, reason="No substitute that day.")
    assert (standing(*found), ending(found[0])) == (["cancelled", "registered"], "refused")
    approving.approve(found[0], by=principal)
    assert standing(*found) == ["waitlisted", "registered"]
    assert Registration.objects.get(pk=found[0].pk).requested_at == found[0].requested_at


def test_no_answer_in_time_passes_the_seat_on(asking, principal, teacher):
    _session, found = asking
    departures.settle_all(at=found[0].approve_by)
    assert (standing(found[0]), ending(found[0])) == (["cancelled"], "unanswered")
    assert told(teacher) == ["session-kept", "session-ended"]


def test_what_is_withdrawn_cannot_be_approved(asking, teacher, principal, session):
    _session, found = asking
    registration.cancel(found[0], by=teacher)
    with pytest.raises(NothingToApprove):
        approving.approve(found[0], by=principal)
    (plain,) = take(session, teacher)
    with pytest.raises(NothingToApprove):
        approving.refuse(plain, by=principal)


def test_where_there_is_no_principal_coordinators_answer(coordinator, principal):
    session = factories.make_session(factories.make_event("Ask", needs_approval=True), days=30)
    take(session, principal)
    assert told(coordinator) == ["session-approve"]


# Who may, and when ----------------------------------------------------------------------------------------------------


def test_an_event_for_others_says_for_whom(teacher, learner):
    event = factories.make_event("Only", audience={"role": ["librarian"]})
    session = factories.make_session(event)
    with pytest.raises(NotForYou, match="This event is for: Librarian"):
        take(session, teacher)
    assert standing(*take(session, learner)) == ["registered"]


def test_sign_up_has_a_window(event, teacher):
    session = factories.make_session(event, days=20)
    session.opens_at, session.closes_at = session.starts_at - 48 * HOUR, session.starts_at - 24 * HOUR
    session.save()
    with pytest.raises(SignUpNotOpen):
        take(session, teacher, at=session.opens_at - dt.timedelta(seconds=1))
    with pytest.raises(SignUpClosed):
        take(session, teacher, at=session.closes_at)
    assert standing(*take(session, teacher, at=session.opens_at)) == ["registered"]


def test_a_late_cancellation_needs_a_reason(session, teacher, colleague, third):
    found = take(session, teacher, colleague, third)
    at = session.starts_at - 24 * HOUR
    with pytest.raises(ReasonNeeded):
        registration.cancel(found[0], by=teacher, at=at, reason="  ")
    registration.cancel(found[0], by=teacher, at=at, reason="A sick child")
    assert Registration.objects.get(pk=found[0].pk).reason == "A sick child"
    registration.cancel(found[2], by=third, at=at)


# Seats above capacity, groups -----------------------------------------------------------------------------------------


def test_a_seat_above_capacity_needs_a_reason_and_keeps_it(session, teacher, colleague, third, fourth, coordinator):
    found = take(session, teacher, colleague, third)
    with pytest.raises(ReasonNeeded):
        enrolling.seat_anyway(session, fourth, by=coordinator)
    extra = enrolling.seat_anyway(session, fourth, by=coordinator, reason="Presents")
    assert (standing(*found, extra), extra.override_reason) == (
        ["registered", "registered", "waitlisted", "registered"], "Presents",
    )  # fmt: skip
    assert extra.history.first().history_user == coordinator
    registration.cancel(found[0], by=teacher)
    assert standing(found[2]) == ["waitlisted"]
    registration.cancel(found[1], by=colleague)
    assert standing(found[2]) == ["registered"]


def test_who_walks_in_can_be_seated_until_the_end(session, teacher, coordinator):
    enrolling.seat_anyway(session, teacher, by=coordinator, at=session.starts_at + HOUR)
    with pytest.raises(SessionIsOver):
        enrolling.seat_anyway(session, teacher, by=coordinator, at=session.ends_at)


@pytest.fixture
def building_librarian(school):
    return factories.make_person("Lena Librarian", Role.LIBRARIAN, school)


def test_a_group_is_seated_in_the_order_given_and_the_rest_waits(session, building_librarian, teacher, third, fourth):
    places = enrolling.preview(session, [fourth, teacher, third])
    assert [(one.person, one.place) for one in places] == [(fourth, 0), (teacher, 0), (third, 1)]
    found = enrolling.register_many(session, [fourth, teacher, third], by=building_librarian)
    assert standing(*found) == ["registered", "registered", "waitlisted"]
    assert [one.learner for one in sorted(found, key=lambda one: one.requested_at)] == [fourth, teacher, third]
    assert Notice.objects.get(recipient=fourth).body.startswith("Lena Librarian signed you up.")


def test_a_group_is_signed_up_whole_or_not_at_all(session, building_librarian, teacher, colleague):
    with pytest.raises(NotYourColleague):
        enrolling.register_many(session, [teacher, colleague], by=building_librarian)
    assert Registration.objects.count() == 0


# Every path goes through the one function -----------------------------------------------------------------------------


def test_a_deleted_row_moves_the_line_up(session, teacher, colleague, third):
    found = take(session, teacher, colleague, third)
    Registration.objects.filter(pk=found[0].pk).delete()
    assert standing(found[2]) == ["registered"]


def test_closing_an_account_frees_its_seats(session, teacher, colleague, third):
    found = take(session, teacher, colleague, third)
    teacher.is_active = False
    teacher.save()
    assert (standing(found[0], found[2]), ending(found[0])) == (["cancelled", "registered"], "left")


def test_the_end_of_the_last_appointment_frees_seats_a_move_does_not(
    session, teacher, colleague, third, other_school, django_capture_on_commit_callbacks
):
    found = take(session, teacher, colleague, third)
    with django_capture_on_commit_callbacks(execute=True):
        end_appointment(colleague.appointments.get(), ends_on=factories.days_ago(1))
        factories.appoint(colleague, Role.TEACHER, factories.make_school("New School"), starts_on=factories.days_ago(0))
    assert standing(*found) == ["registered", "registered", "waitlisted"]
    with django_capture_on_commit_callbacks(execute=True):
        end_appointment(teacher.appointments.get(), ends_on=factories.days_ago(1))
    assert standing(*found) == ["cancelled", "registered", "registered"]


def test_an_appointment_that_ends_by_itself_frees_seats_when_the_timer_comes(session, teacher, colleague, third):
    found = take(session, teacher, colleague, third)
    type(teacher.appointments.get()).objects.filter(person=teacher).update(ends_on=factories.days_ago(1))
    call_command("settle_seats", verbosity=0)
    assert standing(*found) == ["cancelled", "registered", "registered"]


def test_a_substitute_is_noted_and_changed(session, teacher, colleague):
    (found,) = take(session, teacher)
    for needed in (True, True, False):
        registration.note_substitute(found, needed=needed, by=teacher)
    assert Registration.objects.get().needs_substitute is False
    with pytest.raises(SessionHasStarted):
        registration.note_substitute(found, needed=True, by=teacher, at=session.starts_at)


def test_a_session_called_off_stays_as_it_was(late, coordinator):
    session, found, at = late
    scheduling.cancel_session(session, by=coordinator, at=at)
    departures.settle_one(session, at=at)
    assert standing(*found) == ["registered", "waitlisted", "waitlisted"]


def test_settling_asks_one_question_where_nothing_is_due(session, teacher, django_assert_num_queries):
    take(session, teacher)
    locked = seats.lock(session)
    with django_assert_num_queries(1):
        seats.settle(locked, at=session.starts_at - 100 * HOUR)
