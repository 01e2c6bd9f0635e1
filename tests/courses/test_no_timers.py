"""No lesson is completed by time: neither by staying, nor by coming back, nor by what is saved meanwhile."""

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from courses import practice, progress, scorm_runtime
from courses.records import GatePass, LessonProgress
from tests import factories
from tests.courses.conftest import (
    PRACTICE,
    QUIZ,
    REFLECTION,
    SCENARIO,
    acknowledgement,
    gate_in,
    right_answers,
    sign_in,
)
from tests.courses.scorm_zips import lesson_with, package

pytestmark = pytest.mark.django_db
HOURS = {
    "cmi.core.session_time": "0300:00:00.00",
    "cmi.core.total_time": "0300:00:00.00",
    "cmi.core.lesson_location": "9",
}
ON_ITS_OWN = re.compile(r'http-equiv="refresh"|hx-trigger="[^"]*\b(?:every|load|revealed|intersect)\b')


def no_gate(bare, policy):
    return factories.make_lesson(bare, "To read", body=[("text", "<p>Words.</p>")])


def every_gate(bare, policy):
    value = {"title": "The check", "package": package(), "rule": "completed", "minimum_score": None}
    body = [QUIZ, SCENARIO, acknowledgement(policy), PRACTICE, REFLECTION, ("scorm", value)]
    return factories.make_lesson(bare, "All", body=body)


@pytest.fixture(params=[no_gate, every_gate])
def lesson(request, bare, policy):
    return request.param(bare, policy)


def progress_of(learner):
    """Whether anything counts as done."""
    rows = LessonProgress.objects.filter(enrollment__learner=learner)
    return [row.completed_at for row in rows], GatePass.objects.count()


def test_a_lesson_open_for_weeks_and_opened_again_is_not_complete(learner, lesson, course):
    start = timezone.now()
    progress.enroll(learner, lesson.get_parent().specific)
    with time_machine.travel(start, tick=False) as clock:
        for _visit in range(3):
            page = sign_in(learner).get(lesson.url)
            assert ON_ITS_OWN.findall(page.content.decode()) == []
            clock.shift(dt.timedelta(days=9))
    assert progress_of(learner) == ([None], 0)


@pytest.mark.parametrize("kind", ["quiz", "practice", "reflection"])
def test_what_is_saved_on_the_way_completes_nothing(learner, bare, policy, kind):
    lesson = every_gate(bare, policy)
    gate, client = gate_in(lesson, kind), sign_in(learner)
    data = {
        "quiz": right_answers(lesson),
        "practice": {"checked": [key for key, _text in practice.points_of(gate_in(lesson, "practice"))]},
        "reflection": {"text": "A long thought, over and over again.", "done": "yes"},
    }
    for _time in range(3):
        answer = client.post(reverse("courses:save", args=[lesson.translation_key, gate.id, kind]), data[kind])
        assert answer.status_code == 200
    assert progress_of(learner) == ([], 0)


def test_the_hours_a_module_reports_complete_nothing(learner):
    lesson = lesson_with(package())
    sitting = scorm_runtime.open_module(learner, lesson, gate_in(lesson, "scorm").id)
    assert scorm_runtime.keep(sitting, 0, 1, HOURS, launch=1).finished is False
    assert progress_of(learner) == ([], 0)
