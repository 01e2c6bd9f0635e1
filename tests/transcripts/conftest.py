"""An activity without a page, and a completion of it: what most tests of the ledger start from."""

import pytest

from tests.transcripts import making


@pytest.fixture
def activity():
    """A course of two hours with titles in both languages."""
    return making.activity()


@pytest.fixture
def completion(learner, activity):
    """The learner completed the activity ten days ago."""
    return making.completion(learner, activity)
