"""Quizzes in the demo: banks and pre-checks published, first attempts that went wrong, somebody who tested out."""

import json
import random

from courses import papers, quizzes, testing_out
from courses.banks import QuestionBank
from courses.choices import GateKind
from courses.gates import gates_of
from pdportal.demo import reading
from pdportal.demo.studying import right_answers

HARD = 4  # of ten questions, how many a person gets wrong at most


def publish_banks(locales, topics):
    """Publish every bank in both languages; by ``(key, language)`` the id."""
    found = {}
    for code, locale in locales.items():
        for key, document in reading.documents("banks", code).items():
            (block,) = document.blocks
            bank = QuestionBank(
                title=document.facts["title"], note=document.facts["note"], topic=topics[document.facts["topic"]],
                locale=locale, translation_key=reading.key_of(f"banks/{key}"), questions=json.dumps(block["value"]),
            )  # fmt: skip
            bank.save()
            bank.save_revision()
            found[key, code] = bank.pk
    return found


def pre_check_of(document, banks):
    """The fields of a course page that hold the pre-check of its document; none where it has none."""
    blocks = [block for block in document.blocks if block["type"] == "pre_check"]
    if not blocks:
        return {}
    value = dict(blocks[0]["value"])
    minutes = value.pop("minutes")
    quiz = {**blocks[0], "type": "quiz", "value": with_bank(value, document.language, banks)}
    return {"pre_check": json.dumps([quiz]), "test_out_minutes": minutes}


def with_bank(quiz, language, banks):
    """A quiz's value with the key of its bank replaced by the id of the bank in this language."""
    return {**quiz, "bank": banks[quiz["bank"], language]} if quiz.get("bank") else quiz


def stumble(learner, lesson, *, at, seed):
    """Hand a first attempt in with some answers wrong, where the lesson has a quiz; it may pass all the same."""
    chance = random.Random(f"{seed}:{learner.pk}")  # noqa: S311  believable, not secret
    for gate in gates_of(lesson):
        if gate.kind is GateKind.QUIZ:
            questions = papers.draw(lesson, gate, learner, []).questions
            data = right_answers(questions)
            skill = chance.random()
            for place, question in enumerate(questions):
                if chance.random() * (place + 2) > skill * HARD:
                    _spoil(data, question, chance)
            quizzes.submit(learner, lesson, gate.id, data, number=1, at=at)


def test_out(learner, course, *, at):
    """Pass the pre-check of ``course``."""
    gate = testing_out.pre_check_of(course)
    questions = papers.draw(course, gate, learner, []).questions
    return quizzes.submit(learner, course, gate.id, right_answers(questions), at=at)


def _spoil(data, question, chance):
    """Make one answer wrong, in a way a person might."""
    if question.kind in {"single", "multiple"}:
        wrong = [option["id"] for option in question.items("options") if not option["correct"]]
        data.setlist(question.name, [chance.choice(wrong)])
    elif question.kind == "true_false":
        data[question.name] = "false" if data[question.name] == "true" else "true"
    elif question.kind == "short":
        data[question.name] = "fair use"
    elif question.kind == "numeric":
        data[question.name] = "70"
    else:
        first, second, *_rest = [question.field(item) for item in question.ids("steps") or question.ids("pairs")]
        data[first], data[second] = data[second], data[first]
