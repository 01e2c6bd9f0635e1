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


def test_words_say_what_belongs_together(learner):
    middle = {"all": [{"role": ["librarian"]}, {"level": ["middle"]}]}
    names = {"people": [learner.pk]}
    assert audience.describe({"any": [middle, {"role": ["aide"]}]}) == "Librarian, Middle; or Library aide"
    assert audience.describe({"all": [{}, {"not": middle}]}) == (
        "Everybody with an appointment, but not: Librarian, Middle"
    )
    assert audience.describe({"all": [{"any": [{"role": ["aide"]}, names]}, {"not": {"level": ["high"]}}]}) == (
        "(Library aide or people chosen one by one), but not: High"
    )
    assert audience.describe({"all": [{"not": {"level": ["high"]}}]}) == "not: High"
    assert audience.describe({"all": []}) == audience.describe({"any": []}) == "nobody"


def test_everybody_but_means_everybody_with_an_appointment(learner, teacher, outsider):
    assert who({"all": [{}, {"not": {"role": ["teacher"]}}]}) == {learner}
    assert who({"all": [{"not": {"role": ["teacher"]}}]}) == {learner, outsider}
    assert who({"all": [{}]}) == {learner, teacher}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({}, True), ({"role": ["librarian"]}, True), ({"level": ["high"]}, False), ({"people": [1]}, False),
        ({"not": {"people": [1]}}, True), ({"any": []}, False), ({"all": []}, False), ({"school": [7]}, True),
        ({"all": [{"role": ["librarian"]}, {"not": {"new_to": ["profession"]}}]}, True),
        ({"any": [{"level": ["high"]}, {"level": ["middle"]}]}, True),
    ],
)  # fmt: skip
def test_what_is_asked_of_somebody_with_one_appointment(rule, expected):
    assert audience.asks(rule, audience.Holder("librarian", "middle", 7)) is expected
