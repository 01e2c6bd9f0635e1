"""Scenarios: choosing an answer satisfies the gate, since a scenario is for thinking, not for grading."""

from django.db import transaction
from django.utils import timezone

from courses import gates, progress
from courses.answers import items_of
from courses.choices import GateKind
from courses.errors import ChoiceMissing


def choices_of(gate):
    """``(id, value)`` of the choices of a scenario."""
    return items_of(gate.id, gate.value["choices"])


@transaction.atomic
def answer(learner, lesson, gate_id, choice_id, *, at=None):
    """Note the choice and satisfy the gate; choosing again afterwards changes what is marked as chosen, nothing else.

    Returns the GatePass. Raises ChoiceMissing where no such choice is offered, and NoSuchGate.
    """
    at = at or timezone.now()
    gate = gates.gate_of(lesson, gate_id, GateKind.SCENARIO)
    if choice_id not in dict(choices_of(gate)):
        raise ChoiceMissing
    enrollment = progress.lock(learner, lesson, at=at)
    passed = progress.pass_gate(enrollment, lesson, gate, at=at, detail={"choice": choice_id})
    if passed.detail.get("choice") != choice_id:
        passed.detail = {"choice": choice_id}
        passed.save(update_fields=["detail"])
    return passed
