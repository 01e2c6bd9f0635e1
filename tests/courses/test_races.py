"""Two clicks at once: the database sees one after the other, and nothing is awarded twice."""

import threading

import pytest
from django.db import connection, connections

from courses import progress, quizzes
from courses.records import QuizAttempt
from pdportal.transcripts.records import Certificate, Completion
from tests import factories
from tests.courses.conftest import QUIZ, gate_in, right_answers
from tests.courses.test_answers import posted

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def at_once(*calls):
    """Run the calls in threads of their own, started together; returns what went wrong."""
    gate, trouble = threading.Barrier(len(calls)), []

    def run(call):
        try:
            gate.wait(timeout=10)
            call()
        except Exception as error:  # noqa: BLE001  whatever goes wrong in a thread is what the test is about
            trouble.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return trouble


@pytest.fixture
def race(site):
    """Page trees, and a database that real connections share."""
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("needs a database in a file")


def test_the_two_last_lessons_at_once_complete_the_course_once(race, learner):
    course = factories.make_course("Two lessons", lessons=["One", "Two"])
    factories.make_path("Path", steps=[course])
    lessons = [page.specific for page in course.get_children()]
    calls = [lambda lesson=lesson: progress.complete_lesson(learner, lesson) for lesson in [*lessons, *lessons]]
    assert at_once(*calls) == []
    assert Completion.objects.count() == Certificate.objects.count() == 2  # the course and the path


def test_handing_in_a_quiz_four_times_at_once_is_one_attempt(race, learner):
    lesson = factories.make_lesson(factories.make_course("Quiz", lessons=[]), "Quiz", body=[QUIZ])
    lesson = type(lesson).objects.get(pk=lesson.pk)
    gate, data = gate_in(lesson, "quiz"), posted(right_answers(lesson))
    calls = [lambda: quizzes.submit(learner, lesson, gate.id, data, number=1)] * 4
    assert at_once(*calls) == []
    assert QuizAttempt.objects.count() == 1
    assert Completion.objects.count() == 1
