"""Scenarios: choosing, and choosing once more where that leads to a follow-up, satisfies the gate.

A scenario is for thinking, not for grading: what happens is shown at once, and no way through it fails.
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from courses import gates, progress
from courses.answers import items_of
from courses.choices import GateKind
from courses.errors import ChoiceMissing
from courses.quiz_records import ScenarioAnswer


@dataclass(frozen=True)
class Way:
    """One choice with what comes of it; ``ways`` are the choices of its follow-up question."""

    id: str
    value: Any
    is_chosen: bool
    ways: tuple = ()


@dataclass(frozen=True)
class Case:
    """A scenario as one learner stands in it."""

    ways: tuple
    is_done: bool

    @property
    def chosen(self):
        """The way she has taken, or None."""
        return next((way for way in self.ways if way.is_chosen), None)


def choices_of(gate):
    """``(id, value)`` of the choices of a scenario."""
    return items_of(gate.id, gate.value["choices"])


def next_choices_of(choice_id, choice):
    """``(id, value)`` of the choices in the follow-up of one choice; empty where it has none."""
    return items_of(f"{choice_id}:next", choice["next_choices"])


def leads_on(gate):
    """True for a scenario in which some choice asks a follow-up question."""
    return gate.kind is GateKind.SCENARIO and any(choice["next_choices"] for choice in gate.value["choices"])


def case_of(gate, passed, answer):
    """The Case for a learner whose GatePass and ScenarioAnswer (either may be None) are these."""
    taken = passed.detail if passed else {"choice": answer.choice} if answer else {}
    first, second = taken.get("choice"), taken.get("then")
    ways = tuple(
        Way(key, choice, key == first, tuple(
            Way(next_key, value, key == first and next_key == second)
            for next_key, value in next_choices_of(key, choice)
        ))
        for key, choice in choices_of(gate)
    )  # fmt: skip
    return Case(ways, is_done=passed is not None)


@transaction.atomic
def answer(learner, lesson, gate_id, choice_id, *, then="", at=None):
    """Note the choice, and ``then`` the one in its follow-up; the gate is satisfied when nothing is left to choose.

    Choosing again afterwards changes what is marked as chosen, nothing else. Returns the ScenarioAnswer. Raises
    ChoiceMissing where no such choice is offered, and NoSuchGate.
    """
    at = at or timezone.now()
    gate = gates.gate_of(lesson, gate_id, GateKind.SCENARIO)
    offered = dict(choices_of(gate))
    if choice_id not in offered:
        raise ChoiceMissing
    ahead = dict(next_choices_of(choice_id, offered[choice_id]))
    if then and then not in ahead:
        raise ChoiceMissing
    enrollment = progress.lock(learner, lesson, at=at)
    way, _created = ScenarioAnswer.objects.update_or_create(
        enrollment=enrollment, lesson_key=lesson.translation_key, gate_id=gate.id,
        defaults={"choice": choice_id, "then": then, "answered_at": at},
    )  # fmt: skip
    if then or not ahead:
        _satisfy(enrollment, lesson, gate, way, at)
    return way


def _satisfy(enrollment, lesson, gate, way, at):
    detail = {"choice": way.choice, "then": way.then} if way.then else {"choice": way.choice}
    passed = progress.pass_gate(enrollment, lesson, gate, at=at, detail=detail)
    if passed.detail != detail:
        passed.detail = detail
        passed.save(update_fields=["detail"])
