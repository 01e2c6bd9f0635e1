"""The mentoring front page and the pages of programs."""

import datetime as dt

import pytest

from mentoring import pairing as pairings
from mentoring.programme_rules import DEADLINE_STATUTE, TRAINING_STATUTE
from tests.factories import days_ago, make_course
from tests.mentoring.making import make_programme

pytestmark = pytest.mark.django_db


def _page(client, page):
    return client.get(page.url).content.decode()


def test_the_front_page_lists_published_programs(client, programme, mentor):
    make_programme("A draft").unpublish()
    page = _page(client, programme.get_parent())
    assert "Mentoring for new librarians" in page
    assert "3.75 contact hours a semester, at least" in page
    assert "A draft" not in page
    assert "My mentoring" not in page


def test_a_program_says_its_rule_is_local_and_never_that_it_complies(client):
    programme = make_programme(minimum_hours_source="Local rule of Maple Valley", audience_note="New librarians")
    page = _page(client, programme)
    assert "Local rule of Maple Valley" in page
    assert "local rule" in page
    assert "complian" not in page.lower()


def test_every_number_stands_with_its_rule_and_the_day_of_that_rule(site):
    training = make_course("Mentors first")
    programme = make_programme(
        cadence=14, length_terms=2, length_source="Handbook 4.2", length_dated_on=dt.date(2026, 8, 1),
        mentor_training=training, caseload=1,
    )  # fmt: skip
    assert [(rule.label, rule.value, rule.source, rule.dated_on, bool(rule.url)) for rule in programme.rules] == [
        ("Contact hours", "at least 3.75 a semester", "", None, False),
        ("How often", "every two weeks", "", None, False),
        ("Length", "2 semesters", "Handbook 4.2", dt.date(2026, 8, 1), False),
        ("Mentees a mentor", "1 at most", "", None, False),
        ("Training of mentors", "Mentors first", TRAINING_STATUTE, None, True),
        ("Time to find a mentor", "within 30 days of the first day at work", DEADLINE_STATUTE, None, False),
    ]


def test_what_no_source_was_found_for_is_an_empty_setting(site):
    programme = make_programme(minimum_hours_per_term=0, caseload=None, agreement="", checklist="[]")
    assert [rule.label for rule in programme.rules] == ["Length", "Time to find a mentor"]


def test_the_page_says_where_numbers_come_from(client, site):
    programme = make_programme(caseload_source="Board rule 17", caseload_dated_on=dt.date(2025, 1, 9))
    assert "Board rule 17; rule of 9 January 2025" in _page(client, programme)


def test_whoever_is_paired_finds_the_way(client, pairing, mentor, learner, outsider):
    for person, way in ((mentor, "My mentoring with Nora Newell"), (learner, "My mentoring with Mona Mentor")):
        client.force_login(person)
        assert way in _page(client, pairing.programme)
    client.force_login(outsider)
    assert "My mentoring with" not in _page(client, pairing.programme)


def test_a_proposal_is_not_betrayed_by_the_page(client, programme, mentor, learner, coordinator):
    pairings.propose(programme, mentor, learner, by=coordinator, starts_on=days_ago(0))
    client.force_login(learner)
    assert "My mentoring with" not in _page(client, programme)
