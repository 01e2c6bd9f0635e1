"""What tests of courses share: lessons with each kind of gate."""

import json
import uuid

import pytest
from django.test import Client
from wagtail.models import Locale

from courses import gates, papers, quizzes
from courses.banks import QuestionBank
from courses.questions import merged
from pdportal.demo import studying
from tests import factories

QUESTIONS = [
    {
        "type": "single",
        "value": {
            "text": "Which copy is the safest?",
            "explanation": "Short and once.",
            "options": [
                {"text": "One chapter, once", "correct": True, "why": "It does not replace a purchase."},
                {"text": "The workbook, every year", "correct": False, "why": "It replaces a purchase."},
            ],
        },
    },
    {
        "type": "multiple",
        "value": {
            "text": "Which are factors?",
            "explanation": "Four factors, each time.",
            "options": [
                {"text": "Purpose", "correct": True, "why": "The first factor."},
                {"text": "Amount", "correct": True, "why": "The third factor."},
                {"text": "The price of paper", "correct": False, "why": "No factor."},
            ],
        },
    },
    {"type": "true_false", "value": {"text": "Ten per cent is always fair.", "answer": False, "explanation": "No."}},
    {"type": "short", "value": {"text": "BY asks for …?", "accepted": ["Credit", "atribución"], "explanation": "BY."}},
    {
        "type": "ordering",
        "value": {"text": "Put in order.", "steps": ["First", "Second", "Third"], "explanation": "That way."},
    },
]
NUMERIC = {
    "type": "numeric",
    "value": {
        "text": "What is left?", "explanation": "Subtract both.", "answer": "2450", "tolerance": "2",
        "tolerance_kind": "percent", "unit": "$",
    },
}  # fmt: skip
MATCHING = {
    "type": "matching",
    "value": {
        "text": "Who decides?", "explanation": "Each its own.", "extra": ["Nobody"],
        "pairs": [
            {"left": "Statute", "right": "Congress"},
            {"left": "Decision", "right": "A court"},
            {"left": "Licence", "right": "Two parties"},
        ],
    },
}  # fmt: skip
EVERY_KIND = [*QUESTIONS, NUMERIC, MATCHING]
QUIZ = ("quiz", {"title": "Check yourself", "pass_mark": 80, "questions": QUESTIONS})
DEEP_SCENARIO = (
    "scenario",
    {
        "title": "The call",
        "situation": "A parent calls.",
        "choices": [
            {"text": "Hide the book", "outcome": "Others lose it.", "good": False},
            {
                "text": "Listen", "outcome": "He calms down.", "good": True, "next_question": "And then?",
                "next_choices": [
                    {"text": "Tell nobody", "outcome": "The principal is surprised.", "good": False},
                    {"text": "Tell the principal", "outcome": "She is ready.", "good": True},
                ],
            },
        ],
        "follow_up": "Promise the process.",
    },
)  # fmt: skip
SCENARIO = (
    "scenario",
    {
        "title": "The copied chapter",
        "situation": "A teacher hurries in.",
        "choices": [
            {"text": "Copy it all", "outcome": "Too much.", "good": False},
            {"text": "Ask the publisher", "outcome": "They agree.", "good": True},
        ],
        "follow_up": "Find a way.",
    },
)
PRACTICE = (
    "practice",
    {
        "title": "First sign-in",
        "introduction": "Do each step.",
        "checklist": ["I signed in", "I lent a book"],
        "note_prompt": "What does not work?",
    },
)
REFLECTION = ("reflection", {"title": "Your starting point", "prompt": "Where do you start?"})


def acknowledgement(policy):
    """The block that asks to acknowledge ``policy``."""
    return ("acknowledgement", {"policy": policy, "statement": "I have read it."})


def gate_in(lesson, kind):
    """The first gate of this kind in ``lesson``."""
    return next(gate for gate in gates.gates_of(lesson) if gate.kind == kind)


def questions_in(lesson):
    """The Questions of the first quiz in ``lesson``, in its language."""
    return merged([(lesson.locale.language_code, gate_in(lesson, "quiz").value["questions"])])


def form_of(questions, **changed):
    """The form data, as a plain dict, that answers ``questions`` rightly; ``changed`` by kind of question."""
    right = studying.right_answers(questions)
    data = {name: found if len(found) > 1 else found[0] for name, found in right.lists()}
    return data | {question.name: changed[question.kind] for question in questions if question.kind in changed}


def right_answers(lesson, **changed):
    """The form data that answers every question of the lesson's quiz rightly; ``changed`` by kind of question."""
    return form_of(questions_in(lesson), **changed)


def quiz_of(questions, **settings):
    """A quiz block of these raw questions."""
    return ("quiz", {"title": "Check yourself", "pass_mark": 80, "questions": questions, **settings})


def statements(number, *, start=0):
    """So many true statements."""
    return [
        {
            "type": "true_false",
            "value": {"text": f"Statement {start + n}", "answer": True, "explanation": f"Because {n}"},
        }
        for n in range(number)
    ]


def paper_for(learner, lesson):
    """The Paper the learner's next attempt at the lesson's quiz would get, in every language."""
    gate = gate_in(lesson, "quiz")
    earlier = list(quizzes.attempts_by(learner, lesson.translation_key).filter(gate_id=gate.id))
    return papers.draw(lesson, gate, learner, earlier, all_languages=True)


def make_bank(questions, **fields):
    """A question bank in English."""
    bank = QuestionBank(title="Copyright cases", locale=Locale.objects.get(language_code="en"), **fields)
    bank.questions = json.dumps([{**question, "id": str(uuid.uuid4())} for question in questions])
    bank.save()
    return QuestionBank.objects.get(pk=bank.pk)


def translate(page, title):
    """``page`` in Spanish, published; its blocks keep their ids."""
    spanish = page.copy_for_translation(Locale.objects.get(language_code="es"), copy_parents=True)
    spanish.title = spanish.draft_title = title
    spanish.save_revision().publish()
    return type(page).objects.get(pk=spanish.pk)


def sign_in(person):
    """A client in which ``person`` is signed in."""
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def course(db):
    """A course of two plain lessons."""
    return factories.make_course("Copyright refresher", lessons=["Read this", "And this"], credit_hours="2.50")


@pytest.fixture
def lessons(course):
    """Its lessons in order."""
    return [page.specific for page in course.get_children()]


@pytest.fixture
def bare(db):
    """A course without lessons, to add to."""
    return factories.make_course("One lesson", lessons=[], credit_hours="1.00")


@pytest.fixture
def quiz_lesson(bare):
    return factories.make_lesson(bare, "A quiz", body=[QUIZ])


@pytest.fixture
def practice_lesson(bare):
    return factories.make_lesson(bare, "Practice", body=[PRACTICE])


@pytest.fixture
def scenario_lesson(bare):
    return factories.make_lesson(bare, "Scenario", body=[SCENARIO])


@pytest.fixture
def reflection_lesson(bare):
    return factories.make_lesson(bare, "Reflection", body=[REFLECTION])


@pytest.fixture
def policy(db):
    return factories.make_policy("Acceptable use")


@pytest.fixture
def policy_lesson(bare, policy):
    return factories.make_lesson(bare, "Policy", body=[acknowledgement(policy)])
