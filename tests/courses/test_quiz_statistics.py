"""Item statistics: shares, discrimination, most chosen wrong answers; both languages together, no names."""

import pytest
from django.urls import reverse
from django.utils import translation

from courses import quizzes
from courses.item_analysis import Response, item
from courses.pages import LessonPage
from courses.questions import Question
from courses.quiz_records import FrozenQuestion
from courses.quiz_statistics import statistics_of
from courses.records import QuizAttempt
from pdportal.people.choices import Role
from tests import factories
from tests.courses.conftest import EVERY_KIND, form_of, gate_in, paper_for, quiz_of, right_answers, sign_in, translate
from tests.courses.test_answers import posted

pytestmark = pytest.mark.django_db
STATEMENT = Question("t", "true_false", {"en": {"text": "?", "explanation": "", "answer": True}})


def responses(*rows):
    return [Response("true" if right else "false", right, elsewhere) for right, elsewhere in rows]


def test_a_question_that_tells_apart_and_one_that_misleads():
    good = item(STATEMENT, responses(*[(True, 1.0)] * 6, *[(False, 0.0)] * 6), is_asked=True)
    assert (good.share, good.discrimination, good.verdict) == (50, 1.0, "Tells apart well")
    bad = item(STATEMENT, responses(*[(False, 1.0)] * 6, *[(True, 0.0)] * 6), is_asked=True)
    assert (bad.discrimination, bad.verdict) == (-1.0, "Misleads: those who know the rest get it wrong")


@pytest.mark.parametrize(
    ("rows", "share", "discrimination", "verdict"),
    [
        ([], None, None, "Too few answers to say"),
        ([(True, 0.5)], 100, None, "Too few answers to say"),
        ([(True, 0.5)] * 12, 100, None, "Everybody knows this"),
        ([(True, None)] * 6 + [(False, None)] * 6, 50, None, "Says nothing about the rest"),
        ([(True, 0.5)] * 6 + [(False, 0.5)] * 6, 50, None, "Says nothing about the rest"),
        ([(True, 0.5), (False, 0.4)] * 3 + [(True, 0.2), (False, 0.3)] * 3, 50, 0.0, "Does not tell apart"),
        ([(True, 0.6), (False, 0.4), (True, 0.2), (False, 0.4)] * 3 + [(True, 0.7)], 54, 0.14, "Tells apart a little"),
    ],
)
def test_what_the_numbers_mean_is_said_in_words(rows, share, discrimination, verdict):
    found = item(STATEMENT, responses(*rows), is_asked=True)
    assert (found.share, found.discrimination, found.verdict) == (share, discrimination, verdict)


@pytest.fixture
def lesson(bare):
    return factories.make_lesson(bare, "Every kind", body=[quiz_of(EVERY_KIND)])


def hand_in(person, lesson, **changed):
    data = form_of(paper_for(person, lesson).questions, **changed)
    number = quizzes.attempts_by(person, lesson.translation_key).count() + 1
    return quizzes.submit(person, lesson, gate_in(lesson, "quiz").id, posted(data), number=number)


def test_nothing_answered_yet(lesson):
    found = statistics_of(lesson)[0]
    assert (found.attempts, found.passed_share, [each.share for each in found.items]) == (0, None, [None] * 7)


def test_the_first_attempt_counts_in_both_languages(learner, teacher, colleague, bare, lesson):
    translate(bare, "Una lección")
    spanish = translate(lesson, "De todo")
    hand_in(learner, lesson, short="cash", numeric="3850", true_false="true")
    hand_in(learner, lesson)
    with translation.override("es"):
        hand_in(teacher, spanish, short="Cash", numeric="3850")
    hand_in(colleague, lesson, short="money")
    found = statistics_of(lesson)[0]
    by_kind = {each.question.kind: each for each in found.items}
    assert (found.attempts, found.first, found.passed_share) == (4, 3, 33)
    assert (by_kind["short"].answered, by_kind["short"].right, by_kind["short"].wrong) == (3, 0, [("cash", 2)])
    assert (by_kind["numeric"].share, by_kind["numeric"].wrong) == (33, [("3850", 2)])
    assert (by_kind["true_false"].share, by_kind["true_false"].wrong) == (67, [("True", 1)])
    assert [each.share for each in statistics_of(spanish)[0].items] == [each.share for each in found.items]


