"""Reading, checking and grading answers; numbers as people type them."""

from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import translation

from courses import answers, grading
from courses.errors import UnreadableText
from courses.questions import Question, merged
from tests import factories
from tests.courses.conftest import EVERY_KIND, form_of, gate_in, questions_in

pytestmark = pytest.mark.django_db


def posted(data):
    form = QueryDict(mutable=True)
    for name, value in data.items():
        form.setlist(name, value) if isinstance(value, list) else form.__setitem__(name, value)
    return form


@pytest.fixture
def questions(bare):
    """One question of every kind."""
    quiz = ("quiz", {"title": "Check yourself", "pass_mark": 80, "questions": EVERY_KIND})
    return questions_in(factories.make_lesson(bare, "Every kind", body=[quiz]))


def named(questions, kind):
    return next(question for question in questions if question.kind == kind)


def grades(questions, **changed):
    given = grading.read(questions, posted(form_of(questions, **changed)))
    results = grading.grade(questions, given)
    return {question.kind: results[question.id] for question in questions}


def test_right_answers_are_right(questions):
    assert grades(questions) == dict.fromkeys(
        ["single", "multiple", "true_false", "short", "ordering", "numeric", "matching"], True
    )


def test_several_right_answers_need_all_of_them_and_no_other(questions):
    options = named(questions, "multiple").ids("options")
    assert grades(questions, multiple=options[:1])["multiple"] is False
    assert grades(questions, multiple=options)["multiple"] is False
    assert grades(questions, multiple=options[:2])["multiple"] is True


@pytest.mark.parametrize(
    ("text", "right"),
    [("credit", True), ("  CRÉDIT ", True), ("c r e d i t", True), ("Atribucion", True), ("cash", False), ("", False)],
)
def test_short_answers_ignore_case_accents_and_spaces(questions, text, right):
    assert grades(questions, short=text)["short"] is right


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("2450", True), ("$2,450", True), (" 2,450.00 $ ", True), ("2401", True), ("2400.99", False), ("2499", True),
        ("-2450", False), ("2.450", False), ("2450 dollars", False), ("1e9", False), ("²", False), ("", False),
    ],
)  # fmt: skip
def test_numbers_are_right_within_their_tolerance(questions, text, right):
    assert grades(questions, numeric=text)["numeric"] is right


@pytest.mark.parametrize(
    ("language", "typed", "number"),
    [
        ("en", "1,250.5", "1250.5"), ("es", "1.250,5", "1250.5"), ("en", "1,250", "1250"), ("es", "1.250", "1250"),
        ("es", "1,250", "1.25"), ("en", "1.250", "1.25"), ("es", "1.5", "1.5"), ("en", "1,5", "1.5"),
        ("es", "1 250,75", "1250.75"), ("en", "−3", "-3"), ("en", "1,000,000", "1000000"), ("en", "1,2,3", None),
        ("en", "1,222.333,444", None), ("en", "twelve", None), ("en", "9" * 30, None), ("en", "١٢", None),
        ("en", "12%", "12"), ("es", "€ 12", "12"), ("en", "1.2.3", None), ("en", "5 min", "5"), ("en", "min", None),
    ],
)  # fmt: skip
def test_numbers_are_read_as_the_language_writes_them(language, typed, number):
    with translation.override(language):
        assert answers.number_in(typed, unit="min") == (Decimal(number) if number else None)


def test_a_number_typed_in_english_comes_back_in_spanish():
    assert [answers.number_text(Decimal(text)) for text in ("1250.50", "1978", "12000", "-12000.5")] == [
        "1250.5", "1978", "12,000", "-12,000.5",
    ]  # fmt: skip
    with translation.override("es"):
        for number in (Decimal("1250.5"), Decimal("12000.25")):
            assert answers.number_in(answers.number_text(number)) == number


def test_an_absolute_tolerance_counts_in_the_unit():
    content = {"text": "?", "answer": "10", "tolerance": "0.5", "tolerance_kind": "absolute", "unit": ""}
    question = Question("n", "numeric", {"en": content})
    right = [grading.is_right(question, {"number": number}) for number in ("9.5", "10.5", "9.49", "NaN", "1E+999999")]
    assert right == [True, True, False, False, False]


