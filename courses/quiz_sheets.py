"""A quiz as the page shows it: questions with the draft's answers, or the review of what was handed in.

A sheet holds nothing about what is right until its attempt is handed in.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from courses import grading, papers, quizzes
from courses.allowances import Allowance
from courses.answers import number_text
from courses.quiz_reviews import MONEY, review_of


@dataclass(frozen=True)
class QuestionView:
    """One question to answer.

    ``choices`` are (value, text, chosen); ``rows`` are (field, text, given) of steps and pairs, ``offers`` the (value,
    text) that each row chooses from.
    """

    number: int
    id: str
    kind: str
    text: str
    name: str
    choices: list = field(default_factory=list)
    rows: list = field(default_factory=list)
    offers: list = field(default_factory=list)
    given: str = ""
    unit: str = ""
    problem: str = ""

    @property
    def is_money(self):
        """True for a unit that stands before its number."""
        return self.unit in MONEY


@dataclass(frozen=True)
class QuizSheet:
    """The state of a quiz for one learner: ``questions`` to answer, or ``review`` of the attempt handed in last.

    ``key`` and ``id`` (the gate) say where answers go, ``earlier`` are the other attempts handed in, of any year.
    """

    key: Any
    id: str
    number: int
    pass_mark: int
    attempt: Any = None
    questions: list = field(default_factory=list)
    review: list = field(default_factory=list)
    earlier: list = field(default_factory=list)
    allowance: Allowance = field(default_factory=Allowance)
    limit: int | None = None

    @property
    def has_problems(self):
        """True where a question is pointed out as unanswered."""
        return any(question.problem for question in self.questions)

    @property
    def right_count(self):
        """How many answers of the reviewed attempt were right."""
        return sum(self.attempt.results.values()) if self.review else 0

    @property
    def is_last_try(self):
        """True where the attempt to answer is the last one allowed."""
        return bool(self.questions) and self.allowance.left == 1


def sheets(page, found, learner, enrollment, *, check=None, at=None):
    """The QuizSheet of each quiz in ``found`` (gates of ``page``) by gate id, for what ``learner`` has answered.

    ``enrollment`` is the present one or None; ``check`` is the id of the quiz whose missing answers are pointed out.
    Two queries for any number of quizzes, and one more for each that limits its attempts.
    """
    at = at or timezone.now()
    taken = list(quizzes.attempts_by(learner, page.translation_key))
    by_gate = {gate.id: [attempt for attempt in taken if attempt.gate_id == gate.id] for gate in found}
    latest = {key: next(iter(_own(attempts, enrollment)), None) for key, attempts in by_gate.items()}
    known = papers.papers_of([attempt for attempt in latest.values() if attempt])
    laid = {}
    for gate in found:
        attempts, last = by_gate[gate.id], latest[gate.id]
        others = [attempt for attempt in attempts if attempt != last]
        paper = (last and known.get(last.pk)) or papers.draw(page, gate, learner, others)
        own = _own(attempts, enrollment)
        laid[gate.id] = QuizSheet(
            key=page.translation_key, id=gate.id, number=last.number if last else 1, pass_mark=paper.pass_mark,
            attempt=last, earlier=[attempt for attempt in others if attempt.submitted_at],
            allowance=quizzes.allowance_of(page, gate, own, at=at), limit=quizzes.limit_of(page, gate),
            **_body(paper, last, check=check == gate.id),
        )  # fmt: skip
    return laid


def _own(attempts, enrollment):
    return [attempt for attempt in attempts if enrollment and attempt.enrollment_id == enrollment.pk]


def _body(paper, attempt, *, check):
    """The review of an attempt handed in, else the questions with what is answered so far."""
    if attempt and attempt.submitted_at:
        return {"review": review_of(paper, attempt)}
    given = attempt.answers if attempt else {}
    problems = grading.problems(paper.questions, given) if check else {}
    return {
        "questions": [
            _to_answer(place, question, paper, given.get(question.id), problems.get(question.id, ""))
            for place, question in enumerate(paper.questions, start=1)
        ]
    }


def _to_answer(place, question, paper, answer, problem):
    return QuestionView(
        number=place, id=question.id, kind=question.kind, text=question.content["text"], name=question.name,
        problem=problem, **_PARTS[question.kind](question, paper, answer),
    )  # fmt: skip


def _choice(question, paper, answer):
    chosen = answer if isinstance(answer, list) else [answer]
    return {"choices": [(o["id"], o["text"], o["id"] in chosen) for o in paper.options(question)]}


def _true_false(question, paper, answer):
    return {"choices": [("true", _("True"), answer == "true"), ("false", _("False"), answer == "false")]}


def _short(question, paper, answer):
    return {"given": answer or ""}


def _numeric(question, paper, answer):
    answer = answer or {}
    given = number_text(Decimal(answer["number"])) if "number" in answer else answer.get("typed", "")
    return {"given": given, "unit": question.content["unit"]}


def _ordering(question, paper, answer):
    given, steps = answer or {}, grading.shuffled_steps(question, paper.seed)
    return {
        "rows": [(question.field(step["id"]), step["text"], given.get(step["id"])) for step in steps],
        "offers": [(number, number) for number in range(1, len(steps) + 1)],
    }


def _matching(question, paper, answer):
    given = answer or {}
    rights = {text: token for token, text in grading.offers(question, paper.seed)}
    return {
        "rows": [
            (question.field(pair["id"]), pair["left"], rights.get(grading.right_text(question, given.get(pair["id"]))))
            for pair in question.items("pairs")
        ],
        "offers": [(token, text) for text, token in rights.items()],
    }


_PARTS = {
    "single": _choice,
    "multiple": _choice,
    "true_false": _true_false,
    "short": _short,
    "numeric": _numeric,
    "ordering": _ordering,
    "matching": _matching,
}
