"""What remains of a course or path: lessons, sign-offs and for whom they wait, locks."""

import pytest
from django.utils import translation

from courses import practice, progress
from courses.remainder import remainder_of
from pdportal.common.dates import in_words
from tests import factories
from tests.courses.conftest import PRACTICE, gate_in
from tests.factories import days_ago

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(db):
    return factories.make_course("Module one", lessons=["One", "Two"])


@pytest.fixture
def path(first):
    second = factories.make_course("Module two", lessons=["Three"])
    return factories.make_path("Orientation", steps=[first, second])


def said(learner, page):
    found = remainder_of(learner, page.translation_key)
    return list(found.facts), found.next


def lessons_of(course):
    return [page.specific for page in course.get_children().live()]


def hand_in(learner, lesson):
    gate = gate_in(lesson, "practice")
    practice.save_draft(learner, lesson, gate.id, checked=[key for key, _text in practice.points_of(gate)], note="Mine")
    return practice.hand_in(learner, lesson, gate.id)


def test_lessons_done_and_still_to_do(learner, first):
    assert said(learner, first) == (
        ["Lessons done: 0 of 2.", "Still to do: “One” and “Two”."], "Next lesson: “One”, 10 minutes.",
    )  # fmt: skip
    progress.complete_lesson(learner, lessons_of(first)[0])
    assert said(learner, first) == (
        ["Lessons done: 1 of 2.", "Still to do: “Two”."], "Next lesson: “Two”, 10 minutes.",
    )  # fmt: skip


def test_long_lists_end_with_how_many_more(learner, db):
    course = factories.make_course(lessons=[f"Lesson {number}" for number in range(1, 9)])
    assert said(learner, course)[0][1] == (
        "Still to do: “Lesson 1”, “Lesson 2”, “Lesson 3”, “Lesson 4”, “Lesson 5”, “Lesson 6” and 2 more."
    )


def test_a_sign_off_says_for_whom_it_waits(learner, principal, bare):
    submission = hand_in(learner, factories.make_lesson(bare, "Practice", body=[PRACTICE]))
    assert said(learner, bare) == (
        [
            "Lessons done: 0 of 1.", "Still to do: “Practice”.",
            f"“First sign-in” was handed in on {in_words(days_ago(0))} and waits for sign-off: Pat Principal.",
        ],
        "Waits for the sign-off of “First sign-in”: Pat Principal.",
    )  # fmt: skip
    practice.send_back(submission, by=principal, comment="Private words")
    facts, following = said(learner, bare)
    assert facts[2] == f"“First sign-in” came back on {in_words(days_ago(0))} with a comment."
    assert following == "Next lesson: “Practice”, 10 minutes."


def test_a_sign_off_nobody_is_there_for_is_named(learner, bare):
    hand_in(learner, factories.make_lesson(bare, "Practice", body=[PRACTICE]))
    assert said(learner, bare)[1] == "Waits for the sign-off of “First sign-in”: nobody is named for it yet."


def test_a_path_counts_steps_and_leads_into_the_current_one(learner, path, first):
    assert said(learner, path) == (
        ["Steps done: 0 of 2.", "Still to do: “Module one” and “Module two”."],
        "Next lesson: “One” of “Module one”, 10 minutes.",
    )
    for lesson in lessons_of(first):
        progress.complete_lesson(learner, lesson)
    assert said(learner, path) == (
        ["Steps done: 1 of 2.", "Still to do: “Module two”."], "Next lesson: “Three” of “Module two”, 10 minutes.",
    )  # fmt: skip


def test_in_the_language_of_the_reader(learner, first):
    with translation.override("es"):
        facts, following = said(learner, first)
    assert facts[0] == "Lecciones terminadas: 0 de 2."
    assert following == "Lección siguiente: «One», 10 minutos."


def test_what_is_no_course_is_none_of_its_own(learner, db):
    assert remainder_of(learner, factories.make_event().translation_key) is None
    assert remainder_of(learner, factories.make_course(lessons=[]).translation_key) is None
