"""No page gives an answer away before it is handed in, whatever the kind; and every kind works without a script."""

import json
import re

import pytest
from django.test import Client

from courses import grading, quizzes
from tests import factories
from tests.courses.conftest import EVERY_KIND, form_of, gate_in, paper_for, quiz_of, sign_in, statements
from tests.courses.test_answers import posted
from tests.courses.test_views import address

pytestmark = pytest.mark.django_db
# What only an author knows: reasons, explanations, accepted texts and numbers.
SECRETS = {
    "single": ["It does not replace", "It replaces a purchase", "Short and once"],
    "multiple": ["The first factor", "No factor", "Four factors"],
    "true_false": [">No.<"],
    "short": ["Credit", "atribuci"],
    "numeric": ["2450", "2,450", "Subtract both"],
    "ordering": ["That way"],
    "matching": ["Each its own"],
}
MARKERS = ["data-correct", "is-correct", "data-answer", '"correct"', '"answer"', "aria-checked"]


def lesson_of(bare, kind):
    question = next(question for question in EVERY_KIND if question["type"] == kind)
    return factories.make_lesson(bare, f"Only {kind}", body=[quiz_of([question])])


def quiz_in(page):
    """The part of the page that holds the quiz."""
    return re.search(r'<section class="gate gate--quiz".*?</section>', page, re.DOTALL).group(0)


@pytest.mark.parametrize("kind", sorted(SECRETS))
def test_nothing_that_is_right_is_in_the_page_before_handing_in(learner, bare, kind):
    lesson = lesson_of(bare, kind)
    client, gate = sign_in(learner), gate_in(lesson, "quiz")
    wrong = {"single": "", "multiple": [], "true_false": "true", "short": "cash", "numeric": "7"}
    visits = [Client(), client]
    for visitor in visits:
        page = visitor.get(lesson.url).content.decode()
        assert [secret for secret in [*SECRETS[kind], *MARKERS] if secret in quiz_in(page)] == []
    changed = {kind: wrong[kind]} if kind in wrong else {}
    client.post(address("save", lesson, gate, kind="quiz"), form_of(paper_for(learner, lesson).questions, **changed))
    page = client.get(lesson.url).content.decode()
    assert [secret for secret in [*SECRETS[kind], *MARKERS] if secret in quiz_in(page)] == []
    missing = client.get(f"{lesson.url}?check={gate.id}").content.decode()
    assert [secret for secret in SECRETS[kind] if secret in quiz_in(missing)] == []


@pytest.mark.parametrize("kind", ["single", "multiple", "true_false"])
def test_the_options_look_the_same_whichever_is_right(learner, bare, kind):
    page = quiz_in(sign_in(learner).get(lesson_of(bare, kind).url).content.decode())
    inputs = re.findall(r"<input type=\"(?:radio|checkbox)\"[^>]*>", page)
    assert len({re.sub(r'value="[^"]*"', "", tag) for tag in inputs}) == 1


def test_the_order_of_a_matching_question_gives_nothing_away(learner, bare):
    lesson = lesson_of(bare, "matching")
    question = paper_for(learner, lesson).questions[0]
    page = quiz_in(sign_in(learner).get(lesson.url).content.decode())
    values = set(re.findall(r'<option value="([^"]+)"', page))
    assert (len(values), values & {*question.ids("pairs"), *question.ids("extra")}) == (4, set())
    assert page.count("<select") == 3
    lists = re.findall(r"<select.*?</select>", page, re.DOTALL)
    assert len({re.sub(r'(id|name)="[^"]*"', "", each) for each in lists}) == 1


@pytest.mark.parametrize("kind", sorted(SECRETS))
def test_every_kind_is_answered_by_a_plain_form(learner, bare, kind):
    lesson = lesson_of(bare, kind)
    client, gate = sign_in(learner), gate_in(lesson, "quiz")
    page = quiz_in(client.get(lesson.url).content.decode())
    data = form_of(paper_for(learner, lesson).questions)
    assert [name for name in data if f'name="{name}"' not in page] == []
    client.post(address("submit_quiz", lesson, gate), data | {"attempt": "1"})
    assert quizzes.attempts_by(learner, lesson.translation_key).get().score_percent == 100
    reviewed = client.get(lesson.url).content.decode()
    assert [secret for secret in SECRETS[kind][-1:] if secret.strip("<>") not in reviewed and kind != "short"] == []


def test_what_a_draw_leaves_out_is_nowhere_in_the_page(learner, bare):
    lesson = factories.make_lesson(bare, "Drawn", body=[quiz_of(statements(9), draw=2)])
    page = sign_in(learner).get(lesson.url).content.decode()
    assert len(re.findall(r"Statement \d", page)) == 2


def test_a_review_shows_pairs_and_numbers_as_given(learner, bare):
    lesson = factories.make_lesson(bare, "Both", body=[quiz_of(EVERY_KIND[-2:])])
    numeric, matching = paper_for(learner, lesson).questions
    first, second, third = matching.ids("pairs")
    data = form_of([numeric], numeric="7") | {
        matching.field(first): grading.token_of(matching, second),
        matching.field(second): grading.token_of(matching, second),
        matching.field(third): grading.token_of(matching, third),
    }
    attempt = quizzes.submit(learner, lesson, gate_in(lesson, "quiz").id, posted(data))
    assert json.dumps(attempt.results) == json.dumps({numeric.id: False, matching.id: False})
    page = sign_in(learner).get(f"/my/attempts/{attempt.pk}/")
    number, pairs = page.context["review"]
    assert (number.given, number.right_answer) == (["$7"], ["$2450 (± 2 %)"])
    assert [(pair.left, pair.given, pair.right, pair.correct) for pair in pairs.pairs] == [
        ("Statute", "A court", "Congress", False),
        ("Decision", "A court", "A court", True),
        ("Licence", "Two parties", "Two parties", True),
    ]
