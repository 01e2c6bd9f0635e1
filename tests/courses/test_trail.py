"""The next step and the paths: what My page, mentors and path pages show."""

import datetime as dt

import pytest
from django.utils import translation

from courses import paths, practice, progress, trail
from courses.records import Enrollment
from pdportal.requirements import status as requirement_status
from pdportal.requirements.choices import DueAnchor, Recurrence
from pdportal.requirements.records import Assignment, Requirement, RequirementVersion
from pdportal.transcripts import ledger
from pdportal.transcripts.activities import Activity
from pdportal.transcripts.choices import Source
from pdportal.transcripts.records import Completion
from tests import factories
from tests.courses.conftest import PRACTICE, gate_in, translate
from tests.factories import days_ago, days_ahead

pytestmark = pytest.mark.django_db


def require(learner, page, due_on, *, period="", position=0):
    """Require ``page`` of ``learner`` by a date."""
    requirement = Requirement.objects.create(
        slug=f"r{page.pk}", name_en=page.title, activity_key=page.translation_key, position=position
    )
    version = RequirementVersion.objects.create(
        requirement=requirement, activity_key=page.translation_key, number=1, effective_on=days_ago(100),
        due_anchor=DueAnchor.START,
        recurrence=Recurrence.YEARLY if period else Recurrence.ONCE,
    )  # fmt: skip
    return Assignment.objects.create(
        requirement=requirement, version=version, activity_key=page.translation_key, learner=learner, period=period,
        counted_from=days_ago(30),
        due_on=due_on, assigned_on=days_ago(30),
    )  # fmt: skip


@pytest.fixture
def first(db):
    return factories.make_course("Module one", lessons=["One", "Two"], credit_hours="2.00")


@pytest.fixture
def second(db):
    return factories.make_course("Module two", lessons=["Three"], credit_hours="1.50")


@pytest.fixture
def path(first, second):
    return factories.make_path("Orientation", steps=[first, second])


def lessons_of(course):
    return [page.specific for page in course.get_children().live()]


def finish(learner, course):
    for lesson in lessons_of(course):
        progress.complete_lesson(learner, lesson)


def test_nothing_required_and_nothing_begun_is_no_next_step(learner, path):
    assert trail.next_step(learner) is None
    assert trail.path_progress(learner) == []


def test_the_first_lesson_of_what_is_due_first(learner, path, first, second):
    require(learner, second, days_ahead(60))
    require(learner, first, days_ahead(30))
    step = trail.next_step(learner)
    assert (step.lesson.title, step.course.title, step.minutes, step.resumes) == ("One", "Module one", 10, False)
    assert step.status.due_on == days_ahead(30)
    assert step.url == lessons_of(first)[0].url


def test_overdue_comes_before_everything(learner, first, second):
    require(learner, first, days_ahead(3))
    require(learner, second, days_ago(1))
    assert trail.next_step(learner).course.title == "Module two"


def test_it_resumes_where_she_stopped(learner, first):
    require(learner, first, days_ahead(30))
    progress.open_lesson(learner, lessons_of(first)[1])
    step = trail.next_step(learner)
    assert (step.lesson.title, step.resumes) == ("Two", True)


def test_after_a_lesson_comes_the_next_and_after_a_course_the_next_course(learner, path, first, second):
    require(learner, first, days_ahead(30))
    require(learner, second, days_ahead(60))
    progress.complete_lesson(learner, lessons_of(first)[0])
    assert trail.next_step(learner).lesson.title == "Two"
    progress.complete_lesson(learner, lessons_of(first)[1])
    assert trail.next_step(learner).lesson.title == "Three"
    finish(learner, second)
    assert trail.next_step(learner) is None


def test_what_waits_for_a_sign_off_does_not_block(learner, principal, bare, second):
    lesson = factories.make_lesson(bare, "Practice", body=[PRACTICE])
    require(learner, bare, days_ahead(10))
    require(learner, second, days_ahead(60))
    gate = gate_in(lesson, "practice")
    practice.save_draft(learner, lesson, gate.id, checked=[key for key, _text in practice.points_of(gate)], note="")
    practice.hand_in(learner, lesson, gate.id)
    assert (trail.next_step(learner).lesson.title, trail.next_step(learner).waits) == ("Three", False)
    finish(learner, second)
    assert (trail.next_step(learner).lesson.title, trail.next_step(learner).waits) == ("Practice", True)


def test_a_required_path_leads_through_its_steps(learner, path, first, second):
    require(learner, path, days_ahead(90))
    assert trail.next_step(learner).lesson.title == "One"
    finish(learner, first)
    step = trail.next_step(learner)
    assert (step.lesson.title, step.status.due_on) == ("Three", days_ahead(90))


