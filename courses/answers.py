"""Reads, checks and grades answers to a quiz. Pure: no database, no clock.

Answers are kept as JSON by question id: the id of the option (single), a list of ids (multiple), ``"true"`` or
``"false"``, a text (short), or a mapping of step id to position (ordering). Ids are those of the blocks, which
translations share, so an answer given in English is the same answer on the Spanish page.
"""

import random
import unicodedata

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from courses.errors import UnreadableText

SHORT_LENGTH = 200


def field_of(question, step_id=None):
    """The name of the form field for a question, or for one step of an ordering question."""
    return f"q-{question.id}-{step_id}" if step_id else f"q-{question.id}"


def items_of(owner_id, items):
    """``(id, value)`` of the children of a list block inside the block ``owner_id``.

    A page that was not written in the editor may have stored its lists without ids; then the id follows from the place,
    in a way that does not give the place away.
    """
    return [
        (item.original_id or salted_hmac("courses.items", f"{owner_id}:{place}").hexdigest()[:20], item.value)
        for place, item in enumerate(items.bound_blocks)
    ]


def options_of(question):
    """``(id, value)`` of the options of a choice question."""
    return items_of(question.id, question.value["options"])


def steps_of(question):
    """``(id, text)`` of the steps of an ordering question, in the right order."""
    return items_of(question.id, question.value["steps"])


def read(quiz, data):
    """The answers to ``quiz`` in the posted ``data`` (a QueryDict); what no option offers is left out.

    Raises UnreadableText for a short answer with a null character.
    """
    answers = {question.id: _READERS[question.block_type](question, data) for question in quiz["questions"]}
    return {question_id: answer for question_id, answer in answers.items() if answer}


def problems(quiz, answers):
    """What keeps ``answers`` from being graded: question id to a sentence; empty where all is well."""
    found = {}
    for question in quiz["questions"]:
        answer = answers.get(question.id)
        if not answer:
            found[question.id] = _("Please answer this question.")
        elif question.block_type == "ordering":
            positions = list(answer.values())
            if len(positions) < len(steps_of(question)):
                found[question.id] = _("Please give every step a number.")
            elif len(set(positions)) < len(positions):
                found[question.id] = _("Two steps have the same number.")
    return found


def grade(quiz, answers):
    """Question id to True where the answer is right; a question without an answer is wrong."""
    return {
        question.id: bool(answers.get(question.id)) and _GRADERS[question.block_type](question, answers[question.id])
        for question in quiz["questions"]
    }


def percent(results):
    """The share of right answers in whole per cent, rounded down, so that 79.9 does not look like 80."""
    return 100 * sum(results.values()) // len(results) if results else 0


def shuffled(question, seed):
    """The steps of an ordering question as ``(id, text)``: the same for the same ``seed``, never in the right order."""
    steps = steps_of(question)
    mixed = list(steps)
    random.Random(f"{seed}:{question.id}").shuffle(mixed)  # noqa: S311  a fair mix, not a secret
    while [text for _id, text in mixed] == [text for _id, text in steps] and len({text for _id, text in steps}) > 1:
        mixed = mixed[1:] + mixed[:1]
    return mixed


def folded(text):
    """``text`` without regard to case, accents and spaces: “Fair  Use” and “fairuse” are the same answer."""
    plain = unicodedata.normalize("NFKD", str(text).casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter) and not letter.isspace())


def readable(text):
    """``text`` itself; raises UnreadableText where it holds a null character or half a surrogate pair."""
    if "\x00" in text or any(0xD800 <= ord(letter) <= 0xDFFF for letter in text):
        raise UnreadableText
    return text


def _read_single(question, data):
    answer = data.get(field_of(question), "")
    return answer if answer in dict(options_of(question)) else None


def _read_multiple(question, data):
    ticked = set(data.getlist(field_of(question)))
    return [option_id for option_id, _value in options_of(question) if option_id in ticked]


def _read_true_false(question, data):
    answer = data.get(field_of(question), "")
    return answer if answer in {"true", "false"} else None


def _read_short(question, data):
    return readable(data.get(field_of(question), "")[:SHORT_LENGTH]).strip()


def _read_ordering(question, data):
    steps = steps_of(question)
    allowed = {str(number): number for number in range(1, len(steps) + 1)}
    given = {step_id: allowed.get(data.get(field_of(question, step_id), "")) for step_id, _text in steps}
    return {step_id: position for step_id, position in given.items() if position}


def _grade_single(question, answer):
    return any(option_id == answer and option["correct"] for option_id, option in options_of(question))


def _grade_multiple(question, answer):
    return set(answer) == {option_id for option_id, option in options_of(question) if option["correct"]}


def _grade_true_false(question, answer):
    return (answer == "true") == bool(question.value["answer"])


def _grade_short(question, answer):
    return folded(answer) in {folded(accepted) for accepted in question.value["accepted"]}


def _grade_ordering(question, answer):
    steps = steps_of(question)
    text_at = {answer.get(step_id): text for step_id, text in steps}
    return [text_at.get(number) for number in range(1, len(steps) + 1)] == [text for _id, text in steps]


_READERS = {
    "single": _read_single,
    "multiple": _read_multiple,
    "true_false": _read_true_false,
    "short": _read_short,
    "ordering": _read_ordering,
}
_GRADERS = {
    "single": _grade_single,
    "multiple": _grade_multiple,
    "true_false": _grade_true_false,
    "short": _grade_short,
    "ordering": _grade_ordering,
}
