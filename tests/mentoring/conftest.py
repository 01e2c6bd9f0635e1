"""People and pairings for the tests of mentoring."""

import pytest

from mentoring import pairing as pairings
from pdportal.people.choices import Role
from tests import factories
from tests.mentoring.making import log_meeting, make_programme


@pytest.fixture
def programme(db):
    return make_programme()


@pytest.fixture
def pairing(programme, mentor, learner, coordinator):
    """Mona Mentor with Nora Newell, active for twenty days."""
    proposed = pairings.propose(programme, mentor, learner, by=coordinator, starts_on=factories.days_ago(20))
    return pairings.activate(proposed, by=coordinator)


@pytest.fixture
def other_mentor(office):
    return factories.make_person("Oscar Othermentor", Role.LIBRARIAN, office)


@pytest.fixture
def meeting(pairing, mentor):
    """A talk of 45 minutes five days ago, logged by the mentor, with a note."""
    return log_meeting(pairing, mentor, note="Nora worries about the weeding.")
