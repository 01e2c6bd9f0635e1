"""Papers: drawn the same in both languages, others next time, frozen with the attempt whatever is edited later."""

import datetime as dt

import pytest
from django.utils import timezone, translation
from wagtail.models import Locale

from courses import papers, progress, quizzes
from courses.banks import QuestionBank
from courses.pages import LessonPage
from courses.quiz_records import FrozenQuestion
from courses.quiz_sheets import sheets
from courses.records import Enrollment, QuizAttempt
from tests import factories
from tests.courses.conftest import (
    EVERY_KIND,
    QUIZ,
    form_of,
    gate_in,
    make_bank,
    paper_for,
    questions_in,
    quiz_of,
    right_answers,
    sign_in,
    statements,
    translate,
)  # fmt: skip
from tests.courses.test_answers import posted

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def drawing(bare):
    """A lesson whose quiz draws four of twelve."""
    return factories.make_lesson(bare, "Drawn", body=[quiz_of(statements(12), draw=4, shuffle_questions=True)])


def ids(paper):
    return [question.id for question in paper.questions]


def answer(learner, lesson, *, right, at=NOW):
    """Hand the next attempt in, all right or all wrong."""
    paper, gate = paper_for(learner, lesson), gate_in(lesson, "quiz")
    data = form_of(paper.questions, **({} if right else {"true_false": "false"}))
    number = quizzes.attempts_by(learner, lesson.translation_key).count() + 1
    return quizzes.submit(learner, lesson, gate.id, posted(data), number=number, at=at)


def test_so_many_are_drawn_and_the_same_on_every_look(learner, drawing):
    drawn = ids(paper_for(learner, drawing))
    assert len(set(drawn)) == 4
    assert ids(paper_for(learner, drawing)) == drawn


def test_people_get_different_papers(learner, teacher, colleague, drawing):
    assert len({tuple(ids(paper_for(person, drawing))) for person in (learner, teacher, colleague)}) > 1


def test_another_attempt_asks_what_was_not_asked_yet(learner, drawing):
    asked = [papers.asked_in(answer(learner, drawing, right=False)) for _number in range(3)]
    assert len({question for paper in asked for question in paper}) == 12
    assert len(ids(paper_for(learner, drawing))) == 4


def test_another_year_asks_others(learner, drawing):
    first = papers.asked_in(answer(learner, drawing, right=True))
    Enrollment.objects.update(completed_at=NOW - dt.timedelta(days=365), cycle="2025-26")
    assert set(ids(paper_for(learner, drawing))) & set(first) == set()


def test_both_languages_draw_the_same_and_mix_alike(learner, bare, drawing):
    translate(bare, "Una lección")
    spanish = translate(drawing, "Sorteo")
    with translation.override("es"):
        assert ids(paper_for(learner, spanish)) == ids(paper_for(learner, drawing))
    assert [sorted(question.contents) for question in paper_for(learner, spanish).questions] == [["en", "es"]] * 4


def test_options_are_mixed_where_the_author_wants_it_and_the_same_each_time(bare, learner, teacher, colleague):
    options = [{"text": f"Option {n}", "correct": n == 0, "why": ""} for n in range(6)]
    question = {"type": "single", "value": {"text": "Which?", "explanation": "That.", "options": options}}
    plain = factories.make_lesson(bare, "Plain", body=[quiz_of([question])])
    mixed = factories.make_lesson(bare, "Mixed", body=[quiz_of([question], shuffle_options=True)])
    orders = []
    for person in (learner, teacher, colleague):
        paper = paper_for(person, mixed)
        orders.append([option["text"] for option in paper.options(paper.questions[0])])
        assert orders[-1] == [option["text"] for option in paper.options(paper_for(person, mixed).questions[0])]
    assert len({tuple(order) for order in orders}) > 1
    paper = paper_for(learner, plain)
    assert [option["text"] for option in paper.options(paper.questions[0])] == [f"Option {n}" for n in range(6)]


def _rewrite(lesson, body):
    page = LessonPage.objects.get(pk=lesson.pk)
    page.body = body
    page.save_revision().publish()
    return LessonPage.objects.get(pk=lesson.pk)


def test_an_edit_changes_neither_an_attempt_under_way_nor_its_review(learner, quiz_lesson):
    gate = gate_in(quiz_lesson, "quiz")
    quizzes.save_draft(learner, quiz_lesson, gate.id, posted(right_answers(quiz_lesson)))
    raw = quiz_lesson.body.get_prep_value()
    edited = [{**block, "value": dict(block["value"])} for block in raw]
    edited[0]["value"] |= {"pass_mark": 100, "questions": [{**raw[0]["value"]["questions"][2], "id": "other"}]}
    after = _rewrite(quiz_lesson, edited)
    enrollment = Enrollment.objects.get()
    sheet = sheets(after, [gate_in(after, "quiz")], learner, enrollment)[gate.id]
    assert ([question.kind for question in sheet.questions], sheet.pass_mark) == (
        ["single", "multiple", "true_false", "short", "ordering"], 80,
    )  # fmt: skip
    data = right_answers(quiz_lesson, short="cash")
    attempt = quizzes.submit(learner, after, gate.id, posted(data), number=1)
    assert (attempt.score_percent, attempt.passed) == (80, True)
    sheet = sheets(after, [gate_in(after, "quiz")], learner, enrollment)[gate.id]
    assert [question.text for question in sheet.review][:2] == ["Which copy is the safest?", "Which are factors?"]


