"""Audience rules: who is in, through which appointment, and what is refused."""

import pytest
from django.core.exceptions import ValidationError

from pdportal.people import audience
from pdportal.people.appointments import appoint, end_appointment
from pdportal.people.choices import NewTo, Role
from tests.factories import days_ago

TODAY = days_ago(0)


def who(rule, on=TODAY):
    return set(audience.people_in(rule, on))


def test_no_condition_means_everybody_with_an_appointment(learner, teacher, outsider):
    assert who({}) == {learner, teacher}


def test_kinds_of_appointment(learner, teacher, mentor, school, other_school):
    assert who({"role": [Role.LIBRARIAN]}) == {learner, mentor}
    assert who({"level": ["middle"]}) == {mentor}
    assert who({"school": [school.pk]}) == {learner, teacher}
    assert who({"new_to": [NewTo.PROFESSION]}) == {learner}
    assert who({"people": [teacher.pk, mentor.pk]}) == {teacher, mentor}


def test_all_must_hold_for_the_same_appointment(teacher, learner, other_school):
    appoint(teacher, Role.LIBRARIAN, other_school, starts_on=days_ago(5))
    assert who({"all": [{"role": ["librarian"]}, {"level": ["middle"]}]}) == {teacher}
    assert who({"all": [{"role": ["teacher"]}, {"level": ["middle"]}]}) == set()


def test_an_any_inside_an_all_still_speaks_of_the_same_appointment(teacher, other_school):
    appoint(teacher, Role.EDITOR, other_school, starts_on=days_ago(5))
    library = {"any": [{"role": ["librarian"]}, {"role": ["teacher"]}]}
    assert who({"all": [library, {"level": ["middle"]}]}) == set()
    assert who({"all": [library, {"level": ["elementary"]}]}) == {teacher}


def test_any_and_not(learner, teacher, mentor):
    assert who({"any": [{"role": ["teacher"]}, {"people": [mentor.pk]}]}) == {teacher, mentor}
    assert who({"all": [{"role": ["librarian"]}, {"not": {"people": [mentor.pk]}}]}) == {learner}


def test_empty_lists_are_for_nobody(learner):
    assert who({"any": []}) == who({"all": []}) == who({"role": []}) == who({"people": []}) == set()


def test_only_current_appointments_count(teacher):
    end_appointment(teacher.appointments.get(), ends_on=days_ago(1))
    assert who({"role": ["teacher"]}) == set()
    assert who({"role": ["teacher"]}, on=days_ago(1)) == {teacher}


def test_closed_accounts_are_in_no_audience(teacher):
    teacher.is_active = False
    teacher.save()
    assert who({}) == set()


def test_the_appointments_that_put_people_in(teacher, other_school):
    appoint(teacher, Role.LIBRARIAN, other_school, starts_on=days_ago(5))
    found = audience.appointments_in({"role": ["librarian"]}, TODAY)
    assert [(row.person, row.starts_on) for row in found] == [(teacher, days_ago(5))]


@pytest.mark.parametrize(
    "rule",
    [
        {}, {"role": ["librarian"]}, {"all": [{"level": ["middle"]}, {"not": {"school": [3]}}]}, {"people": [1, 2]},
        {"new_to": ["profession"]}, {"any": []},
    ],
)  # fmt: skip
def test_good_rules(rule):
    audience.validate(rule)


DEEP = {"not": {"not": {"not": {"not": {"not": {"not": {"not": {}}}}}}}}


@pytest.mark.parametrize(
    "rule",
    [
        None, [], "librarian", {"role": "librarian"}, {"role": ["pirate"]}, {"role": [["librarian"]]}, {"age": [3]},
        {"people": ["17"]}, {"people": [2**63]}, {"school": [None]}, {"role": ["librarian"], "level": ["high"]},
        {"all": {"role": []}}, {"all": ["librarian"]}, {"not": []}, DEEP,
    ],
)  # fmt: skip
def test_bad_rules_are_refused(rule):
    with pytest.raises(ValidationError):
        audience.validate(rule)


def test_rules_in_words(school, learner):
    library = {"all": [{"role": ["librarian", "aide"]}, {"new_to": ["profession"]}]}
    assert audience.describe(library) == "Librarian or Library aide, New to the profession"
    assert audience.describe({"school": [school.pk]}) == "Cedar Elementary"
    assert (
        audience.describe({"any": [{"role": ["teacher"]}, {"people": [learner.pk]}]})
        == "Teacher or people chosen one by one"
    )
    assert audience.describe({"not": {"level": ["high"]}}) == "not: High"
    assert audience.describe({}) == "Everybody with an appointment"


def test_which_appointment_meets_a_rule(teacher, other_school):
    here, there = teacher.appointments.get(), appoint(teacher, Role.LIBRARIAN, other_school, starts_on=days_ago(5))
    rules = [{}, {"role": ["teacher"]}, {"all": [{"role": ["librarian"]}, {"level": ["middle"]}]}, {"any": []},
             {"any": [{"school": [here.school_id]}, {"new_to": ["district"]}]}, {"people": [1]}]  # fmt: skip
    assert [audience.covers(rule, here) for rule in rules] == [True, True, False, False, True, True]
    assert [audience.covers(rule, there) for rule in rules] == [True, False, True, False, False, True]
