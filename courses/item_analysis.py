"""What answers say about the questions of a quiz: share right, discrimination, most chosen wrong answers. Pure."""

import statistics
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from courses import grading
from courses.answers import folded, number_text
from courses.questions import Question

ENOUGH = 10
WELL, A_LITTLE = 0.3, 0.1
TOLD_FROM = 2  # what people typed themselves is shown only where two of them typed the same
SHOWN = 3


@dataclass(frozen=True)
class Response:
    """One person's answer to one question, and her share right (0 to 1) in the other questions; None without any."""

    answer: object
    right: bool
    elsewhere: float | None


@dataclass(frozen=True)
class Item:
    """One question with what its answers say; ``wrong`` are (text, how often), the most chosen first."""

    question: Question
    is_asked: bool
    answered: int = 0
    right: int = 0
    discrimination: float | None = None
    wrong: list = field(default_factory=list)
    wordings: int = 1

    @property
    def share(self):
        """The share right in whole per cent; None before the first answer."""
        return round(100 * self.right / self.answered) if self.answered else None

    @property
    def verdict(self):
        """What the numbers mean, in words."""
        if self.answered < ENOUGH:
            return _("Too few answers to say")
        if self.right == self.answered:
            return _("Everybody knows this")
        if self.discrimination is None:
            return _("Says nothing about the rest")
        if self.discrimination < 0:
            return _("Misleads: those who know the rest get it wrong")
        if self.discrimination < A_LITTLE:
            return _("Does not tell apart")
        return _("Tells apart a little") if self.discrimination < WELL else _("Tells apart well")


def item(question, responses, *, is_asked, wordings=1):
    """The Item of ``question`` for its ``responses``."""
    return Item(
        question, is_asked, len(responses), sum(response.right for response in responses),
        discrimination=_discrimination(responses), wrong=_most_chosen(question, responses), wordings=wordings,
    )  # fmt: skip


def responses_in(answers, results):
    """The Responses of one attempt by question id."""
    total, number = sum(results.values()), len(results)
    return {
        question_id: Response(
            answers.get(question_id), right, (total - right) / (number - 1) if number > 1 else None
        )
        for question_id, right in results.items()
    }  # fmt: skip


def _discrimination(responses):
    """The correlation between getting this right and the share right elsewhere; None where nothing varies."""
    pairs = [(float(each.right), each.elsewhere) for each in responses if each.elsewhere is not None]
    if len(pairs) < 2:
        return None
    try:
        return round(statistics.correlation(*zip(*pairs, strict=True)), 2)
    except statistics.StatisticsError:  # everybody the same
        return None


def _most_chosen(question, responses):
    counted, spelled = Counter(), {}
    for response in responses:
        if response.right or not response.answer:
            continue
        for text in _WRONG[question.kind](question, response.answer):
            spelled.setdefault(folded(text), text)
            counted[folded(text)] += 1
    least = TOLD_FROM if question.kind in {"short", "numeric"} else 1
    return [(spelled[key], count) for key, count in counted.most_common(SHOWN) if count >= least]


def _wrong_choice(question, answer):
    return [option["text"] for option in question.items("options") if option["id"] == answer]


def _wrong_choices(question, answer):
    options = question.items("options")
    ticked = [option["text"] for option in options if option["id"] in answer and not option["correct"]]
    left_out = [option["text"] for option in options if option["id"] not in answer and option["correct"]]
    return ticked + [_("Not ticked: %(text)s") % {"text": text} for text in left_out]


def _wrong_number(question, answer):
    return [number_text(Decimal(answer["number"]))] if "number" in answer else []


def _wrong_order(question, answer):
    steps = sorted(question.items("steps"), key=lambda step: answer.get(step["id"], 0))
    return [" → ".join(step["text"] for step in steps)]


def _wrong_pairs(question, answer):
    given = [(pair, grading.right_text(question, answer.get(pair["id"]))) for pair in question.items("pairs")]
    return [f"{pair['left']} → {text}" for pair, text in given if text and text != pair["right"]]


_WRONG = {
    "single": _wrong_choice,
    "multiple": _wrong_choices,
    "true_false": lambda question, answer: [_("True") if answer == "true" else _("False")],
    "short": lambda question, answer: [answer],
    "numeric": _wrong_number,
    "ordering": _wrong_order,
    "matching": _wrong_pairs,
}
