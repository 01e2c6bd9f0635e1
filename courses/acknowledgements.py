"""Acknowledging a policy: what is recorded is the published revision that was read."""

from django.db import transaction
from django.utils import timezone

from courses import gates, progress, queries
from courses.choices import GateKind
from courses.errors import PolicyChanged, PolicyMissing
from courses.records import Acknowledgement


def policy_of(gate):
    """The policy of an acknowledgement gate in the reader's language; raises PolicyMissing where none is published."""
    policy = queries.published("PolicyPage", gate.value["policy"].translation_key)
    if policy is None or policy.live_revision_id is None:
        raise PolicyMissing
    return policy


@transaction.atomic
def acknowledge(learner, lesson, gate_id, *, revision=None, at=None):
    """Record that ``learner`` read the published revision of the policy, and satisfy the gate.

    ``revision`` is the one the page named; where another has been published since, PolicyChanged is raised and nothing
    recorded. Acknowledging the same revision twice changes nothing. Returns the Acknowledgement. Raises PolicyMissing
    and NoSuchGate.
    """
    at = at or timezone.now()
    gate = gates.gate_of(lesson, gate_id, GateKind.ACKNOWLEDGEMENT)
    policy = policy_of(gate)
    if revision is not None and revision != policy.live_revision_id:
        raise PolicyChanged
    enrollment = progress.lock(learner, lesson, at=at)
    acknowledged, _created = Acknowledgement.objects.get_or_create(
        learner=learner,
        revision=policy.live_revision_id,
        defaults={
            "policy_key": policy.translation_key,
            "policy_title": policy.title,
            "revision_at": policy.last_published_at,
            "statement": gate.value["statement"],
            "acknowledged_at": at,
        },
    )
    detail = {"revision": acknowledged.revision, "revision_at": acknowledged.revision_at.isoformat()}
    progress.pass_gate(enrollment, lesson, gate, at=at, detail=detail)
    return acknowledged


def latest_of(learner, policy_keys):
    """The newest acknowledgement of ``learner`` for each of these policies, by policy key; one query."""
    found = Acknowledgement.objects.filter(learner=learner, policy_key__in=policy_keys).order_by(
        "acknowledged_at", "pk"
    )
    return {acknowledged.policy_key: acknowledged for acknowledged in found}
