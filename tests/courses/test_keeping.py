"""What is written while the session ends is not lost, and reaches nobody else."""

import pytest
from django.test import Client
from django.urls import reverse

from courses import keeping
from courses.records import PracticeSubmission, QuizAttempt, Reflection
from tests.courses.conftest import gate_in, right_answers
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


def sign_in_at(client, person, target="/my/"):
    return client.post(f"/accounts/login/?next={target}", {"login": person.username, "password": PASSWORD})


def place(name, lesson, kind):
    saved_as = {"kind": kind} if name == "save" else {}
    return reverse(
        f"courses:{name}", kwargs={"key": lesson.translation_key, "gate_id": gate_in(lesson, kind).id, **saved_as}
    )


def test_answers_posted_after_the_session_ended_wait_for_their_writer(learner, quiz_lesson):
    client = Client()
    data = right_answers(quiz_lesson, short="credit") | {"attempt": "1", "mark": keeping.mark_of(learner)}
    response = client.post(place("submit_quiz", quiz_lesson, "quiz"), data)
    assert response["Location"] == f"/accounts/login/?next={quiz_lesson.url}"
    assert QuizAttempt.objects.count() == 0
    assert sign_in_at(client, learner, quiz_lesson.url)["Location"] == quiz_lesson.url
    attempt = QuizAttempt.objects.get()
    assert (attempt.enrollment.learner, len(attempt.answers), attempt.submitted_at) == (learner, 5, None)
    assert 'value="credit"' in client.get(quiz_lesson.url).content.decode()


def test_nobody_else_gets_them(learner, teacher, quiz_lesson):
    client = Client()
    client.post(
        place("submit_quiz", quiz_lesson, "quiz"), right_answers(quiz_lesson) | {"mark": keeping.mark_of(learner)}
    )
    sign_in_at(client, teacher)
    assert QuizAttempt.objects.count() == 0
    assert keeping.KEY not in client.session


@pytest.mark.parametrize("mark", ["", "17", "17:abc:def", "x" * 5_000])
def test_a_form_without_a_valid_mark_is_not_kept(learner, quiz_lesson, mark):
    client = Client()
    client.post(place("submit_quiz", quiz_lesson, "quiz"), right_answers(quiz_lesson) | {"mark": mark})
    assert keeping.KEY not in client.session


def test_notes_and_reflections_wait_too_and_the_last_version_counts(learner, practice_lesson, reflection_lesson):
    client, mark = Client(), keeping.mark_of(learner)
    for words in ("Half", "Half a thought"):
        client.post(place("save", reflection_lesson, "reflection"), {"text": words, "mark": mark})
    answer = client.post(place("save", practice_lesson, "practice"), {"note": "Keys", "mark": mark})
    assert "/accounts/login/?next=" in answer.content.decode()
    sign_in_at(client, learner)
    assert Reflection.objects.get().text == "Half a thought"
    assert PracticeSubmission.objects.get().note == "Keys"


def test_far_too_long_forms_and_far_too_many_are_not_kept(learner, reflection_lesson, lessons):
    client, mark = Client(), keeping.mark_of(learner)
    client.post(place("reflection", reflection_lesson, "reflection"), {"text": "x" * 50_000, "mark": mark})
    assert keeping.KEY not in client.session
    for number in range(15):
        client.post(
            f"/my/lessons/{lessons[0].translation_key}/gates/g{number}/reflection/", {"text": "x", "mark": mark}
        )
    assert len(client.session[keeping.KEY]) == keeping.MOST_FORMS
    sign_in_at(client, learner)
    assert Reflection.objects.count() == 0
