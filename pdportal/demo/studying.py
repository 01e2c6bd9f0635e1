"""Lets the demo's people take lessons through the same verbs as everybody else."""

from decimal import Decimal

from django.http import QueryDict

from courses import (
    acknowledgements,
    gates,
    grading,
    papers,
    practice,
    progress,
    quizzes,
    reflections,
    scenarios,
    scorm_runtime,
)
from courses.answers import number_text
from courses.choices import GateKind

REFLECTION = {
    "en": "I know the room and the catalog already. Budgets and ordering are new to me, so I will start there.",
    "es": "Ya conozco la sala y el catálogo. El presupuesto y los pedidos son nuevos para mí: empezaré por ahí.",
}
NOTE = {
    "en": "All of it done on Tuesday afternoon; the shared catalog asked for a second password reset.",
    "es": "Lo hice todo el martes por la tarde; el catálogo compartido me pidió cambiar la contraseña otra vez.",
}
# What a module sends when everything was answered rightly.
PASSED = {
    "1.2": {"cmi.core.lesson_status": "passed", "cmi.core.score.raw": "100", "cmi.core.lesson_location": "4"},
    "2004": {"cmi.completion_status": "completed", "cmi.success_status": "passed", "cmi.score.scaled": "1"},
}


def take(learner, lesson, *, at, vouched_by=None):
    """Complete ``lesson`` for ``learner`` at that moment, gate by gate; ``vouched_by`` signs off its practice step."""
    progress.open_lesson(learner, lesson, at=at)
    for gate in gates.gates_of(lesson):
        _GATES[gate.kind](learner, lesson, gate, at, vouched_by)
    if not gates.gates_of(lesson):
        progress.complete_lesson(learner, lesson, at=at)


def hand_in(learner, lesson, *, at):
    """Hand in the practice step of ``lesson`` and leave it waiting for sign-off."""
    progress.open_lesson(learner, lesson, at=at)
    for gate in gates.gates_of(lesson):
        if gate.kind == GateKind.PRACTICE:
            _hand_in(learner, lesson, gate, at)


def right_answers(questions):
    """The form data of somebody who answers everything right."""
    data = QueryDict(mutable=True)
    for question in questions:
        content = question.content
        if question.kind in {"single", "multiple"}:
            data.setlist(question.name, [option["id"] for option in content["options"] if option["correct"]])
        elif question.kind == "true_false":
            data[question.name] = "true" if content["answer"] else "false"
        elif question.kind == "short":
            data[question.name] = content["accepted"][0]
        elif question.kind == "numeric":
            data[question.name] = number_text(Decimal(content["answer"]))
        elif question.kind == "ordering":
            for number, step_id in enumerate(question.ids("steps"), 1):
                data[question.field(step_id)] = str(number)
        else:
            for pair_id in question.ids("pairs"):
                data[question.field(pair_id)] = grading.token_of(question, pair_id)
    return data


def _quiz(learner, lesson, gate, at, _vouched_by):
    earlier = list(quizzes.attempts_by(learner, lesson.translation_key).filter(gate_id=gate.id))
    if any(attempt.passed for attempt in earlier):
        return
    questions = papers.draw(lesson, gate, learner, earlier).questions
    quizzes.submit(learner, lesson, gate.id, right_answers(questions), number=len(earlier) + 1, at=at)


def _scenario(learner, lesson, gate, at, _vouched_by):
    choice_id, choice = next(each for each in scenarios.choices_of(gate) if each[1]["good"])
    ahead = scenarios.next_choices_of(choice_id, choice)
    then = next((next_id for next_id, following in ahead if following["good"]), "")
    scenarios.answer(learner, lesson, gate.id, choice_id, then=then, at=at)


def _acknowledgement(learner, lesson, gate, at, _vouched_by):
    acknowledgements.acknowledge(learner, lesson, gate.id, at=at)


def _reflection(learner, lesson, gate, at, _vouched_by):
    reflections.save(learner, lesson, gate.id, REFLECTION[learner.language], at=at)
    reflections.finish(learner, lesson, gate.id, at=at)


def _module(learner, lesson, gate, at, _vouched_by):
    sitting = scorm_runtime.open_module(learner, lesson, gate.id, at=at)
    if sitting.version.is_confirmed_by_hand:
        scorm_runtime.confirm_finished(learner, lesson, gate.id, at=at)
        return
    launch = int(at.timestamp() * 1000)
    scorm_runtime.keep(sitting, 0, 1, PASSED[sitting.version.standard], launch=launch, at=at)


def _practice(learner, lesson, gate, at, vouched_by):
    submission = _hand_in(learner, lesson, gate, at)
    practice.sign_off(submission, by=vouched_by, at=at)


def _hand_in(learner, lesson, gate, at):
    checked = [point.id for point in gate.value["checklist"].bound_blocks]
    practice.save_draft(learner, lesson, gate.id, checked=checked, note=NOTE[learner.language], at=at)
    return practice.hand_in(learner, lesson, gate.id, at=at)


_GATES = {
    GateKind.QUIZ: _quiz,
    GateKind.SCENARIO: _scenario,
    GateKind.ACKNOWLEDGEMENT: _acknowledgement,
    GateKind.REFLECTION: _reflection,
    GateKind.PRACTICE: _practice,
    GateKind.SCORM: _module,
}
