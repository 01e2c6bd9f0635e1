"""More time and waivers asked for: one open request of a kind, one answer, and the grant that statuses read."""

import datetime as dt
import threading

import pytest
from django.db import IntegrityError, connection, transaction

from pdportal.common.dates import start_of_day
from pdportal.notices.records import Notice
from pdportal.people.calendar import SchoolCalendar
from pdportal.requirements import asking, assigning, status
from pdportal.requirements.choices import AskFor, RequestState, StatusCode
from pdportal.requirements.errors import (
    AlreadyAsked,
    AssignmentEnded,
    DateTooFar,
    NothingToAsk,
    NotLater,
    OwnRequest,
    ReasonMissing,
    RequestClosed,
    RequirementRefusal,
)
from pdportal.requirements.queries import open_requests
from pdportal.requirements.request_records import GrantRequest
from pdportal.requirements.waiving import waive
from tests.factories import days_ago
from tests.requirements.makers import complete

AT = start_of_day(days_ago(3))


@pytest.fixture
def assignment(requirement, learner):
    assigning.assign_all()
    return learner.assignments.get()


def later(assignment, days=30):
    return assignment.due_on + dt.timedelta(days=days)


@pytest.fixture
def more_time(assignment, coordinator):
    return asking.ask(assignment, kind=AskFor.TIME, wanted_on=later(assignment), reason="Jury duty", at=AT)


@pytest.fixture
def waiver(assignment, coordinator):
    return asking.ask(assignment, kind=AskFor.WAIVER, reason="Taught it myself", at=AT)


def told(person):
    return list(Notice.objects.filter(recipient=person).order_by("pk").values_list("kind", "subject", "body"))


def test_a_request_waits_and_coordinators_are_told_without_the_reason(more_time, learner, coordinator, director):
    assert (more_time.state, more_time.asked_at, more_time.reason) == (RequestState.OPEN, AT, "Jury duty")
    assert list(open_requests()) == [more_time]
    assert told(coordinator) == [
        ("request-waiting", "Nora Newell asks for more time",
         "Requirement: Library orientation. The reason is in the portal."),
    ]  # fmt: skip
    assert told(director) == []


def test_asking_twice_in_the_same_words_is_one_request(more_time, assignment):
    again = asking.ask(assignment, kind=AskFor.TIME, wanted_on=later(assignment), reason=" Jury  duty ")
    assert (again, GrantRequest.objects.count()) == (more_time, 1)
    with pytest.raises(AlreadyAsked):
        asking.ask(assignment, kind=AskFor.TIME, wanted_on=later(assignment, 40), reason="Jury duty")


def test_time_and_a_waiver_may_both_be_asked_for(more_time, waiver):
    assert list(open_requests()) == [more_time, waiver]


def test_more_time_is_granted_until_the_date_asked_for_on_an_open_day(more_time, coordinator, learner):
    asking.grant(more_time, by=coordinator, answer="Away on civic duty.", at=AT)
    extension = more_time.assignment.extensions.get()
    until = SchoolCalendar.load().next_open(more_time.wanted_on)
    assert (extension.due_on, extension.granted_by, extension.reason) == (until, coordinator, "Away on civic duty.")
    (found,) = status.of_person(learner)
    assert (found.due_on, found.is_asked) == (until, False)
    kept = GrantRequest.objects.get()
    assert (kept.state, kept.granted_until, kept.decided_by, kept.closed_at) == ("granted", until, coordinator, AT)
    assert told(learner)[-1][:2] == ("request-granted", "Granted: Library orientation")


def test_another_date_may_be_given(more_time, coordinator):
    until = SchoolCalendar.load().next_open(later(more_time.assignment, 10))
    assert asking.grant(more_time, by=coordinator, until=until).granted_until == until


def test_the_learners_own_reason_stays_in_the_request(more_time, coordinator):
    asking.grant(more_time, by=coordinator)
    assert more_time.assignment.extensions.get().reason == "Granted as asked for."


def test_a_waiver_is_granted(waiver, coordinator, learner):
    asking.grant(waiver, by=coordinator, answer="Has taught it.")
    assert waiver.assignment.waivers.get().reason == "Has taught it."
    assert [found.code for found in status.of_person(learner)] == [StatusCode.WAIVED]


