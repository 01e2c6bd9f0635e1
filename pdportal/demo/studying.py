"""Lets the demo's people take lessons through the same verbs as everybody else."""

from django.http import QueryDict

from courses import acknowledgements, answers, gates, practice, progress, quizzes, reflections, scenarios
from courses.choices import GateKind

REFLECTION = {
    "en": "I know the room and the catalog already. Budgets and ordering are new to me, so I will start there.",
    "es": "Ya conozco la sala y el catálogo. El presupuesto y los pedidos son nuevos para mí: empezaré por ahí.",
}
NOTE = {
    "en": "All of it done on Tuesday afternoon; the shared catalog asked for a second password reset.",
    "es": "Lo hice todo el martes por la tarde; el catálogo compartido me pidió cambiar la contraseña otra vez.",
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


def right_answers(quiz):
    """The form data of somebody who answers everything right."""
    data = QueryDict(mutable=True)
    for question in quiz["questions"]:
        field, value = answers.field_of(question), question.value
        if question.block_type in {"single", "multiple"}:
            right = [option_id for option_id, option in answers.options_of(question) if option["correct"]]
            data.setlist(field, right)
        elif question.block_type == "true_false":
            data[field] = "true" if value["answer"] else "false"
        elif question.block_type == "short":
            data[field] = value["accepted"][0]
        else:
            for number, (step_id, _text) in enumerate(answers.steps_of(question), 1):
                data[answers.field_of(question, step_id)] = str(number)
    return data


def _quiz(learner, lesson, gate, at, _vouched_by):
    quizzes.submit(learner, lesson, gate.id, right_answers(gate.value), at=at)


def _scenario(learner, lesson, gate, at, _vouched_by):
    choice = next(choice_id for choice_id, choice in scenarios.choices_of(gate) if choice["good"])
    scenarios.answer(learner, lesson, gate.id, choice, at=at)


def _acknowledgement(learner, lesson, gate, at, _vouched_by):
    acknowledgements.acknowledge(learner, lesson, gate.id, at=at)


def _reflection(learner, lesson, gate, at, _vouched_by):
    reflections.save(learner, lesson, gate.id, REFLECTION[learner.language], at=at)
    reflections.finish(learner, lesson, gate.id, at=at)


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
}