def test_a_review_stays_when_the_lesson_is_gone(learner, quiz_lesson):
    gate = gate_in(quiz_lesson, "quiz")
    attempt = quizzes.submit(learner, quiz_lesson, gate.id, posted(right_answers(quiz_lesson)))
    quiz_lesson.delete()
    page = sign_in(learner).get(f"/my/attempts/{attempt.pk}/")
    assert (page.status_code, "It replaces a purchase." in page.content.decode()) == (200, True)


def test_wordings_are_kept_once_for_all(learner, teacher, quiz_lesson):
    gate = gate_in(quiz_lesson, "quiz")
    for person in (learner, teacher):
        quizzes.submit(person, quiz_lesson, gate.id, posted(right_answers(quiz_lesson)))
    assert (QuizAttempt.objects.count(), FrozenQuestion.objects.count()) == (2, 5)


def test_an_attempt_from_before_papers_is_read_with_the_questions_of_now(learner, quiz_lesson):
    gate = gate_in(quiz_lesson, "quiz")
    attempt = quizzes.submit(learner, quiz_lesson, gate.id, posted(right_answers(quiz_lesson)))
    QuizAttempt.objects.update(paper={})
    page = sign_in(learner).get(f"/my/attempts/{attempt.pk}/")
    assert (page.status_code, len(page.context["review"])) == (200, 5)
    quiz_lesson.unpublish()
    assert sign_in(learner).get(f"/my/attempts/{attempt.pk}/").status_code == 404


def test_a_draft_begun_in_english_goes_on_in_spanish(learner, bare):
    lesson = factories.make_lesson(bare, "Every kind", body=[quiz_of(EVERY_KIND)])
    translate(bare, "Una lección")
    spanish = translate(lesson, "De todo")
    gate = gate_in(lesson, "quiz")
    attempt = quizzes.save_draft(learner, lesson, gate.id, posted(form_of(questions_in(lesson), numeric="1,250.5")))
    with translation.override("es"):
        sheet = sheets(spanish, [gate], learner, attempt.enrollment)[gate.id]
        views = {view.kind: view for view in sheet.questions}
        assert views["numeric"].given == "1250,5"
        assert [text for _key, text, chosen in views["true_false"].choices if chosen] == ["Falso"]
        labels = dict(views["matching"].offers)
        assert [labels[given] for _name, _text, given in views["matching"].rows] == [
            "Congress", "A court", "Two parties",
        ]  # fmt: skip


def test_a_bank_is_drawn_from_in_both_languages(learner, bare):
    bank = make_bank(statements(6))
    spanish_bank = bank.copy_for_translation(Locale.objects.get(language_code="es"))
    spanish_bank.save()
    lesson = factories.make_lesson(bare, "From a bank", body=[quiz_of([], bank=bank, draw=3)])
    translate(bare, "Una lección")
    spanish = translate(lesson, "De un banco")
    drawn = paper_for(learner, lesson)
    with translation.override("es"):
        assert ids(paper_for(learner, spanish)) == ids(drawn)
    assert [sorted(question.contents) for question in drawn.questions] == [["en", "es"]] * 3
    assert gate_in(lesson, "quiz").value.asked == 3
    assert QuestionBank.objects.filter(translation_key=bank.translation_key).count() == 2


def test_a_bank_adds_to_the_questions_of_the_quiz(learner, bare):
    bank = make_bank(statements(2, start=10))
    lesson = factories.make_lesson(bare, "Both", body=[quiz_of(statements(2), bank=bank)])
    texts = [question.content["text"] for question in paper_for(learner, lesson).questions]
    assert texts == ["Statement 0", "Statement 1", "Statement 10", "Statement 11"]


def test_reading_a_quiz_takes_the_same_queries_however_many_questions(django_assert_num_queries, learner, bare):
    small = factories.make_lesson(bare, "Small", body=[QUIZ])
    large = factories.make_lesson(bare, "Large", body=[quiz_of(statements(30))])
    progress.enroll(learner, bare)
    for lesson in (small, large):
        found = [gate_in(lesson, "quiz")]
        answer(learner, lesson, right=False)
        enrollment = Enrollment.objects.get()
        with django_assert_num_queries(2):  # attempts, wordings
            sheets(lesson, found, learner, enrollment)
