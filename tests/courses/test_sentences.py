"""The sentence that says what completes a lesson, for every combination of gates, in both languages."""

from itertools import combinations, product

import pytest
from django.utils import translation

from courses import gates
from courses.choices import GateKind
from courses.gates import Gate

EVERY = list(GateKind)
PHRASES = {
    "en": {
        "quiz": ("passing the quiz", "passing the 2 quizzes"),
        "scenario": ("answering the scenario", "answering the 2 scenarios"),
        "acknowledgement": ("acknowledging the policy", "acknowledging the 2 policies"),
        "practice": ("having the practice step signed off", "having the 2 practice steps signed off"),
        "reflection": ("writing the reflection", "writing the 2 reflections"),
        "scorm": ("finishing the module", "finishing the 2 modules"),
    },
    "es": {
        "quiz": ("aprobar el cuestionario", "aprobar los 2 cuestionarios"),
        "scenario": ("responder la situación práctica", "responder las 2 situaciones prácticas"),
        "acknowledgement": (
            "confirmar la lectura de la política",
            "confirmar la lectura de las 2 políticas",
        ),
        "practice": ("lograr que le firmen la práctica", "lograr que le firmen las 2 prácticas"),
        "reflection": ("escribir la reflexión", "escribir las 2 reflexiones"),
        "scorm": ("terminar el módulo", "terminar los 2 módulos"),
    },
}
FRAMES = {
    "en": ("Complete this lesson by ", " and "),
    "es": ("Para completar esta lección debe ", " y "),
}
WITHOUT = {
    "en": "Complete this lesson by reading it and choosing “Mark as done”.",
    "es": "Para completar esta lección, léala y elija “Marcar como terminada”.",
}
COMBINATIONS = [kinds for size in range(1, len(EVERY) + 1) for kinds in combinations(EVERY, size)]


def make_gates(*kinds):
    """Gates of these kinds, as a lesson would have them."""
    return [Gate(str(number), kind, f"Gate {number}", {}) for number, kind in enumerate(kinds)]


def expected(language, kinds, count):
    """The sentence written out from the table."""
    phrases = [PHRASES[language][kind][count - 1] for kind in kinds]
    start, conjunction = FRAMES[language]
    return start + conjunction.join([*filter(None, [", ".join(phrases[:-1])]), phrases[-1]]) + "."


def test_every_kind_of_gate_has_its_words():
    assert [set(words) for words in PHRASES.values()] == [set(GateKind.values)] * 2


@pytest.mark.parametrize(("language", "count"), list(product(PHRASES, (1, 2))))
def test_every_combination_of_gates_has_its_sentence(language, count):
    with translation.override(language):
        found = {kinds: gates.sentence(make_gates(*kinds * count)) for kinds in COMBINATIONS}
    assert len(found) == 63
    assert found == {kinds: expected(language, kinds, count) for kinds in COMBINATIONS}


@pytest.mark.parametrize("language", WITHOUT)
def test_a_lesson_without_gates_is_marked_as_done(language):
    with translation.override(language):
        assert gates.sentence([]) == WITHOUT[language]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Complete this lesson by passing the 2 quizzes and finishing the module."),
        ("es", "Para completar esta lección debe aprobar los 2 cuestionarios y terminar el módulo."),
    ],
)
def test_kinds_stand_in_the_order_of_the_lesson_and_are_counted(language, sentence):
    found = make_gates(GateKind.QUIZ, GateKind.SCORM, GateKind.QUIZ)
    with translation.override(language):
        assert gates.sentence(found) == sentence
