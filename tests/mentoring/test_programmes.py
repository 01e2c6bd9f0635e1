"""Several programmes run side by side, each for its own people."""

import pytest

from mentoring import clock, match_inputs, profiles, queries
from mentoring.choices import MenteeYear
from pdportal.common.dates import add_months
from pdportal.people.choices import NewTo, Role
from tests.factories import days_ago, days_ahead, make_person
from tests.mentoring.making import make_pairing, make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def second_year(site):
    return make_programme("Second year", mentee_year=MenteeYear.SECOND, assign_within_days=45)


@pytest.fixture
def aides(site):
    return make_programme("Aides", mentee_role=Role.AIDE, mentee_year=MenteeYear.ANY, assign_within_days=0)


@pytest.fixture
def veteran(school):
    """In the second year here."""
    return make_person("Vera Veteran", Role.LIBRARIAN, school, starts_on=days_ago(400), new_to=NewTo.DISTRICT)


@pytest.fixture
def aide(school):
    return make_person("Abe Aide", Role.AIDE, school)


def _mentees(programme):
    return {each.pk for each in match_inputs.collect(programme).mentees}


def test_each_programme_waits_for_its_own_people(programme, second_year, aides, learner, veteran, aide):
    for person in (aide, veteran):
        profiles.save(person, as_mentee=person is aide, wishes=[], never=[])
    assert _mentees(programme) == {learner.pk}
    assert _mentees(second_year) == {veteran.pk}
    assert _mentees(aides) == {aide.pk}
    assert set(queries.unmatched(days_ago(0))) == {learner, veteran}


def test_who_asks_is_matched_in_a_programme_for_the_own_role_only(programme, aides, teacher):
    profiles.save(teacher, as_mentee=True, wishes=[], never=[])
    assert (_mentees(programme), _mentees(aides)) == (set(), set())
    anybody = make_programme("Anybody", mentee_role="", mentee_year=MenteeYear.ANY)
    assert _mentees(anybody) == {teacher.pk}


def test_the_time_to_find_a_mentor_counts_from_the_year_the_programme_is_for(
    programme, second_year, aides, learner, veteran
):
    assert [(each.person, each.programme, each.due_on) for each in clock.waiting()] == [
        (learner, programme, days_ahead(9)),
        (veteran, second_year, add_months(days_ago(400), 12) + (days_ahead(45) - days_ago(0))),
    ]


def test_who_has_a_mentor_in_one_programme_waits_for_none(programme, second_year, mentor, veteran, coordinator):
    make_pairing(programme, mentor, veteran, coordinator)
    assert (clock.waiting(), _mentees(second_year)) == ([], set())


def test_places_are_counted_programme_by_programme(programme, aides, mentor, learner, aide, teacher, coordinator):
    type(programme).objects.update(caseload=1)
    programme.refresh_from_db()
    aides.refresh_from_db()
    profiles.save(mentor, as_mentor=True, wishes=[], never=[])
    make_pairing(programme, mentor, learner, coordinator)
    assert [each.places for each in match_inputs.collect(programme).mentors] == [0]
    assert [each.places for each in match_inputs.collect(aides).mentors] == [1]
