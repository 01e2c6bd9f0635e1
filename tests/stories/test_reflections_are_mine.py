"""Promise: a reflection is read by its writer and whom the writer chose, for as long as the writer wants it."""

import logging

import pytest
from django.test import Client

from courses import reflections
from mentoring import pairing as pairings
from pdportal.people.choices import Role
from tests import factories
from tests.courses.conftest import REFLECTION, gate_in, sign_in
from tests.mentoring.making import make_pairing, make_programme

pytestmark = pytest.mark.django_db
SECRET = "The wombat in my first lesson taught me patience."
READERS = {"nobody": set(), "mentor": {"mentor"}, "coordinator": {"coordinator", "director", "superuser"}}
OTHERS = (
    "mentor",
    "other_mentor",
    "principal",
    "coordinator",
    "director",
    "superuser",
    "editor",
    "teacher",
    "outsider",
)
PLACES = (
    "/my/", "/my/sign-offs/", "/my/mentoring/", "/my/transcript/", "/reports/", "/reports/people/", "/search/?q=wombat",
    "/admin/", "/admin/policies/acknowledgements/", "/admin/reports/site-history/", "/admin/pages/search/?q=wombat",
)  # fmt: skip


@pytest.fixture
def pair(mentor, learner, coordinator, school_year):
    return make_pairing(make_programme(), mentor, learner, coordinator)


@pytest.fixture
def other_mentor(office):
    return factories.make_person("Oscar Othermentor", Role.LIBRARIAN, office)


@pytest.fixture
def people(request, pair):
    return {who: request.getfixturevalue(who) for who in OTHERS}


@pytest.fixture
def write(learner):
    lesson = factories.make_lesson(factories.make_course("Writing", lessons=[]), "Writing", body=[REFLECTION])
    gate = gate_in(lesson, "reflection")

    def do(shared_with):
        reflections.save(learner, lesson, gate.id, SECRET, shared_with=shared_with)
        return reflections.finish(learner, lesson, gate.id)

    do.lesson = lesson
    return do


def readers(people):
    """Who finds the words on any of the pages."""
    found = set()
    for who, person in people.items():
        client = sign_in(person)
        if any(SECRET in client.get(place).content.decode() for place in PLACES):
            found.add(who)
    return found


@pytest.mark.parametrize("choice", sorted(READERS))
def test_only_those_chosen_read_it(write, people, choice):
    write(choice)
    assert readers(people) == READERS[choice]


def test_taking_it_back_works_at_once(write, people):
    write("mentor")
    write("nobody")
    assert readers(people) == set()


def test_a_mentor_reads_no_more_when_the_pairing_has_ended(write, people, pair, coordinator):
    write("mentor")
    pairings.end(pair, by=coordinator, reason="Moved away", ends_on=factories.days_ago(1))
    assert readers(people) == set()


def test_the_writer_always_reads_it_and_visitors_never(write, learner):
    write("coordinator")
    assert SECRET in sign_in(learner).get(write.lesson.url).content.decode()
    assert SECRET not in Client().get(write.lesson.url).content.decode()


def test_no_log_and_no_notice_holds_it(write, learner, pair, caplog):
    caplog.set_level(logging.DEBUG)
    write("mentor")
    assert SECRET not in caplog.text
    assert [notice for notice in learner.notices.all() if SECRET in notice.body] == []
