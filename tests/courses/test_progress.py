"""How learners get on in a course, and that progress never turns back."""

import datetime as dt

import pytest

from courses import progress
from courses.errors import GatesOpen
from courses.records import Enrollment, LessonProgress
from pdportal.common.dates import end_of_day
from pdportal.notices.records import Notice
from pdportal.transcripts.records import ActivityStart, Certificate, Completion
from tests import factories
from tests.courses.conftest import REFLECTION

pytestmark = pytest.mark.django_db


def test_enrolling_twice_is_enrolling_once(learner, course):
    first = progress.enroll(learner, course)
    assert progress.enroll(learner, course) == first
    assert Enrollment.objects.count() == 1
    assert ActivityStart.objects.get().activity_key == course.translation_key


def test_the_last_lesson_completes_the_course_once(learner, course, lessons):
    progress.complete_lesson(learner, lessons[0])
    assert Completion.objects.count() == 0
    progress.complete_lesson(learner, lessons[1])
    progress.complete_lesson(learner, lessons[1])
    progress.complete_lesson(learner, lessons[0])
    completion = Completion.objects.get()
    assert (completion.learner, completion.activity_key, str(completion.credit_hours)) == (
        learner, course.translation_key, "2.50",
    )  # fmt: skip
    assert Certificate.objects.filter(completion=completion).count() == 1
    assert Notice.objects.filter(recipient=learner, kind="completed").count() == 1
    assert Enrollment.objects.get().completed_at is not None


def test_the_date_is_that_of_the_district(learner, course, lessons):
    late = end_of_day(dt.date(2026, 3, 7)) - dt.timedelta(minutes=30)
    for lesson in lessons:
        progress.complete_lesson(learner, lesson, at=late)
    assert Completion.objects.get().completed_on == dt.date(2026, 3, 7)


def test_an_open_gate_refuses_and_is_named(learner, quiz_lesson):
    with pytest.raises(GatesOpen) as refusal:
        progress.complete_lesson(learner, quiz_lesson)
    assert str(refusal.value) == "Not finished yet: Check yourself."
    assert LessonProgress.objects.count() == 0


def test_a_lesson_added_later_leaves_the_finished_finished(learner, course, lessons):
    for lesson in lessons:
        progress.complete_lesson(learner, lesson)
    before = Completion.objects.values().get()
    added = factories.make_lesson(course, "New this year")
    progress.complete_lesson(learner, added)
    assert Completion.objects.values().get() == before
    assert LessonProgress.objects.exclude(completed_at=None).count() == 3


def test_a_gate_added_later_leaves_the_lesson_done(learner, course, lessons):
    done = progress.complete_lesson(learner, lessons[0])
    lessons[0].body = [REFLECTION]
    lessons[0].save_revision().publish()
    assert progress.complete_lesson(learner, lessons[0]) == done
    done.refresh_from_db()
    assert done.completed_at is not None


def test_a_withdrawn_lesson_does_not_keep_the_course_open(learner, course, lessons):
    progress.complete_lesson(learner, lessons[0])
    lessons[1].unpublish()
    progress.complete_lesson(learner, lessons[0])
    assert Completion.objects.get().activity_key == course.translation_key


def test_opening_remembers_the_place_of_somebody_enrolled(learner, course, lessons):
    progress.enroll(learner, course)
    progress.open_lesson(learner, lessons[1])
    assert Enrollment.objects.get().last_lesson_key == lessons[1].translation_key


def test_looking_around_enrolls_nobody(coordinator, course, lessons):
    assert progress.open_lesson(coordinator, lessons[0]) is None
    assert Enrollment.objects.count() == 0


def test_an_unfinished_course_goes_along_into_the_new_year(learner, course, lessons):
    enrollment = progress.enroll(learner, course)
    Enrollment.objects.filter(pk=enrollment.pk).update(cycle="2020-21")
    progress.complete_lesson(learner, lessons[0])
    assert Enrollment.objects.get().cycle == ""
    progress.complete_lesson(learner, lessons[1])
    assert Completion.objects.get().cycle == ""
