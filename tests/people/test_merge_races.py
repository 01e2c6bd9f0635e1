"""A merge and whatever else happens at the same moment: one after the other, and nothing is lost."""

import pytest

from pdportal.people import merging
from pdportal.people.records import Merge
from pdportal.transcripts.choices import Source
from pdportal.transcripts.ledger import award
from pdportal.transcripts.records import Completion
from tests import factories
from tests.courses.test_races import at_once, race  # noqa: F401  a fixture is found by name
from tests.transcripts import making

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def maiden(db):
    return factories.make_person("Nora Nowak")


def test_what_is_awarded_meanwhile_is_on_the_transcript_that_stays(race, maiden, learner, coordinator):  # noqa: F811  a fixture
    activities = [making.activity() for _number in range(4)]
    calls = [lambda done=done: award(maiden, done, source=Source.ATTENDANCE) for done in activities]
    calls.insert(2, lambda: merging.merge(maiden, into=learner, by=coordinator, reason="One person"))
    assert at_once(*calls) == []
    assert (learner.completions.count(), Completion.objects.count()) == (4, 4)


def test_two_clicks_are_one_merge(race, maiden, learner, coordinator):  # noqa: F811  a fixture
    making.completion(maiden)
    calls = [lambda: merging.merge(maiden, into=learner, by=coordinator, reason="One person")] * 3
    assert at_once(*calls) == []
    assert (Merge.objects.count(), learner.completions.count()) == (1, 1)
