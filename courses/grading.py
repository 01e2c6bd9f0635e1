"""Reads, checks and grades answers to questions. Pure: no database, no clock, and total: no form can make it raise.

Answers are kept as JSON by question id: the id of the option (single), a list of ids (multiple), ``"true"`` or
``"false"``, a text (short), ``{"number": "12.5"}`` or ``{"typed": "twelve"}`` (numeric), a mapping of step id to
position (ordering), a mapping of left id to right id (matching).
"""

import random
from decimal import Decimal, InvalidOperation

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from courses.answers import folded, number_in, number_text, readable

SHORT_LENGTH = 200
TYPED_LENGTH = 60


def read(questions, data):
    """The answers to ``questions`` in the posted ``data`` (a QueryDict); what no option offers is left out.

    The one thing it refuses, by UnreadableText, is a text with a null character.
    """
    answers = {question.id: _READERS[question.kind](question, data) for question in questions}
    return {question_id: answer for question_id, answer in answers.items() if answer}


def problems(questions, answers):
    """What keeps ``answers`` from being graded: question id to a sentence; empty where all is well."""
    found = {question.id: _problem(question, answers.get(question.id)) for question in questions}
    return {question_id: sentence for question_id, sentence in found.items() if sentence}


def grade(questions, answers):
    """Question id to True where the answer is right; a question without a readable answer is wrong."""
    return {question.id: is_right(question, answers.get(question.id)) for question in questions}


def is_right(question, answer):
    """True where ``answer``, whatever it is, is the right one."""
    return isinstance(answer, _TYPES[question.kind]) and bool(_GRADERS[question.kind](question, answer))


def percent(results):
    """The share of right answers in whole per cent, rounded down, so that 79.9 does not look like 80."""
    return 100 * sum(results.values()) // len(results) if results else 0


def is_passed(results, pass_mark):
    """True where enough is right; nothing asked is nothing passed."""
    return bool(results) and 100 * sum(results.values()) >= pass_mark * len(results)


def mixed(items, seed):
    """``items`` in an order that is the same for the same ``seed``."""
    items = list(items)
    random.Random(seed).shuffle(items)  # noqa: S311  a fair mix, not a secret
    return items


def shuffled_steps(question, seed):
    """The steps of an ordering question: the same for the same ``seed``, never in the right order."""
    steps = question.items("steps")
    order = mixed(steps, f"{seed}:{question.id}")
    texts = [step["text"] for step in steps]
    while [step["text"] for step in order] == texts and len(set(texts)) > 1:
        order = order[1:] + order[:1]
    return order


def offers(question, seed):
    """``(token, text)`` of the right-hand sides of a matching question, mixed, each text once.

    A token is not the id of the pair, or the page would give away what belongs together.
    """
    once = {text: right_id for right_id, text in reversed(_rights(question.content))}
    order = mixed(sorted(once.items(), key=lambda item: item[1]), f"{seed}:{question.id}")
    return [(token_of(question, right_id), text) for text, right_id in order]


def token_of(question, right_id):
    """What stands for a right-hand side in the page."""
    return salted_hmac("courses.matching", f"{question.id}:{right_id}").hexdigest()[:20]


def right_text(question, right_id):
    """The text of a right-hand side in the reader's language; empty where there is none."""
    return dict(_rights(question.content)).get(right_id, "")


def _rights(content):
    pairs = [(pair["id"], pair["right"]) for pair in content["pairs"]]
    return pairs + [(item["id"], item["text"]) for item in content.get("extra", [])]


def _problem(question, answer):
    if not answer:
        return _("Please answer this question.")
    if question.kind == "numeric" and "number" not in answer:
        return _("Please write a number, for example %(example)s.") % {"example": number_text(Decimal("12.5"))}
    if question.kind == "matching" and len(answer) < len(question.items("pairs")):
        return _("Please choose an answer in every line.")
    if question.kind == "ordering":
        positions = list(answer.values())
        if len(positions) < len(question.items("steps")):
            return _("Please give every step a number.")
        if len(set(positions)) < len(positions):
            return _("Two steps have the same number.")
    return ""


