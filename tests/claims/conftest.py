"""What tests of claims share: the principal's shape and a claim that waits."""

import pytest

from tests.claims.making import make_claim, make_shape


@pytest.fixture
def shape(site):
    """The principal decides, with a proof."""
    return make_shape()


@pytest.fixture
def waiting(shape, learner, principal):
    """A claim of the learner that waits for the principal."""
    return make_claim(learner)
