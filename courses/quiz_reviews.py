"""An attempt after it is handed in: the own answer, the right one, and why, question by question."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from courses import grading
from courses.answers import number_text

MONEY = {"$", "€", "£"}


@dataclass(frozen=True)
class ReviewedOption:
    """One option after answering."""

    text: str
    why: str
    correct: bool
    chosen: bool


@dataclass(frozen=True)
class ReviewedPair:
    """One pair after answering: what was matched with ``left``, and what belongs to it."""

    left: str
    given: str
    right: str

    @property
    def correct(self):
        """True where both are the same."""
        return self.given == self.right


@dataclass(frozen=True)
class QuestionReview:
    """One question after answering: the own answer, the right one, and why."""

    number: int
    text: str
    right: bool
    explanation: str
    given: list = field(default_factory=list)
    right_answer: list = field(default_factory=list)
    options: list = field(default_factory=list)
    pairs: list = field(default_factory=list)
    ordered: bool = False


def review_of(paper, attempt):
    """The questions of ``paper`` with the answers of a handed-in ``attempt``, each explained."""
    return [
        QuestionReview(
            number=place, text=question.content["text"], explanation=question.content["explanation"],
            right=attempt.results.get(question.id, False), ordered=question.kind == "ordering",
            **_SHOWN[question.kind](question, paper, attempt.answers.get(question.id)),
        )
        for place, question in enumerate(paper.questions, start=1)
    ]  # fmt: skip


def number_with_unit(number, unit):
    """A number with its unit: $2,450; 12.5 %; 3 hours."""
    text = number_text(Decimal(number))
    if not unit:
        return text
    return f"{unit}{text}" if unit in MONEY else f"{text} {unit}"


def _choice(question, paper, answer):
    chosen = answer if isinstance(answer, list) else [answer]
    options = [ReviewedOption(o["text"], o["why"], o["correct"], o["id"] in chosen) for o in paper.options(question)]
    given = [option.text for option in options if option.chosen]
    return {"given": given, "right_answer": [o.text for o in options if o.correct], "options": options}


def _true_false(question, paper, answer):
    words = {"true": _("True"), "false": _("False")}
    right = words[str(question.content["answer"]).lower()]
    return {"given": [words[answer]] if answer in words else [], "right_answer": [right]}


def _short(question, paper, answer):
    return {"given": [answer] if answer else [], "right_answer": list(question.content["accepted"])}


def _numeric(question, paper, answer):
    content, answer = question.content, answer or {}
    right = number_with_unit(content["answer"], content["unit"])
    if Decimal(content["tolerance"]):
        unit = "%" if content["tolerance_kind"] == "percent" else content["unit"]
        right = f"{right} (± {number_with_unit(content['tolerance'], unit)})"
    given = [number_with_unit(answer["number"], content["unit"])] if "number" in answer else []
    return {"given": given, "right_answer": [right]}


def _ordering(question, paper, answer):
    steps, given = question.items("steps"), answer or {}
    own = sorted((given[step["id"]], step["text"]) for step in steps if step["id"] in given)
    return {"given": [text for _place, text in own], "right_answer": [step["text"] for step in steps]}


def _matching(question, paper, answer):
    given = answer or {}
    pairs = [
        ReviewedPair(pair["left"], grading.right_text(question, given.get(pair["id"])), pair["right"])
        for pair in question.items("pairs")
    ]
    return {"pairs": pairs}


_SHOWN = {
    "single": _choice,
    "multiple": _choice,
    "true_false": _true_false,
    "short": _short,
    "numeric": _numeric,
    "ordering": _ordering,
    "matching": _matching,
}
