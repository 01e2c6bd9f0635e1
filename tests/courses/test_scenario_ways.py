"""Scenarios with a follow-up: answer, see what happens, then the question that follows from that answer."""

import pytest

from courses import scenarios
from courses.errors import ChoiceMissing
from courses.quiz_records import ScenarioAnswer
from courses.records import GatePass
from tests import factories
from tests.courses.conftest import DEEP_SCENARIO, gate_in, sign_in
from tests.courses.test_views import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def deep(bare):
    return factories.make_lesson(bare, "Deep", body=[DEEP_SCENARIO])


@pytest.fixture
def ways(deep):
    """Ids: the plain choice, the one that leads on, and the two it leads to."""
    plain, leading = scenarios.choices_of(gate_in(deep, "scenario"))
    return plain[0], leading[0], *(key for key, _choice in scenarios.next_choices_of(*leading))


def test_a_choice_without_a_follow_up_is_enough(learner, deep, ways):
    scenarios.answer(learner, deep, gate_in(deep, "scenario").id, ways[0])
    assert GatePass.objects.get().detail == {"choice": ways[0]}


def test_a_choice_that_leads_on_waits_for_the_second(learner, deep, ways):
    gate = gate_in(deep, "scenario")
    scenarios.answer(learner, deep, gate.id, ways[1])
    assert (GatePass.objects.count(), ScenarioAnswer.objects.get().choice) == (0, ways[1])
    scenarios.answer(learner, deep, gate.id, ways[1], then=ways[2])
    scenarios.answer(learner, deep, gate.id, ways[1], then=ways[3])
    assert GatePass.objects.get().detail == {"choice": ways[1], "then": ways[3]}


@pytest.mark.parametrize("then", ["nonsense", "\x00", "x" * 10_000])
def test_a_follow_up_nobody_offered_is_refused(learner, deep, ways, then):
    gate = gate_in(deep, "scenario")
    with pytest.raises(ChoiceMissing):
        scenarios.answer(learner, deep, gate.id, ways[1], then=then)
    with pytest.raises(ChoiceMissing):
        scenarios.answer(learner, deep, gate.id, ways[0], then=ways[2])
    assert ScenarioAnswer.objects.count() == 0


def test_the_page_shows_one_thing_after_the_other(learner, deep, ways):
    client, gate = sign_in(learner), gate_in(deep, "scenario")
    words = ["He calms down.", "And then?", "She is ready.", "Others lose it.", "Promise the process."]

    def seen():
        page = client.get(deep.url).content.decode()
        return [text for text in words if text in page]

    assert seen() == []
    client.post(address("answer_scenario", deep, gate), {"choice": ways[1]})
    assert seen() == ["He calms down.", "And then?"]
    client.post(address("answer_scenario", deep, gate), {"choice": ways[1], "then": ways[3]})
    assert seen() == words
