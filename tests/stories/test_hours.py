"""A librarian and her hours: "I see hours earned, still needed, and what expires"."""

from decimal import Decimal

import pytest

from pdportal.credits import hours
from pdportal.credits.loading import load_packs
from pdportal.credits.rules import publish_version
from pdportal.transcripts import ledger
from pdportal.transcripts.choices import ActivityKind, CreditType
from pdportal.transcripts.paper_notes import notes_on
from tests.credits.making import cap, pack
from tests.factories import days_ago
from tests.transcripts import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def packs(site):
    """The packs that come with the portal."""
    return {each.slug: each for each in load_packs()}


def count_of(person, slug, **options):
    """The Count of one pack of ``person``."""
    return next(found.count for found in hours.of_person(person, **options) if found.pack.slug == slug)


def outside(hours_done, credit_type):
    """Something learned elsewhere."""
    return making.activity(hours=hours_done, kind=ActivityKind.OUTSIDE, credit_type=credit_type)


def test_one_completion_counts_in_several_packs_and_once_in_each(learner, packs):
    course = making.activity(hours="3")
    making.completion(learner, course, cycle="one")
    making.completion(learner, course, cycle="two", completed_on=days_ago(9))
    for slug in ("texas-librarian", "district-in-service"):
        found = count_of(learner, slug).totals
        assert (found.counted, found.repeated) == (3, 3)


def test_what_is_revoked_no_longer_counts_and_what_is_corrected_counts_anew(learner, coordinator, packs):
    talk = making.completion(learner, outside("30", CreditType.PRESENTING))
    assert count_of(learner, "texas-librarian").totals.counted == 20
    ledger.correct(talk, by=coordinator, reason="Fifteen hours", credit_hours=Decimal(15))
    assert count_of(learner, "texas-librarian").totals.counted == 15
    ledger.revoke(learner.completions.standing().get(), by=coordinator, reason="Not held")
    assert count_of(learner, "texas-librarian").totals.earned == 0


def test_a_changed_rule_counts_from_its_day_and_rewrites_nothing(learner, coordinator, packs):
    making.completion(learner, outside("30", CreditType.PRESENTING), completed_on=days_ago(15))
    before = list(learner.completions.values())
    stricter = pack("other", cap(["presenting"], percent=5)).versions.get().rules
    publish_version(packs["texas-librarian"], by=coordinator, valid_from=days_ago(3), rules=stricter)
    assert count_of(learner, "texas-librarian").totals.counted == 10
    assert count_of(learner, "texas-librarian", on=days_ago(4)).totals.counted == 20
    assert list(learner.completions.values()) == before


def test_the_paper_says_how_the_hours_stand(learner, packs):
    making.completion(learner, outside("30", CreditType.PRESENTING))
    note = notes_on(learner, days_ago(0))[0]
    assert note.heading == "Texas school librarian, renewal"
    assert note.lines[:3] == (
        "20 of 200 hours count.", "180 hours to go.", "10 hours are over a cap and do not count.",
    )  # fmt: skip


def test_nothing_calls_anybody_compliant(client, learner, packs):
    making.completion(learner, making.activity(hours="200"))
    client.force_login(learner)
    for address in ("/my/", "/my/transcript/", "/my/hours/", "/my/hours/texas-librarian/"):
        page = client.get(address).content.decode()
        assert "The hours are reached." in page
        assert "complian" not in page.lower()
