"""What looks like the same learning twice is found, whatever its spelling."""

import pytest

from pdportal.claims import deciding
from pdportal.claims.duplicates import are_alike, twins_of
from tests.claims.making import make_claim, make_draft
from tests.factories import days_ago


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("State Library Conference", "state library conference 2026", True),
        ("Conferencia de bibliotecas", "BIBLIOTECAS: conferencia de", True),
        ("Weeding a collection", "Weeding the collections", True),
        ("State Library Conference", "Robotics day", False),
        ("", "Anything", False),
        ("漢字", "漢字", False),
    ],
)
def test_titles_alike(one, other, alike):
    assert are_alike(one, other) is alike


def test_other_claims_and_the_transcript_are_looked_through(shape, learner, principal, django_assert_num_queries):
    done = deciding.approve(make_claim(learner, title="Library conference"), by=principal)
    make_claim(learner, title="State library conference, day 2")
    make_claim(learner, title="Robotics day")
    make_claim(learner, title="State Library Conference", starts_on=days_ago(60), ends_on=days_ago(60))
    draft = make_draft(learner)
    with django_assert_num_queries(2):
        twins = twins_of(draft)
    assert [(twin.title, twin.on_transcript) for twin in twins] == [
        ("Library conference", True), ("State library conference, day 2", False),
    ]  # fmt: skip
    assert twins_of(done) == [twins[1]]


def test_of_other_people_nothing_is_said(shape, learner, teacher, principal):
    make_claim(teacher)
    assert twins_of(make_draft(learner)) == []