def test_the_most_chosen_wrong_answers_of_each_kind(learner, lesson):
    questions = {question.kind: question for question in paper_for(learner, lesson).questions}
    steps, pairs = questions["ordering"].ids("steps"), questions["matching"].ids("pairs")
    options = questions["multiple"].ids("options")
    hand_in(learner, lesson, single=questions["single"].ids("options")[1], multiple=[options[0], options[2]])
    attempt = QuizAttempt.objects.get()
    attempt.answers |= {
        questions["ordering"].id: {steps[0]: 2, steps[1]: 1, steps[2]: 3},
        questions["matching"].id: {pairs[0]: pairs[1], pairs[1]: pairs[1], pairs[2]: pairs[2]},
    }
    attempt.results |= {questions["ordering"].id: False, questions["matching"].id: False}
    attempt.save()
    wrong = {each.question.kind: each.wrong for each in statistics_of(lesson)[0].items}
    assert wrong == {
        "single": [("The workbook, every year", 1)],
        "multiple": [("The price of paper", 1), ("Not ticked: Amount", 1)],
        "true_false": [], "short": [], "numeric": [],
        "ordering": [("Second → First → Third", 1)],
        "matching": [("Statute → A court", 1)],
    }  # fmt: skip


def test_questions_no_longer_asked_and_new_wordings_stay_in_the_table(learner, teacher, quiz_lesson):
    hand_in(learner, quiz_lesson)
    page = LessonPage.objects.get(pk=quiz_lesson.pk)
    raw = [{**block, "value": dict(block["value"])} for block in page.body.get_prep_value()]
    kept, changed, *_rest = raw[0]["value"]["questions"]
    changed = {**changed, "value": {**changed["value"], "text": "Which are the factors?"}}
    raw[0]["value"]["questions"] = [kept, changed]
    page.body = raw
    page.save_revision().publish()
    page = LessonPage.objects.get(pk=page.pk)
    hand_in(teacher, page)
    found = [(each.is_asked, each.answered, each.wordings) for each in statistics_of(page)[0].items]
    assert found == [(True, 2, 1), (True, 2, 2), (False, 1, 1), (False, 1, 1), (False, 1, 1)]
    assert FrozenQuestion.objects.count() == 6


def test_authors_and_coordinators_read_and_export_them(editor, coordinator, learner, principal, client, lesson, course):
    hand_in(learner, lesson, true_false="true")
    place = reverse("quiz_statistics", args=[lesson.pk])
    for person in (editor, coordinator):
        page = sign_in(person).get(place).content.decode()
        assert ("Which copy is the safest?" in page, learner.last_name in page) == (True, False)
    rows = b"".join(sign_in(editor).get(f"{place}?export=csv")).decode().splitlines()
    assert (len(rows), learner.last_name in "".join(rows)) == (8, False)
    assert sign_in(editor).get(f"{place}?export=xlsx")["Content-Type"].endswith("spreadsheetml.sheet")
    for person in (learner, principal):
        assert sign_in(person).get(place).status_code == 302
    assert client.get(place)["Location"].startswith("/accounts/login/")
    assert sign_in(editor).post(place).status_code == 405
    for pk in (course.get_parent().pk, 999_999, 10**17):
        assert sign_in(editor).get(reverse("quiz_statistics", args=[pk])).status_code == 404


def test_they_are_linked_from_the_editor_and_only_where_there_is_a_quiz(editor, quiz_lesson, course):
    client, place = sign_in(editor), reverse("quiz_statistics", args=[quiz_lesson.pk])
    assert place in client.get(reverse("wagtailadmin_pages:edit", args=[quiz_lesson.pk])).content.decode()
    assert place in client.get(reverse("wagtailadmin_explore", args=[quiz_lesson.get_parent().pk])).content.decode()
    other = reverse("quiz_statistics", args=[course.pk])
    assert other not in client.get(reverse("wagtailadmin_pages:edit", args=[course.pk])).content.decode()


def test_they_take_the_same_queries_for_one_attempt_and_for_three(django_assert_num_queries, learner, school, lesson):
    hand_in(learner, lesson)
    lesson = LessonPage.objects.get(pk=lesson.pk)
    with django_assert_num_queries(4):  # language, attempts, translations, wordings
        statistics_of(lesson)
    for name in ("Ann One", "Ben Two"):
        hand_in(factories.make_person(name, Role.TEACHER, school), lesson, short="x")
    lesson = LessonPage.objects.get(pk=lesson.pk)
    with django_assert_num_queries(4):
        statistics_of(lesson)


def test_right_answers_are_still_right_after_all(learner, quiz_lesson):
    quizzes.submit(learner, quiz_lesson, gate_in(quiz_lesson, "quiz").id, posted(right_answers(quiz_lesson)))
    assert [each.share for each in statistics_of(quiz_lesson)[0].items] == [100] * 5
