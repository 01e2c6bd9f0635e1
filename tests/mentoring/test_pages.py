"""The mentoring front page and the pages of programs."""

import pytest

from mentoring import pairing as pairings
from tests.factories import days_ago
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
    programme = make_programme(rule_source="Local rule of Maple Valley", audience_note="New librarians")
    page = _page(client, programme)
    assert "Local rule of Maple Valley" in page
    assert "local rule" in page
    assert "complian" not in page.lower()


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
