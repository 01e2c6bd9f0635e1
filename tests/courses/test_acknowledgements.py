"""Acknowledging a policy records the revision that was read."""

import pytest

from courses import acknowledgements
from courses.errors import PolicyChanged
from courses.records import Acknowledgement, GatePass
from tests.courses.conftest import gate_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def gate(policy_lesson):
    return gate_in(policy_lesson, "acknowledgement")


def test_the_published_revision_is_recorded_once(learner, policy_lesson, gate, policy):
    first = acknowledgements.acknowledge(learner, policy_lesson, gate.id, revision=policy.live_revision_id)
    again = acknowledgements.acknowledge(learner, policy_lesson, gate.id, revision=policy.live_revision_id)
    assert again == first
    assert (first.revision, first.policy_key, first.policy_title) == (
        policy.live_revision_id, policy.translation_key, "Acceptable use",
    )  # fmt: skip
    assert first.revision_at == policy.last_published_at
    assert GatePass.objects.get().kind == "acknowledgement"


def test_a_policy_revised_meanwhile_is_read_first(learner, policy_lesson, gate, policy):
    seen = policy.live_revision_id
    policy.title = "Acceptable use, revised"
    policy.save_revision().publish()
    with pytest.raises(PolicyChanged):
        acknowledgements.acknowledge(learner, policy_lesson, gate.id, revision=seen)
    assert Acknowledgement.objects.count() == 0


def test_a_revision_can_be_acknowledged_after_an_earlier_one(learner, policy_lesson, gate, policy):
    acknowledgements.acknowledge(learner, policy_lesson, gate.id)
    policy.title = "Acceptable use, revised"
    policy.save_revision().publish()
    policy_lesson = type(policy_lesson).objects.get(pk=policy_lesson.pk)
    acknowledgements.acknowledge(learner, policy_lesson, gate.id)
    assert Acknowledgement.objects.filter(learner=learner).count() == 2
    latest = acknowledgements.latest_of(learner, [policy.translation_key])[policy.translation_key]
    assert latest.policy_title == "Acceptable use, revised"
