"""The form of audiences: what it makes it can show again, what it cannot show it leaves alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdportal.people import audience
from pdportal.people.choices import Level, NewTo, Role
from pdportal.requirements.audience_form import Choice, Group, find_people, from_rule, names_of, to_rule
from tests import factories

KINDS = st.fixed_dictionaries(
    {},
    optional={
        "role": st.lists(st.sampled_from(Role.values), unique=True),
        "level": st.lists(st.sampled_from(Level.values), unique=True),
        "school": st.lists(st.integers(1, 9), unique=True),
        "new_to": st.lists(st.sampled_from([value for value in NewTo.values if value]), unique=True),
    },
)
PEOPLE = st.lists(st.integers(1, 99), unique=True, max_size=4)
CHOICES = st.builds(Choice, st.lists(st.builds(Group, KINDS, KINDS), max_size=4), PEOPLE, PEOPLE)


@given(CHOICES)
def test_what_the_form_makes_it_shows_again(choice):
    rule = to_rule(choice)
    audience.validate(rule)
    shown = from_rule(rule)
    assert shown is not None
    assert to_rule(shown) == rule


@pytest.mark.parametrize(
    "rule",
    [
        {"not": {"role": ["aide"]}}, {"any": []}, {"all": [{"role": ["aide"]}, {"role": ["teacher"]}]},
        {"any": [{"not": {"people": [1]}}, {"role": ["aide"]}]}, {"all": [{"not": {"people": [3]}}]},
        {"all": [{"any": [{"role": ["aide"]}, {"level": ["high"]}]}, {"level": ["middle"]}]},
        {"not": {"not": {"role": ["aide"]}}}, {"any": [{"people": [1]}, {"people": [2]}]},
    ],
)  # fmt: skip
def test_what_it_cannot_show(rule):
    assert from_rule(rule) is None


def test_rules_written_by_hand_are_shown_where_they_say_the_same():
    shown = from_rule({"all": [{"level": ["high"]}, {"role": ["aide"]}, {"not": {"people": [4]}}]})
    assert (shown.groups[0].kinds["role"], shown.groups[0].kinds["level"], shown.never) == (["aide"], ["high"], [4])


def test_nothing_chosen_is_everybody_and_an_empty_group_adds_nobody():
    assert to_rule(Choice([Group()])) == {}
    assert to_rule(Choice([Group({"role": ["aide"]}), Group()])) == {"role": ["aide"]}
    assert to_rule(Choice([Group()], people=[3])) == {"people": [3]}
    assert to_rule(Choice([Group(but_not={"level": ["high"]})])) == {"all": [{}, {"not": {"level": ["high"]}}]}


def test_people_are_found_by_name_address_or_number(teacher, outsider, django_assert_num_queries):
    outsider.staff_id = "S17"
    outsider.save()
    with django_assert_num_queries(1):
        found = find_people(f"S17\n\n {teacher.username.upper()} \n{teacher.email}\nnobody\n\x00\n" + "x" * 9000)
    assert found == ([outsider.pk, teacher.pk], ["nobody", "\x00", "x" * 9000])


def test_a_name_that_two_people_go_by_is_unknown(teacher):
    factories.make_person("Tess Two", staff_id=teacher.username)
    assert find_people(teacher.username) == ([], [teacher.username])


def test_nobody_falls_off_a_long_list(teacher):
    lines = [f"nobody{number}" for number in range(500)]
    assert find_people("\n".join([*lines, teacher.username])) == ([], [*lines, teacher.username])


def test_names_come_back_one_a_line(teacher, learner):
    assert names_of([teacher.pk, learner.pk]).splitlines() == ["nora.newell", "tom.teacher"]
