"""Waivers and later dates: granted once, with a reason and a name."""

import datetime as dt

import pytest

from pdportal.common.dates import start_of_day
from pdportal.requirements import assigning
from pdportal.requirements.errors import AlreadyWaived, AssignmentEnded, NotLater, ReasonMissing
from pdportal.requirements.waiving import extend, waive
from tests.factories import days_ago

AT = start_of_day(days_ago(3))


@pytest.fixture
def assignment(requirement, learner):
    assigning.assign_all()
    return learner.assignments.get()


def later(assignment, days=30):
    return assignment.due_on + dt.timedelta(days=days)


def test_a_waiver_is_kept_with_who_and_why(assignment, coordinator):
    waiver = waive(assignment, by=coordinator, reason="  Has a licence  ", at=AT)
    assert (waiver.granted_by, waiver.reason, waiver.granted_on) == (coordinator, "Has a licence", days_ago(3))


def test_waiving_twice_changes_nothing(assignment, coordinator, director):
    first = waive(assignment, by=coordinator, reason="Has a licence", at=AT)
    assert waive(assignment, by=director, reason="Other words") == first
    assert assignment.waivers.get().reason == "Has a licence"


def test_an_extension_lands_on_an_open_day(assignment, coordinator):
    saturday = later(assignment) + dt.timedelta(days=(5 - later(assignment).weekday()) % 7)
    extension = extend(assignment, due_on=saturday, by=coordinator, reason="Ill", at=AT)
    assert extension.due_on == saturday + dt.timedelta(days=2)
    assert assignment.due_on < extension.due_on


def test_extending_twice_to_the_same_day_changes_nothing(assignment, coordinator):
    first = extend(assignment, due_on=later(assignment), by=coordinator, reason="Ill")
    assert extend(assignment, due_on=later(assignment), by=coordinator, reason="Ill") == first
    assert extend(assignment, due_on=later(assignment, 60), by=coordinator, reason="Ill") != first


@pytest.mark.parametrize("verb", ["waive", "extend"])
def test_a_reason_is_needed(assignment, coordinator, verb):
    with pytest.raises(ReasonMissing):
        _do(verb, assignment, coordinator, " ")


@pytest.mark.parametrize("verb", ["waive", "extend"])
def test_what_has_ended_is_left_alone(assignment, coordinator, verb):
    assignment.ended_on = days_ago(1)
    assignment.save()
    with pytest.raises(AssignmentEnded):
        _do(verb, assignment, coordinator, "Ill")


def test_an_extension_never_shortens(assignment, coordinator):
    extend(assignment, due_on=later(assignment, 60), by=coordinator, reason="Ill")
    with pytest.raises(NotLater) as refusal:
        extend(assignment, due_on=later(assignment, 30), by=coordinator, reason="Ill")
    assert str(refusal.value) == "The new date must be later than the present due date."


def test_what_is_waived_needs_no_later_date(assignment, coordinator):
    waive(assignment, by=coordinator, reason="Has a licence")
    with pytest.raises(AlreadyWaived):
        extend(assignment, due_on=later(assignment), by=coordinator, reason="Ill")


def _do(verb, assignment, by, reason):
    if verb == "waive":
        return waive(assignment, by=by, reason=reason)
    return extend(assignment, due_on=later(assignment), by=by, reason=reason)