def test_refusing_needs_a_reason_which_the_learner_reads(waiver, coordinator, learner):
    with pytest.raises(ReasonMissing):
        asking.refuse(waiver, by=coordinator, answer=" \x00 ")
    asking.refuse(waiver, by=coordinator, answer="It is about this year's rules.")
    assert told(learner)[-1] == (
        "request-refused", "Not granted: Library orientation",
        "Your request was refused. Reason: It is about this year's rules.",
    )  # fmt: skip
    assert asking.ask(waiver.assignment, kind=AskFor.WAIVER, reason="I did it in May") != waiver


def test_an_answer_stands(waiver, coordinator, director):
    asking.refuse(waiver, by=coordinator, answer="No.")
    assert asking.refuse(waiver, by=coordinator, answer="Other words").answer == "No."
    with pytest.raises(RequestClosed):
        asking.grant(waiver, by=director)
    with pytest.raises(RequestClosed):
        asking.withdraw(waiver)


def test_withdrawing(more_time, coordinator):
    assert asking.withdraw(more_time, at=AT).state == RequestState.WITHDRAWN
    assert asking.withdraw(more_time).closed_at == AT
    with pytest.raises(RequestClosed):
        asking.grant(more_time, by=coordinator)
    assert list(open_requests()) == []


def test_nobody_answers_their_own_request(more_time, learner):
    with pytest.raises(OwnRequest):
        asking.grant(more_time, by=learner)
    with pytest.raises(OwnRequest):
        asking.refuse(more_time, by=learner, answer="No.")


@pytest.mark.parametrize("reason", ["", "  ", "\x00"])
def test_a_reason_is_needed(assignment, reason):
    with pytest.raises(ReasonMissing):
        asking.ask(assignment, kind=AskFor.WAIVER, reason=reason)


@pytest.mark.parametrize(
    ("days", "refusal"), [(None, NotLater), (0, NotLater), (-5, NotLater), (1200, DateTooFar), (2_000_000, DateTooFar)]
)
def test_dates_that_make_no_sense(assignment, days, refusal):
    wanted_on = None if days is None else later(assignment, days)
    with pytest.raises(refusal):
        asking.ask(assignment, kind=AskFor.TIME, wanted_on=wanted_on, reason="Ill")


def test_what_is_settled_or_over_is_not_asked_about(assignment, course, learner, coordinator):
    complete(learner, course, days_ago(1))
    with pytest.raises(NothingToAsk):
        asking.ask(assignment, kind=AskFor.WAIVER, reason="Ill")
    assignment.ended_on = days_ago(1)
    assignment.save()
    with pytest.raises(AssignmentEnded):
        asking.ask(assignment, kind=AskFor.WAIVER, reason="Ill")


def test_a_request_about_what_was_waived_meanwhile_is_named(more_time, coordinator):
    waive(more_time.assignment, by=coordinator, reason="Has a licence")
    with pytest.raises(RequirementRefusal, match="it needs no later date"):
        asking.grant(more_time, by=coordinator)
    assert GrantRequest.objects.get().is_open


def test_a_status_says_that_something_was_asked_as_of_any_day(more_time, coordinator, learner):
    asking.grant(more_time, by=coordinator)
    asked = [status.of_person(learner, as_of=days_ago(days))[0].is_asked for days in (4, 3, 1, 0)]
    assert asked == [False, True, True, False]


def test_the_database_keeps_one_open_request_of_a_kind(waiver):
    with pytest.raises(IntegrityError), transaction.atomic():
        GrantRequest.objects.create(assignment=waiver.assignment, kind=AskFor.WAIVER, reason="x", asked_at=AT)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_four_who_answer_at_once_one_counts(waiver, coordinator, director, make_coordinators):
    people = [coordinator, director, *make_coordinators]
    barrier, results = threading.Barrier(len(people)), []

    def answer(number, person):
        barrier.wait(timeout=10)
        try:
            if number % 2:
                asking.refuse(waiver, by=person, answer="No.")
            else:
                asking.grant(waiver, by=person)
            results.append("answered")
        except RequestClosed:
            results.append("closed")
        finally:
            connection.close()

    threads = [threading.Thread(target=answer, args=pair) for pair in enumerate(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(results) == ["answered", "closed", "closed", "closed"]
    granted = GrantRequest.objects.get().state == RequestState.GRANTED
    assert waiver.assignment.waivers.count() == int(granted)