def test_a_path_shows_states_lessons_and_hours(learner, path, first, second):
    require(learner, first, days_ahead(30))
    finish(learner, first)
    (mine,) = trail.path_progress(learner)
    assert [(step.activity.title, step.state, step.lessons_done, step.lessons_total) for step in mine.steps] == [
        ("Module one", "done", 2, 2),
        ("Module two", "now", 0, 1),
    ]
    assert (mine.lessons_done, mine.lessons_total) == (2, 3)
    assert (str(mine.hours_done), str(mine.hours_total)) == ("2.00", "3.50")
    assert mine.path.title == "Orientation"


def test_as_of_a_past_date_nothing_was_done(learner, path, first):
    require(learner, first, days_ahead(30))
    finish(learner, first)
    (before,) = trail.path_progress(learner, as_of=days_ago(1))
    assert (before.lessons_done, before.steps[0].state) == (0, "now")


def test_a_lesson_added_later_leaves_the_finished_at_all_of_all(learner, path, first):
    require(learner, first, days_ahead(30))
    finish(learner, first)
    factories.make_lesson(first, "New this year")
    (mine,) = trail.path_progress(learner)
    assert (mine.steps[0].state, mine.steps[0].lessons_done, mine.steps[0].lessons_total) == ("done", 3, 3)


def test_progress_never_leaves_its_bounds(learner, path, first, second):
    progress.enroll(learner, path)
    for lesson in [*lessons_of(first), *lessons_of(second)]:
        (mine,) = trail.path_progress(learner)
        assert 0 <= mine.lessons_done <= mine.lessons_total == 3
        progress.complete_lesson(learner, lesson)
    lessons_of(first)[0].unpublish()
    (mine,) = trail.path_progress(learner)
    assert (mine.lessons_done, mine.lessons_total) == (2, 2)


def test_a_new_year_asks_for_a_new_round(learner, first):
    today = dt.date.today()
    start = today.year if today.month >= 7 else today.year - 1
    period = f"{start}-{(start + 1) % 100:02d}"
    finish(learner, first)
    require(learner, first, days_ahead(30), period=period)
    assert trail.next_step(learner).lesson.title == "One"
    finish(learner, first)
    assert sorted(Completion.objects.values_list("cycle", flat=True)) == ["", period]
    assert trail.next_step(learner) is None
    assert Enrollment.objects.count() == 2


def test_the_last_step_awards_the_path_once(learner, path, first, second):
    finish(learner, first)
    assert Completion.objects.filter(activity_key=path.translation_key).count() == 0
    finish(learner, second)
    finish(learner, second)
    awarded = Completion.objects.get(activity_key=path.translation_key)
    assert (awarded.source, awarded.completed_on) == (Source.PATH, dt.date.today())
    assert paths.settle(learner, first.translation_key) == [awarded]


def test_an_event_finishes_a_path_too(learner, first):
    event = factories.make_event("Finding sources")
    path = factories.make_path("With an event", steps=[first, event])
    finish(learner, first)
    ledger.award(learner, Activity.of(event), source=Source.ATTENDANCE, cycle="session-1", completed_on=days_ago(3))
    awarded = Completion.objects.get(activity_key=path.translation_key)
    assert awarded.completed_on == dt.date.today()
    (mine,) = [found for found in trail.path_progress(learner) if found.path.key == path.translation_key]
    assert [(step.activity.title, step.state, step.lessons_total) for step in mine.steps] == [
        ("Module one", "done", 2), ("Finding sources", "done", 0),
    ]  # fmt: skip


def test_a_path_without_steps_is_never_awarded(learner, first):
    factories.make_path("Empty", steps=[])
    finish(learner, first)
    assert Completion.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_trail_of_many_takes_the_same_queries(
    django_assert_num_queries, learner, teacher, colleague, path, first, second, count
):
    people = [learner, teacher, colleague][:count]
    for person in people:
        progress.enroll(person, path)
        progress.complete_lesson(person, lessons_of(first)[0])
    known = requirement_status.statuses(people)
    # enrollments, lessons done, steps waiting, completions; paths and their steps; courses and their lessons
    with django_assert_num_queries(8):
        loaded = trail.Trail(people, statuses=known)
        found = {person.pk: loaded.next_step(person) for person in people}
    assert trail.next_steps(people) == found
    assert {pk: step.lesson.title for pk, step in found.items()} == {person.pk: "Two" for person in people}


def test_in_spanish_it_is_the_same_lesson_in_spanish(learner, path, first, second):
    require(learner, first, days_ahead(30))
    translate(first, "Módulo uno")
    translate(lessons_of(first)[0], "Uno")
    english = trail.next_step(learner)
    with translation.override("es"):
        spanish = trail.next_step(learner)
        (mine,) = trail.path_progress(learner)
    assert (spanish.lesson.key, spanish.lesson.title, spanish.course.title) == (english.lesson.key, "Uno", "Módulo uno")
    assert spanish.url.startswith("/es/courses/")
    assert [item.lesson.title for item in mine.steps[0].lessons] == ["Uno", "Two"]
