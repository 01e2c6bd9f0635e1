"""Reflections are kept and private; scenarios are answered by choosing."""

import pytest

from courses import queries, reflections, scenarios
from courses.errors import ChoiceMissing, ReflectionTooShort, UnreadableText
from courses.records import GatePass, Reflection
from tests.courses.conftest import gate_in

pytestmark = pytest.mark.django_db
WORDS = "I know the room already, budgets are new."


def test_a_reflection_is_private_until_shared(learner, coordinator, reflection_lesson):
    gate = gate_in(reflection_lesson, "reflection")
    reflections.save(learner, reflection_lesson, gate.id, WORDS)
    assert Reflection.objects.get().shared_with == "nobody"
    assert list(queries.reflections_for(coordinator)) == []
    reflections.save(learner, reflection_lesson, gate.id, WORDS, shared_with="coordinator")
    assert [found.text for found in queries.reflections_for(coordinator)] == [WORDS]
    reflections.save(learner, reflection_lesson, gate.id, WORDS, shared_with="everybody")
    assert Reflection.objects.get().shared_with == "coordinator"


def test_what_is_shared_with_the_mentor_is_not_the_principals(learner, principal, coordinator, reflection_lesson):
    gate = gate_in(reflection_lesson, "reflection")
    reflections.save(learner, reflection_lesson, gate.id, WORDS, shared_with="mentor")
    assert list(queries.reflections_for(principal)) == []
    assert list(queries.reflections_for(coordinator)) == []


def test_done_needs_twenty_characters(learner, reflection_lesson):
    gate = gate_in(reflection_lesson, "reflection")
    reflections.save(learner, reflection_lesson, gate.id, "x" * 19 + "   ")
    with pytest.raises(ReflectionTooShort):
        reflections.finish(learner, reflection_lesson, gate.id)
    reflections.save(learner, reflection_lesson, gate.id, "x" * 20)
    reflections.finish(learner, reflection_lesson, gate.id)
    reflections.finish(learner, reflection_lesson, gate.id)
    assert GatePass.objects.count() == 1


def test_a_reflection_is_cut_where_it_is_too_long_and_refused_where_unreadable(learner, reflection_lesson):
    gate = gate_in(reflection_lesson, "reflection")
    assert len(reflections.save(learner, reflection_lesson, gate.id, "x" * 30_000).text) == 20_000
    with pytest.raises(UnreadableText):
        reflections.save(learner, reflection_lesson, gate.id, "\x00")


def test_choosing_satisfies_a_scenario_whatever_is_chosen(learner, scenario_lesson):
    gate = gate_in(scenario_lesson, "scenario")
    poor, good = [choice_id for choice_id, _value in scenarios.choices_of(gate)]
    scenarios.answer(learner, scenario_lesson, gate.id, poor)
    scenarios.answer(learner, scenario_lesson, gate.id, good)
    assert GatePass.objects.get().detail == {"choice": good}


@pytest.mark.parametrize("choice", ["", "nonsense", "x" * 10_000])
def test_a_choice_nobody_offered_is_refused(learner, scenario_lesson, choice):
    with pytest.raises(ChoiceMissing):
        scenarios.answer(learner, scenario_lesson, gate_in(scenario_lesson, "scenario").id, choice)
    assert GatePass.objects.count() == 0
