"""Attempts: drafts, handing in, passing, trying again."""

import pytest

from courses import quizzes
from courses.errors import AlreadyPassed, AnswersIncomplete, AttemptStillOpen, NoSuchGate
from courses.quiz_sheets import sheets
from courses.records import GatePass, LessonProgress, QuizAttempt
from pdportal.transcripts.records import Completion
from tests.courses.conftest import gate_in, right_answers
from tests.courses.test_answers import posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def gate(quiz_lesson):
    return gate_in(quiz_lesson, "quiz")


def sheet_of(lesson, gate, attempt):
    return sheets(lesson, [gate], attempt.enrollment.learner, attempt.enrollment)[gate.id]


def wrong(lesson):
    return posted(right_answers(lesson, short="cash", true_false="true"))


def test_four_of_five_pass_at_eighty_per_cent(learner, quiz_lesson, gate):
    attempt = quizzes.submit(learner, quiz_lesson, gate.id, posted(right_answers(quiz_lesson, short="cash")))
    assert (attempt.score_percent, attempt.passed) == (80, True)
    assert GatePass.objects.get().gate_id == gate.id
    assert LessonProgress.objects.get().completed_at is not None
    assert Completion.objects.count() == 1


def test_three_of_five_do_not(learner, quiz_lesson, gate):
    attempt = quizzes.submit(learner, quiz_lesson, gate.id, wrong(quiz_lesson))
    assert (attempt.score_percent, attempt.passed) == (60, False)
    assert GatePass.objects.count() == 0


def test_handing_in_twice_is_handing_in_once(learner, quiz_lesson, gate):
    first = quizzes.submit(learner, quiz_lesson, gate.id, wrong(quiz_lesson), number=1)
    again = quizzes.submit(learner, quiz_lesson, gate.id, posted(right_answers(quiz_lesson)), number=1)
    assert (again.pk, again.score_percent) == (first.pk, 60)
    assert QuizAttempt.objects.count() == 1


def test_an_incomplete_quiz_is_refused_and_its_draft_kept(learner, quiz_lesson, gate):
    data = posted({f"q-{gate.value['questions'][3].id}": "credit"})
    quizzes.save_draft(learner, quiz_lesson, gate.id, data)
    with pytest.raises(AnswersIncomplete):
        quizzes.submit(learner, quiz_lesson, gate.id, data)
    attempt = QuizAttempt.objects.get()
    assert (attempt.submitted_at, list(attempt.answers.values())) == (None, ["credit"])


def test_a_new_attempt_keeps_the_old_one(learner, quiz_lesson, gate):
    quizzes.submit(learner, quiz_lesson, gate.id, wrong(quiz_lesson), number=1)
    second = quizzes.try_again(learner, quiz_lesson, gate.id)
    assert quizzes.try_again(learner, quiz_lesson, gate.id) == second
    passed = quizzes.submit(learner, quiz_lesson, gate.id, posted(right_answers(quiz_lesson)), number=2)
    assert [(a.number, a.passed) for a in QuizAttempt.objects.order_by("number")] == [(1, False), (2, True)]
    assert passed.number == 2


def test_an_old_page_does_not_write_into_the_new_attempt(learner, quiz_lesson, gate):
    quizzes.submit(learner, quiz_lesson, gate.id, wrong(quiz_lesson), number=1)
    quizzes.try_again(learner, quiz_lesson, gate.id)
    quizzes.save_draft(learner, quiz_lesson, gate.id, posted(right_answers(quiz_lesson)), number=1)
    assert QuizAttempt.objects.get(number=2).answers == {}


def test_trying_again_needs_an_attempt_that_was_not_passed(learner, quiz_lesson, gate):
    with pytest.raises(AttemptStillOpen):
        quizzes.try_again(learner, quiz_lesson, gate.id)
    quizzes.submit(learner, quiz_lesson, gate.id, posted(right_answers(quiz_lesson)))
    with pytest.raises(AlreadyPassed):
        quizzes.try_again(learner, quiz_lesson, gate.id)


@pytest.mark.parametrize("number", [-5, 0, 99, None])
def test_any_attempt_number_is_answered(learner, quiz_lesson, gate, number):
    quizzes.submit(learner, quiz_lesson, gate.id, wrong(quiz_lesson))
    assert quizzes.save_draft(learner, quiz_lesson, gate.id, posted({}), number=number).number == 1


def test_a_gate_of_another_kind_is_no_quiz(learner, practice_lesson):
    with pytest.raises(NoSuchGate):
        quizzes.submit(learner, practice_lesson, gate_in(practice_lesson, "practice").id, posted({}))


def test_the_review_explains_every_answer(learner, quiz_lesson, gate):
    attempt = quizzes.submit(learner, quiz_lesson, gate.id, wrong(quiz_lesson))
    sheet = sheet_of(quiz_lesson, gate, attempt)
    assert [question.right for question in sheet.review] == [True, True, False, False, True]
    assert all(question.explanation for question in sheet.review)
    assert [option.why for option in sheet.review[0].options] == [
        "It does not replace a purchase.", "It replaces a purchase.",
    ]  # fmt: skip
    assert (sheet.review[3].given, sheet.review[3].right_answer) == (["cash"], ["Credit", "atribución"])
    assert sheet.review[4].given == sheet.review[4].right_answer == ["First", "Second", "Third"]
    assert sheet.questions == []


def test_a_draft_comes_back_as_it_was(learner, quiz_lesson, gate):
    attempt = quizzes.save_draft(learner, quiz_lesson, gate.id, posted(right_answers(quiz_lesson)))
    sheet = sheet_of(quiz_lesson, gate, attempt)
    assert [text for _key, text, chosen in sheet.questions[0].choices if chosen] == ["One chapter, once"]
    assert [text for _key, text, chosen in sheet.questions[1].choices if chosen] == ["Purpose", "Amount"]
    assert [text for _key, text, chosen in sheet.questions[2].choices if chosen] == ["False"]
    assert sheet.questions[3].given == "Credit"
    assert sorted((position, text) for _name, text, position in sheet.questions[4].rows) == [
        (1, "First"), (2, "Second"), (3, "Third"),
    ]  # fmt: skip
    assert sheet.review == []