def _read_single(question, data):
    answer = data.get(question.name, "")
    return answer if answer in question.ids("options") else None


def _read_multiple(question, data):
    ticked = set(data.getlist(question.name))
    return [option_id for option_id in question.ids("options") if option_id in ticked]


def _read_true_false(question, data):
    answer = data.get(question.name, "")
    return answer if answer in {"true", "false"} else None


def _read_short(question, data):
    return readable(data.get(question.name, "")[:SHORT_LENGTH]).strip()


def _read_numeric(question, data):
    typed = readable(data.get(question.name, "")[:TYPED_LENGTH]).strip()
    number = number_in(typed, unit=question.content["unit"])
    if number is None:
        return {"typed": typed} if typed else None
    return {"number": str(number)}


def _read_ordering(question, data):
    steps = question.ids("steps")
    allowed = {str(number): number for number in range(1, len(steps) + 1)}
    given = {step_id: allowed.get(data.get(question.field(step_id), "")) for step_id in steps}
    return {step_id: position for step_id, position in given.items() if position}


def _read_matching(question, data):
    meant = {token_of(question, right_id): right_id for right_id, _text in _rights(question.content)}
    given = {left_id: meant.get(data.get(question.field(left_id), "")) for left_id in question.ids("pairs")}
    return {left_id: right_id for left_id, right_id in given.items() if right_id}


def _grade_single(question, answer):
    return any(option["id"] == answer and option["correct"] for option in question.ruling["options"])


def _grade_multiple(question, answer):
    right = [option["id"] for option in question.ruling["options"] if option["correct"]]
    return sorted(map(str, answer)) == sorted(right)


def _grade_true_false(question, answer):
    return answer == str(question.ruling["answer"]).lower()


def _grade_short(question, answer):
    accepted = [text for content in question.contents.values() for text in content["accepted"]]
    return folded(answer) in {folded(text) for text in accepted}


def _grade_numeric(question, answer):
    number = _decimal(answer.get("number"))
    if number is None:
        return False
    right, off = (Decimal(question.ruling[name]) for name in ("answer", "tolerance"))
    allowed = abs(right) * off / 100 if question.ruling["tolerance_kind"] == "percent" else off
    return abs(number - right) <= allowed


def _decimal(text):
    """The number kept as ``text``; None for whatever is none."""
    try:
        number = Decimal(text) if isinstance(text, str) else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None


def _grade_ordering(question, answer):
    return any(_in_order(content["steps"], answer) for content in question.contents.values())


def _in_order(steps, answer):
    text_at = {str(answer.get(step["id"])): step["text"] for step in steps}
    return [text_at.get(str(number)) for number in range(1, len(steps) + 1)] == [step["text"] for step in steps]


def _grade_matching(question, answer):
    return any(_all_matched(content, answer) for content in question.contents.values())


def _all_matched(content, answer):
    texts = dict(_rights(content))
    return all(texts.get(str(answer.get(pair["id"]))) == pair["right"] for pair in content["pairs"])


_READERS = {
    "single": _read_single,
    "multiple": _read_multiple,
    "true_false": _read_true_false,
    "short": _read_short,
    "numeric": _read_numeric,
    "ordering": _read_ordering,
    "matching": _read_matching,
}
_GRADERS = {
    "single": _grade_single,
    "multiple": _grade_multiple,
    "true_false": _grade_true_false,
    "short": _grade_short,
    "numeric": _grade_numeric,
    "ordering": _grade_ordering,
    "matching": _grade_matching,
}
_TYPES = {
    "single": str, "multiple": list, "true_false": str, "short": str, "numeric": dict, "ordering": dict,
    "matching": dict,
}  # fmt: skip
