"""A quiz as the page shows it: questions with the draft's answers, or the review of what was handed in.

A sheet holds nothing about what is right until its attempt is handed in.
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from courses import answers as answering
from courses import quizzes


@dataclass(frozen=True)
class QuestionView:
    """One question to answer; ``choices`` are (value, text, chosen), ``steps`` are (field, text, position)."""

    number: int
    id: str
    kind: str
    text: str
    name: str
    choices: list = field(default_factory=list)
    steps: list = field(default_factory=list)
    positions: list = field(default_factory=list)
    given: str = ""
    problem: str = ""


@dataclass(frozen=True)
class ReviewedOption:
    """One option after answering."""

    text: str
    why: str
    correct: bool
    chosen: bool


@dataclass(frozen=True)
class QuestionReview:
    """One question after answering: the own answer, the right one, and why."""

    number: int
    text: str
    right: bool
    given: list
    right_answer: list
    options: list
    explanation: str
    ordered: bool = False


@dataclass(frozen=True)
class QuizSheet:
    """The state of a quiz for one learner: ``questions`` to answer, or ``review`` of the attempt handed in last."""

    number: int
    attempt: Any = None
    questions: list = field(default_factory=list)
    review: list = field(default_factory=list)
    earlier: list = field(default_factory=list)

    @property
    def has_problems(self):
        """True where a question is pointed out as unanswered."""
        return any(question.problem for question in self.questions)

    @property
    def right_count(self):
        """How many answers of the reviewed attempt were right."""
        return sum(self.attempt.results.values()) if self.review else 0

    @classmethod
    def of(cls, gate, learner, attempts, *, check=False):
        """The sheet for a learner's ``attempts`` (newest first) at ``gate``; ``check`` points out what is missing."""
        latest = attempts[0] if attempts else None
        if latest and latest.submitted_at:
            return cls(latest.number, latest, review=review_of(gate, latest), earlier=attempts[1:])
        number = latest.number if latest else 1
        given = latest.answers if latest else {}
        problems = answering.problems(gate.value, given) if check else {}
        seed = quizzes.seed_of(learner, gate, number)
        questions = [
            _to_answer(place, question, given.get(question.id), seed, problems.get(question.id, ""))
            for place, question in enumerate(gate.value["questions"], start=1)
        ]
        return cls(number, latest, questions=questions, earlier=attempts[1:])


def review_of(gate, attempt):
    """The questions of ``gate`` with the answers of a handed-in ``attempt``, each explained."""
    return [
        _reviewed(place, question, attempt.answers.get(question.id), attempt.results.get(question.id, False))
        for place, question in enumerate(gate.value["questions"], start=1)
    ]


def _to_answer(place, question, answer, seed, problem):
    kind, value = question.block_type, question.value
    common = {
        "number": place, "id": question.id, "kind": kind, "text": value["text"],
        "name": answering.field_of(question), "problem": problem,
    }  # fmt: skip
    if kind in {"single", "multiple"}:
        chosen = answer if isinstance(answer, list) else [answer]
        return QuestionView(
            **common, choices=[(key, option["text"], key in chosen) for key, option in answering.options_of(question)]
        )
    if kind == "true_false":
        return QuestionView(
            **common, choices=[("true", _("True"), answer == "true"), ("false", _("False"), answer == "false")]
        )
    if kind == "ordering":
        given = answer if isinstance(answer, dict) else {}
        steps = [
            (answering.field_of(question, key), text, given.get(key))
            for key, text in answering.shuffled(question, seed)
        ]
        return QuestionView(**common, steps=steps, positions=list(range(1, len(steps) + 1)))
    return QuestionView(**common, given=answer or "")


def _reviewed(place, question, answer, right):
    given, correct, options = _SHOWN[question.block_type](question, answer)
    return QuestionReview(
        number=place, text=question.value["text"], right=right, given=given, right_answer=correct, options=options,
        explanation=question.value["explanation"], ordered=question.block_type == "ordering",
    )  # fmt: skip


def _shown_choice(question, answer):
    chosen = answer if isinstance(answer, list) else [answer]
    options = [
        ReviewedOption(option["text"], option["why"], option["correct"], key in chosen)
        for key, option in answering.options_of(question)
    ]
    return [o.text for o in options if o.chosen], [o.text for o in options if o.correct], options


def _shown_true_false(question, answer):
    words = {"true": _("True"), "false": _("False")}
    return [words[answer]] if answer in words else [], [words[str(bool(question.value["answer"])).lower()]], []


def _shown_short(question, answer):
    return [answer] if answer else [], list(question.value["accepted"]), []


def _shown_ordering(question, answer):
    steps, given = answering.steps_of(question), answer if isinstance(answer, dict) else {}
    own = sorted((given[key], text) for key, text in steps if key in given)
    return [text for _position, text in own], [text for _key, text in steps], []


_SHOWN = {
    "single": _shown_choice,
    "multiple": _shown_choice,
    "true_false": _shown_true_false,
    "short": _shown_short,
    "ordering": _shown_ordering,
}
