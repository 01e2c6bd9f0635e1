"""Who may see whom, by appointment and by date."""

from pdportal.people import oversight
from pdportal.people.appointments import end_appointment
from tests.factories import days_ago


def test_principal_sees_own_building_only(principal, learner, teacher, colleague):
    assert set(oversight.reportable_to(principal)) == {principal, learner, teacher}


def test_coordinator_sees_everybody(coordinator, learner, colleague, outsider):
    assert set(oversight.visible_to(coordinator)) == {coordinator, learner, colleague, outsider}


def test_a_teacher_sees_only_herself(teacher, learner):
    assert list(oversight.visible_to(teacher)) == [teacher]


def test_nobody_vouches_for_herself(principal, learner):
    assert oversight.may_vouch(principal, learner) is True
    assert oversight.may_vouch(principal, principal) is False


def test_former_staff_disappear_from_the_building(principal, teacher):
    end_appointment(teacher.appointments.get(), ends_on=days_ago(1))
    assert oversight.may_see(principal, teacher) is False
    assert oversight.may_see(principal, teacher, on=days_ago(2)) is True


def test_the_nearest_is_the_principal_and_without_one_the_coordinator(principal, coordinator, learner, colleague):
    assert oversight.nearest_to(learner) == [principal]
    assert oversight.nearest_to(colleague) == [coordinator]


def test_overseeing_by_an_unknown_rule_is_overseeing_nobody(coordinator, learner):
    assert list(oversight.overseen_as(coordinator, "no-such-rule")) == []
    assert learner in oversight.overseen_as(coordinator, "district")
