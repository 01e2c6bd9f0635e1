"""Reading, checking and grading answers."""

import pytest
from django.http import QueryDict

from courses import answers
from courses.errors import UnreadableText
from tests.courses.conftest import gate_in, right_answers

pytestmark = pytest.mark.django_db


def posted(data):
    form = QueryDict(mutable=True)
    for name, value in data.items():
        form.setlist(name, value) if isinstance(value, list) else form.__setitem__(name, value)
    return form


@pytest.fixture
def quiz(quiz_lesson):
    return gate_in(quiz_lesson, "quiz").value


def grades(quiz, lesson, **changed):
    given = answers.read(quiz, posted(right_answers(lesson, **changed)))
    return list(answers.grade(quiz, given).values())


def test_right_answers_are_right(quiz, quiz_lesson):
    assert grades(quiz, quiz_lesson) == [True, True, True, True, True]


def test_several_right_answers_need_all_of_them_and_no_other(quiz, quiz_lesson):
    options = [option_id for option_id, _value in answers.options_of(quiz["questions"][1])]
    assert grades(quiz, quiz_lesson, multiple=options[:1])[1] is False
    assert grades(quiz, quiz_lesson, multiple=options)[1] is False
    assert grades(quiz, quiz_lesson, multiple=options[:2])[1] is True


@pytest.mark.parametrize(
    ("text", "right"),
    [("credit", True), ("  CRÉDIT ", True), ("c r e d i t", True), ("Atribucion", True), ("cash", False), ("", False)],
)
def test_short_answers_ignore_case_accents_and_spaces(quiz, quiz_lesson, text, right):
    assert grades(quiz, quiz_lesson, short=text)[3] is right


def test_a_wrong_order_is_wrong(quiz, quiz_lesson):
    question = quiz["questions"][4]
    steps = [step_id for step_id, _text in answers.steps_of(question)]
    assert answers.grade(quiz, {question.id: {steps[0]: 2, steps[1]: 1, steps[2]: 3}})[question.id] is False


def test_what_no_option_offers_is_not_an_answer(quiz):
    names = [answers.field_of(question) for question in quiz["questions"]]
    garbage = dict.fromkeys(names, "../../etc") | {"q-nonsense": "1", names[3]: ""}
    assert answers.read(quiz, posted(garbage)) == {}


def test_a_long_short_answer_is_cut_and_a_null_character_refused(quiz):
    question = quiz["questions"][3]
    name = answers.field_of(question)
    assert len(answers.read(quiz, posted({name: "x" * 10_000}))[question.id]) == 200
    with pytest.raises(UnreadableText):
        answers.read(quiz, posted({name: "a\x00b"}))


def test_missing_answers_and_equal_positions_are_named(quiz, quiz_lesson):
    question = quiz["questions"][4]
    steps = [step_id for step_id, _text in answers.steps_of(question)]
    assert len(answers.problems(quiz, {})) == 5
    assert answers.problems(quiz, answers.read(quiz, posted(right_answers(quiz_lesson)))) == {}
    complete = answers.read(quiz, posted(right_answers(quiz_lesson)))
    twice = complete | {question.id: {steps[0]: 1, steps[1]: 1, steps[2]: 2}}
    assert answers.problems(quiz, twice) == {question.id: "Two steps have the same number."}
    partly = complete | {question.id: {steps[0]: 1}}
    assert answers.problems(quiz, partly) == {question.id: "Please give every step a number."}


def test_the_shuffle_is_steady_and_never_the_right_order(quiz):
    question = quiz["questions"][4]
    right = answers.steps_of(question)
    orders = [answers.shuffled(question, seed) for seed in range(200)]
    assert orders == [answers.shuffled(question, seed) for seed in range(200)]
    assert right not in orders
    assert all(sorted(order) == sorted(right) for order in orders)


def test_the_score_is_rounded_down():
    assert answers.percent({"a": True, "b": True, "c": False}) == 66
    assert answers.percent({}) == 0
