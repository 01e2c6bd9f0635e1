"""Which gates a lesson has, and the sentence that says what completes it."""

import pytest

from courses import gates, progress
from courses.errors import NoSuchGate
from tests import factories
from tests.courses.conftest import PRACTICE, QUIZ, REFLECTION, SCENARIO, acknowledgement, gate_in

pytestmark = pytest.mark.django_db


def test_a_lesson_without_gates_is_marked_as_done(lessons):
    assert gates.sentence(gates.gates_of(lessons[0])) == (
        "Complete this lesson by reading it and choosing “Mark as done”."
    )


def test_the_sentence_names_every_gate(bare, policy):
    lesson = factories.make_lesson(bare, "All", body=[QUIZ, acknowledgement(policy)])
    assert gates.sentence(gates.gates_of(lesson)) == (
        "Complete this lesson by passing the quiz and acknowledging the policy."
    )


def test_the_sentence_counts_gates_of_one_kind(bare):
    lesson = factories.make_lesson(bare, "All", body=[SCENARIO, SCENARIO, PRACTICE, REFLECTION])
    assert gates.sentence(gates.gates_of(lesson)) == (
        "Complete this lesson by answering the 2 scenarios, having the practice step signed off and writing the "
        "reflection."
    )


def test_a_policy_that_is_not_published_asks_for_nothing(learner, policy_lesson, policy):
    policy.unpublish()
    policy_lesson.refresh_from_db()
    assert gates.gates_of(policy_lesson) == []
    assert progress.complete_lesson(learner, policy_lesson).completed_at is not None


def test_a_gate_is_found_by_id_and_kind(quiz_lesson):
    gate = gate_in(quiz_lesson, "quiz")
    assert gates.gate_of(quiz_lesson, gate.id, "quiz").title == "Check yourself"
    with pytest.raises(NoSuchGate):
        gates.gate_of(quiz_lesson, gate.id, "practice")
    with pytest.raises(NoSuchGate):
        gates.gate_of(quiz_lesson, "x" * 10_000, "quiz")
