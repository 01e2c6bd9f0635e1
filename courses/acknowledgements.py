"""Acknowledging a policy: what is recorded is the published revision that was read, and the edition it belongs to."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import gates, policies, progress
from courses.choices import GateKind
from courses.errors import NeverAcknowledged, PolicyChanged, PolicyMissing
from courses.policy_records import AcknowledgementRequest
from courses.records import Acknowledgement


def policy_of(gate):
    """The Current text of the policy of an acknowledgement gate; raises PolicyMissing where none is published."""
    return _current(gate.value["policy"].translation_key)


@transaction.atomic
def acknowledge(learner, lesson, gate_id, *, revision=None, at=None):
    """Record that ``learner`` read the published revision of the policy, and satisfy the gate.

    ``revision`` is the one the page named; where another has been published since, PolicyChanged is raised and nothing
    recorded. Acknowledging the same revision twice changes nothing. Returns the Acknowledgement. Raises PolicyMissing
    and NoSuchGate.
    """
    at = at or timezone.now()
    gate = gates.gate_of(lesson, gate_id, GateKind.ACKNOWLEDGEMENT)
    now = policy_of(gate)
    if revision is not None and revision != now.page.live_revision_id:
        raise PolicyChanged
    enrollment = progress.lock(learner, lesson, at=at)
    acknowledged = _record(learner, now, gate.value["statement"], at)
    detail = {"revision": acknowledged.revision, "revision_at": acknowledged.revision_at.isoformat()}
    progress.pass_gate(enrollment, lesson, gate, at=at, detail=detail)
    return acknowledged


@transaction.atomic
def renew(learner, policy_key, *, revision, at=None):
    """Record that ``learner`` read what changed in a policy acknowledged before; nothing else is touched.

    Twice changes nothing. Returns the Acknowledgement. Raises PolicyChanged where another revision has been published
    since the page was shown, NeverAcknowledged where there is nothing to renew, and PolicyMissing.
    """
    at = at or timezone.now()
    now = _current(policy_key)
    if revision != now.page.live_revision_id:
        raise PolicyChanged
    if not Acknowledgement.objects.filter(learner=learner, policy_key=policy_key).exists():
        raise NeverAcknowledged
    return _record(learner, now, _("I have read what changed and will follow the policy."), at)


def latest_of(learner, policy_keys):
    """The newest acknowledgement of ``learner`` for each of these policies, by policy key; one query."""
    found = Acknowledgement.objects.filter(learner=learner, policy_key__in=policy_keys).order_by(
        "edition", "acknowledged_at", "pk"
    )
    return {acknowledged.policy_key: acknowledged for acknowledged in found}


def _current(policy_key):
    found = policies.current([policy_key]).get(policy_key)
    if found is None:
        raise PolicyMissing
    return found


def _record(learner, now, statement, at):
    """The Acknowledgement of the Current text ``now``, which settles what was asked about it and before."""
    acknowledged, _created = Acknowledgement.objects.get_or_create(
        learner=learner,
        revision=now.page.live_revision_id,
        defaults={
            "policy_key": now.page.translation_key,
            "policy_title": now.page.title,
            "revision_at": now.page.last_published_at,
            "edition": now.edition,
            "statement": statement,
            "acknowledged_at": at,
        },
    )
    AcknowledgementRequest.objects.filter(
        learner=learner, policy_key=now.page.translation_key, edition__lte=now.edition, closed_at=None
    ).update(closed_at=at, acknowledgement=acknowledged)
    return acknowledged
