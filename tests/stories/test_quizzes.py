"""Promise: a quiz asks fairly, forgets nothing, explains everything, and never wastes the time of those who know."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from courses import papers, quizzes
from courses.pages import LessonPage
from courses.records import QuizAttempt
from courses.testing_out import pre_check_of
from pdportal.transcripts.records import Completion
from tests import factories
from tests.courses.conftest import (
    EVERY_KIND,
    form_of,
    gate_in,
    make_bank,
    paper_for,
    quiz_of,
    sign_in,
    statements,
    translate,
)

pytestmark = pytest.mark.django_db


def place(name, page, gate_id, **more):
    return reverse(f"courses:{name}", kwargs={"key": page.translation_key, "gate_id": gate_id, **more})


def words_of(page):
    return re.findall(r"Statement \d+", page.content.decode())


def test_a_drawn_quiz_from_the_first_look_to_the_review_a_year_later(learner, coordinator, editor):
    course = factories.make_course("Refresher", lessons=[])
    quiz = quiz_of([], bank=make_bank(statements(9)), draw=3, attempts=1, wait_minutes=5, shuffle_questions=True)
    lesson = LessonPage.objects.get(pk=factories.make_lesson(course, "Cases", body=[quiz]).pk)
    gate, nora = gate_in(lesson, "quiz"), sign_in(learner)

    # The same three questions on every look, and after half of it is answered and the session is gone.
    first = words_of(nora.get(lesson.url))
    assert (len(first), words_of(nora.get(lesson.url))) == (3, first)
    data = form_of(paper_for(learner, lesson).questions, true_false="false") | {"attempt": "1"}
    mark = re.search(r'name="mark" value="([^"]+)"', nora.get(lesson.url).content.decode()).group(1)
    gone = Client()
    gone.post(place("save", lesson, gate.id, kind="quiz"), data | {"mark": mark})
    gone.post("/accounts/login/", {"login": learner.username, "password": factories.PASSWORD})
    page = gone.get(lesson.url)
    assert (words_of(page), page.content.decode().count(" checked")) == (first, 3)

    # Handed in and not passed: everything is explained, and it says whom to ask.
    page = gone.post(place("submit_quiz", lesson, gate.id), data, follow=True)
    assert "0%: not passed yet." in page.content.decode()
    assert "ask the coordinator" in page.content.decode()
    attempt = QuizAttempt.objects.get()
    carla = sign_in(coordinator)
    carla.post(reverse("quiz_attempts:grant", args=[attempt.pk]), {"reason": "The fire alarm went off"})

    # The attempt given asks three others, and passes.
    gone.post(place("retry_quiz", lesson, gate.id))
    second = words_of(gone.get(lesson.url))
    assert set(first) & set(second) == set()
    questions = papers.papers_of([QuizAttempt.objects.get(number=2)])[QuizAttempt.objects.get(number=2).pk].questions
    gone.post(place("submit_quiz", lesson, gate.id), form_of(questions) | {"attempt": "2"})
    assert Completion.objects.get().learner == learner

    # The review reads as it was, though the lesson is rewritten; the author sees what the answers say.
    lesson.body = [quiz_of(statements(1, start=50))]
    lesson.save_revision().publish()
    review = gone.get(f"/my/attempts/{attempt.pk}/")
    assert sorted(set(words_of(review))) == sorted(first)
    assert f'href="/my/attempts/{QuizAttempt.objects.get(number=2).pk}/"' in review.content.decode()
    assert sign_in(editor).get(reverse("quiz_statistics", args=[lesson.pk])).status_code == 200


def test_who_knows_it_is_done_in_minutes_in_either_language(learner):
    course = factories.make_course("Privacy", lessons=["One", "Two"], credit_hours="0.50")
    course.pre_check, course.test_out_minutes = [quiz_of(EVERY_KIND)], 8
    course.save_revision().publish()
    course = type(course).objects.get(pk=course.pk)
    translate(course, "Privacidad")
    gate, nora = pre_check_of(course), sign_in(learner)
    with translation.override("es"):
        page = nora.get(reverse("courses:pre_check", args=[course.translation_key]))
        assert "Si aprueba esta prueba, el curso queda completo con 8 minutos de crédito." in page.content.decode()
        questions = papers.draw(course, gate, learner, []).questions
        data = form_of(questions, numeric="2450,00") | {"attempt": "1"}
        nora.post(place("submit_quiz", course, gate.id), data)
    completion = Completion.objects.get()
    assert (str(completion.credit_hours), completion.get_source_display()) == ("0.13", "Pre-check passed")
    assert "Already know this?" not in nora.get(course.url).content.decode()


def test_nobody_waits_without_knowing_until_when(learner):
    course = factories.make_course("Slowly", lessons=[])
    lesson = factories.make_lesson(course, "Wait", body=[quiz_of(statements(2), wait_minutes=30)])
    lesson = LessonPage.objects.get(pk=lesson.pk)
    gate, nora = gate_in(lesson, "quiz"), sign_in(learner)
    data = form_of(paper_for(learner, lesson).questions, true_false="false") | {"attempt": "1"}
    nora.post(place("submit_quiz", lesson, gate.id), data)
    assert "You can try again from" in nora.get(lesson.url).content.decode()
    page = nora.post(place("retry_quiz", lesson, gate.id), follow=True)
    assert "You can try again from" in page.content.decode()
    QuizAttempt.objects.update(submitted_at=timezone.now() - dt.timedelta(minutes=31))
    nora.post(place("retry_quiz", lesson, gate.id))
    assert quizzes.attempts_by(learner, lesson.translation_key).count() == 2