def test_a_pair_belongs_together_by_its_text(questions):
    question = named(questions, "matching")
    first, second, third = question.ids("pairs")
    assert grading.is_right(question, {first: first, second: second, third: third}) is True
    assert grading.is_right(question, {first: second, second: first, third: third}) is False
    assert grading.is_right(question, {first: first, second: second}) is False


def test_the_page_offers_each_right_hand_side_once_and_says_nothing_by_its_name(questions):
    question = named(questions, "matching")
    offers = grading.offers(question, "seed")
    assert sorted(text for _token, text in offers) == ["A court", "Congress", "Nobody", "Two parties"]
    known = {*question.ids("pairs"), *question.ids("extra")}
    assert [token for token, _text in offers if token in known] == []
    orders = {tuple(text for _token, text in grading.offers(question, seed)) for seed in range(50)}
    assert len(orders) > 10


def test_a_wrong_order_is_wrong(questions):
    question = named(questions, "ordering")
    steps = question.ids("steps")
    assert grading.is_right(question, {steps[0]: 2, steps[1]: 1, steps[2]: 3}) is False
    assert grading.is_right(question, {steps[0]: 1, steps[1]: 2, steps[2]: 3}) is True


def test_what_no_option_offers_is_not_an_answer(questions):
    garbage = {question.name: "../../etc" for question in questions if question.kind not in {"short", "numeric"}}
    garbage |= {question.field(item): "7" for question in questions for item in question.ids("steps")}
    assert grading.read(questions, posted(garbage | {"q-nonsense": "1"})) == {}


def test_long_texts_are_cut_and_null_characters_refused(questions):
    for kind, length in (("short", 200), ("numeric", 60)):
        question = named(questions, kind)
        read = grading.read(questions, posted({question.name: "x" * 10_000}))[question.id]
        assert len(read["typed"] if kind == "numeric" else read) == length
        with pytest.raises(UnreadableText):
            grading.read(questions, posted({question.name: "a\x00b"}))


def test_what_is_missing_is_named(questions):
    ordering, matching = named(questions, "ordering"), named(questions, "matching")
    steps, pairs = ordering.ids("steps"), matching.ids("pairs")
    assert len(grading.problems(questions, {})) == 7
    complete = grading.read(questions, posted(form_of(questions)))
    assert grading.problems(questions, complete) == {}
    twice = complete | {ordering.id: {steps[0]: 1, steps[1]: 1, steps[2]: 2}}
    assert grading.problems(questions, twice) == {ordering.id: "Two steps have the same number."}
    assert grading.problems(questions, complete | {ordering.id: {steps[0]: 1}}) == {
        ordering.id: "Please give every step a number."
    }
    assert grading.problems(questions, complete | {matching.id: {pairs[0]: pairs[0]}}) == {
        matching.id: "Please choose an answer in every line."
    }
    typed = complete | {named(questions, "numeric").id: {"typed": "twelve"}}
    assert list(grading.problems(questions, typed).values()) == ["Please write a number, for example 12.5."]
    with translation.override("es"):
        assert "12,5" in next(iter(grading.problems(questions, typed).values()))


def test_the_shuffle_is_steady_and_never_the_right_order(questions):
    question = named(questions, "ordering")
    right = question.items("steps")
    orders = [grading.shuffled_steps(question, seed) for seed in range(200)]
    assert orders == [grading.shuffled_steps(question, seed) for seed in range(200)]
    assert right not in orders
    assert all(sorted(order, key=str) == sorted(right, key=str) for order in orders)


def test_the_score_is_rounded_down():
    assert grading.percent({"a": True, "b": True, "c": False}) == 66
    assert grading.percent({}) == 0
    assert grading.is_passed({}, 1) is False


def test_another_language_is_taken_along_only_where_it_asks_the_same(quiz_lesson):
    quiz = gate_in(quiz_lesson, "quiz").value
    both = merged([("en", quiz["questions"]), ("es", quiz["questions"])])
    assert [sorted(question.contents) for question in both] == [["en", "es"]] * 5
    other = factories.make_lesson(quiz_lesson.get_parent().specific, "Other", body=[("quiz", {**quiz, "title": "x"})])
    apart = merged([("en", quiz["questions"]), ("es", gate_in(other, "quiz").value["questions"][:0])])
    assert [sorted(question.contents) for question in apart] == [["en"]] * 5
