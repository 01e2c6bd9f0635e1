"""Sets, locks and changes of paths: what completes them, what opens, and what is never lost."""

import pytest
from django.test import Client
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses import locks, paths, plans, progress, trail
from courses.errors import ReasonMissing, StillLocked
from courses.pages import LearningPath, PathLock, PathStep
from courses.records import EarlyOpening
from pdportal.people.appointments import appoint, end_appointment
from pdportal.people.choices import Role
from pdportal.requirements import assigning
from pdportal.requirements.status import status
from pdportal.transcripts import ledger
from pdportal.transcripts.activities import Activity
from pdportal.transcripts.choices import Source
from pdportal.transcripts.records import Completion
from tests import factories
from tests.courses.conftest import PRACTICE, translate
from tests.factories import days_ago
from tests.requirements.makers import make_requirement

pytestmark = pytest.mark.django_db


@pytest.fixture
def courses(db):
    """Four courses of one, two, three and four lessons."""
    return [
        factories.make_course(f"Module {number}", lessons=[f"Lesson {number}.{n}" for n in range(number)])
        for number in (1, 2, 3, 4)
    ]


def lessons_of(course):
    return [page.specific for page in course.get_children().live()]


def finish(learner, course):
    for lesson in lessons_of(course):
        progress.complete_lesson(learner, lesson)


def done(learner, course, day):
    return ledger.award(learner, Activity.of(course), source=Source.MANUAL, completed_on=day)


def make_path(steps, *, locked=()):
    """A path; ``steps`` are pages or (page, fields of PathStep), ``locked`` are (page, page it waits for)."""
    pairs = [step if isinstance(step, tuple) else (step, {}) for step in steps]
    path = LearningPath(title="Orientation")
    path.steps = [PathStep(activity=page, sort_order=n, **fields) for n, (page, fields) in enumerate(pairs)]
    path.locks = [PathLock(locked=page, opens_after=after, sort_order=n) for n, (page, after) in enumerate(locked)]
    return factories.publish(factories.PathIndexPage, path)


def completed(learner, path):
    found = Completion.objects.filter(learner=learner, activity_key=path.translation_key)
    return list(found.values_list("completed_on", flat=True))


def test_all_any_and_some(courses, learner):
    one, two, three, four = courses
    path = make_path([one, (two, {"begins": "some", "needed": 2}), three, four])
    done(learner, one, days_ago(9))
    done(learner, four, days_ago(7))
    assert completed(learner, path) == []
    done(learner, three, days_ago(5))
    assert completed(learner, path) == [days_ago(5)]
    done(learner, two, days_ago(3))
    assert completed(learner, path) == [days_ago(5)]
    line = plans.lines()[path.translation_key]
    assert [(each.title, each.needed, len(each.keys)) for each in line.sets] == [
        ("", 1, 1), ("Choose 2 of these 3", 2, 3),
    ]  # fmt: skip


def test_any_one_of_a_set_with_a_heading_is_enough(courses, learner):
    one, two, three, _four = courses
    path = make_path([(one, {"begins": "any", "heading": "A workshop"}), two, (three, {"begins": "all"})])
    line = plans.lines()[path.translation_key]
    assert [(each.title, each.rule) for each in line.sets] == [("A workshop", "One of these 2 is needed"), ("", "")]
    done(learner, three, days_ago(9))
    done(learner, two, days_ago(2))
    assert completed(learner, path) == [days_ago(2)]


def test_once_enough_is_done_the_rest_of_a_set_is_nobody_s_next_step(courses, learner):
    one, two, three, four = courses
    path = make_path([(one, {"begins": "any"}), two, (three, {"begins": "all"}), four])
    progress.enroll(learner, path)
    finish(learner, two)
    (mine,) = trail.path_progress(learner)
    assert [step.state for step in mine.steps] == ["later", "done", "now", "later"]
    assert trail.next_step(learner).course.title == "Module 3"
    assert (mine.steps_done, mine.steps_needed, mine.lessons_done, mine.lessons_total) == (1, 3, 2, 9)


def test_a_mentoring_programme_or_an_event_is_a_step(courses, learner):
    event = factories.make_event("Finding sources")
    path = make_path([courses[0], event])
    progress.enroll(learner, path)
    finish(learner, courses[0])
    (mine,) = trail.path_progress(learner)
    assert (mine.current.activity.title, mine.current.activity.kind) == ("Finding sources", "event")
    client = Client()
    client.force_login(learner)
    assert client.post(f"/my/activities/{path.translation_key}/start/")["Location"] == event.url


@pytest.fixture
def locked(courses):
    """Module 2 opens after module 1; the last lesson of module 3 after module 2."""
    one, two, three, _four = courses
    return make_path([one, two, three], locked=[(two, one), (lessons_of(three)[2], two)])


def test_a_lock_says_what_opens_it_and_opens_when_that_is_done(courses, learner, locked):
    one, two, three, _four = courses
    progress.enroll(learner, locked)
    (mine,) = trail.path_progress(learner)
    assert [step.state for step in mine.steps] == ["now", "locked", "later"]
    assert mine.steps[1].lock.sentence == "Opens when “Module 1” is done."
    assert [lesson.state for lesson in mine.steps[2].lessons] == ["now", "later", "locked"]
    finish(learner, one)
    (mine,) = trail.path_progress(learner)
    assert [step.state for step in mine.steps] == ["done", "now", "later"]
    finish(learner, two)
    finish(learner, three)
    assert len(completed(learner, locked)) == 1


def test_the_back_door_is_refused_on_the_path_and_open_to_everybody_else(courses, learner, teacher, locked):
    lesson = lessons_of(courses[1])[0]
    progress.enroll(learner, locked)
    with pytest.raises(StillLocked) as refusal:
        progress.complete_lesson(learner, lesson)
    assert str(refusal.value) == "Opens when “Module 1” is done."
    assert progress.complete_lesson(teacher, lesson).completed_at is not None


def test_a_requirement_of_a_step_puts_somebody_on_the_path(courses, learner, locked):
    make_requirement(courses[2], audience={"role": [Role.LIBRARIAN]})
    assigning.assign_person(learner)
    with pytest.raises(StillLocked):
        progress.complete_lesson(learner, lessons_of(courses[1])[0])


def test_gates_of_a_locked_lesson_let_nobody_through(courses, learner, locked):
    lesson = factories.make_lesson(courses[1], "Practice", body=[PRACTICE])
    progress.enroll(learner, locked)
    enrollment = progress.enroll(learner, courses[1])
    gate = progress.gates.gates_of(lesson)[0]
    with pytest.raises(StillLocked):
        progress.pass_gate(enrollment, lesson, gate, at=timezone.now())


def page_of(person, page):
    client = Client()
    client.force_login(person)
    return client.get(page.url).content.decode()


def test_the_pages_say_so(courses, learner, locked):
    progress.enroll(learner, locked)
    two = courses[1]
    for page in (two, lessons_of(two)[0]):
        found = page_of(learner, page)
        assert found.count("<strong>Opens when “Module 1” is done.</strong>") == 1
        assert "Mark as done" not in found
    shown = page_of(learner, locked)
    assert shown.count("trail__step--locked") == 1
    assert shown.count("Opens when “Module 2” is done.") == 1
    finish(learner, courses[0])
    assert "Opens when" not in page_of(learner, two)


def test_posting_to_a_locked_lesson_is_answered_in_words(courses, learner, locked):
    progress.enroll(learner, locked)
    client = Client()
    client.force_login(learner)
    page = client.post(f"/my/lessons/{lessons_of(courses[1])[0].translation_key}/done/", follow=True)
    assert [str(message) for message in page.context["messages"]] == ["Opens when “Module 1” is done."]


def test_page_and_verb_agree_about_every_lock(courses, learner, locked):
    progress.enroll(learner, locked)
    for finished in (None, courses[0], courses[1]):
        if finished:
            finish(learner, finished)
        (mine,) = trail.path_progress(learner)
        for step in mine.steps:
            for lesson in step.lessons:
                lock = locks.lock_on(learner, [step.activity.key, lesson.lesson.key])
                assert (lock is not None) == (lesson.state == "locked")


def test_a_coordinator_opens_a_lock_early_for_one_person(courses, learner, teacher, coordinator, locked):
    for person in (learner, teacher):
        progress.enroll(person, locked)
    lock = locked.locks.first()
    with pytest.raises(ReasonMissing):
        locks.open_early(learner, lock, by=coordinator, reason=" ")
    opening = locks.open_early(learner, lock, by=coordinator, reason="Did this at the last school")
    assert locks.open_early(learner, lock, by=coordinator, reason="Again") == opening
    finish(learner, courses[1])
    with pytest.raises(StillLocked):
        finish(teacher, courses[1])


def sent(learner, lock):
    return {"learner": learner.pk, "lock": lock.pk, "reason": "Experienced"}


def test_early_openings_are_entered_in_the_admin(client, learner, coordinator, locked):
    client.force_login(coordinator)
    assert client.get("/admin/early-openings/new/").status_code == 200
    assert client.post("/admin/early-openings/new/", sent(learner, locked.locks.first())).status_code == 302
    opening = EarlyOpening.objects.get()
    assert (opening.title, opening.opened_by, opening.reason) == ("Module 2", coordinator, "Experienced")
    assert "Nora Newell" in client.get("/admin/early-openings/").content.decode()
    for address in (f"/admin/early-openings/edit/{opening.pk}/", f"/admin/early-openings/delete/{opening.pk}/"):
        assert client.post(address, sent(learner, locked.locks.first())).status_code == 302
    assert EarlyOpening.objects.get().reason == "Experienced"


@pytest.mark.parametrize("changes", [{"lock": "x\x00"}, {"lock": 2**70}, {"learner": "'"}, {"reason": ""}])
def test_nonsense_opens_nothing(client, learner, coordinator, locked, changes):
    client.force_login(coordinator)
    assert client.post("/admin/early-openings/new/", sent(learner, locked.locks.first()) | changes).status_code == 200
    assert EarlyOpening.objects.count() == 0


@pytest.mark.parametrize("name", ["principal", "editor", "learner"])
def test_only_coordinators_open_early(request, learner, locked, name):
    client = Client()
    client.force_login(request.getfixturevalue(name))
    client.post("/admin/early-openings/new/", sent(learner, locked.locks.first()))
    assert EarlyOpening.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries(
    client, coordinator, learner, teacher, colleague, locked, count, django_assert_num_queries
):
    for person in [learner, teacher, colleague][:count]:
        locks.open_early(person, locked.locks.first(), by=coordinator, reason="Experienced")
    client.force_login(coordinator)
    client.get("/admin/early-openings/")
    with django_assert_num_queries(13):
        client.get("/admin/early-openings/")


def republish(path, **changes):
    path = LearningPath.objects.get(pk=path.pk)
    for name, rows in changes.items():
        setattr(path, name, rows)
    path.save_revision().publish()


def test_adding_a_step_takes_nothing_from_those_who_have_finished(courses, learner, teacher):
    one, two, three, _four = courses
    path = factories.make_path(steps=[one, two])
    for person in (learner, teacher):
        progress.enroll(person, path)
        finish(person, one)
    finish(learner, two)
    republish(path, steps=[PathStep(activity=page, sort_order=n) for n, page in enumerate([three, one, two])])
    assert len(completed(learner, path)) == 1
    (mine,), (theirs,) = trail.path_progress(learner), trail.path_progress(teacher)
    assert (mine.is_done, mine.percent, mine.steps_done, mine.steps_needed) == (True, 100, 3, 3)
    assert (theirs.is_done, theirs.percent, [step.state for step in theirs.steps]) == (
        False, 33, ["now", "done", "later"],
    )  # fmt: skip
    assert "It stays complete" in page_of(learner, path)


def test_taking_a_step_away_finishes_the_path_of_those_who_have_the_rest(
    courses, learner, django_capture_on_commit_callbacks
):
    one, two, *_rest = courses
    path = factories.make_path(steps=[one, two])
    done(learner, one, days_ago(4))
    with django_capture_on_commit_callbacks(execute=True):
        republish(path, steps=[PathStep(activity=one)])
    assert completed(learner, path) == [days_ago(4)]
    paths.settle_all(path.translation_key)
    assert completed(learner, path) == [days_ago(4)]


def test_a_withdrawn_step_does_not_keep_anybody_from_the_end(courses, learner, django_capture_on_commit_callbacks):
    one, two, *_rest = courses
    path = factories.make_path(steps=[one, two])
    done(learner, one, days_ago(4))
    with django_capture_on_commit_callbacks(execute=True):
        two.unpublish()
    assert completed(learner, path) == [days_ago(4)]


def test_both_languages_are_one_path_with_headings_of_their_own(courses, learner):
    path = make_path([(courses[0], {"begins": "any", "heading": "Choose a module"}), courses[1]])
    spanish = translate(path, "Orientación")
    step = spanish.steps.first()
    step.heading = "Elija un módulo"
    step.save()
    assert plans.lines()[path.translation_key].sets[0].title == "Choose a module"
    with translation.override("es"):
        assert plans.lines()[path.translation_key].sets[0].title == "Elija un módulo"
    finish(learner, courses[1])
    assert len(completed(learner, path)) == 1


@pytest.fixture
def wide(courses):
    one, two, three, four = courses
    return make_path([one, (two, {"begins": "some", "needed": 2}), three, four])


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(10)), cut=st.integers(0, 10))
def test_progress_stays_between_0_and_100_and_never_goes_back(wide, courses, order, cut):
    person = factories.make_person(f"Pia Prop{Completion.objects.count()} {order} {cut}")
    progress.enroll(person, wide)
    lessons = [lesson for course in courses for lesson in lessons_of(course)]
    before = 0
    for place in order[:cut]:
        progress.complete_lesson(person, lessons[place])
        (mine,) = trail.path_progress(person)
        assert before <= mine.percent <= 100
        assert 0 <= mine.steps_done <= mine.steps_needed <= len(mine.steps)
        assert 0 <= mine.lessons_done <= mine.lessons_total
        assert (mine.percent == 100) == bool(completed(person, wide)) == mine.is_done
        before = mine.percent


def test_the_first_lesson_of_a_step_begins_a_required_path(courses, learner):
    path = factories.make_path(steps=courses[:2])
    requirement = make_requirement(path, audience={"role": [Role.LIBRARIAN]}, due_working_days=200)
    assigning.assign_person(learner)
    assert status(learner, requirement).code == "not_started"
    progress.complete_lesson(learner, lessons_of(courses[1])[0])
    assert status(learner, requirement).code == "in_progress"
    assert trail.path_progress(learner)[0].status == status(learner, requirement)


def test_leaving_the_audience_and_coming_back_loses_nothing_of_a_path(courses, learner, school):
    path = factories.make_path(steps=courses[:2])
    make_requirement(path, audience={"role": [Role.LIBRARIAN]}, due_working_days=200)
    assigning.assign_person(learner, on=days_ago(9))
    finish(learner, courses[0])
    end_appointment(learner.appointments.get(), ends_on=days_ago(5))
    assigning.assign_person(learner, on=days_ago(4))
    appoint(learner, Role.LIBRARIAN, school, starts_on=days_ago(1))
    assigning.assign_person(learner)
    (mine,) = trail.path_progress(learner)
    assert (mine.steps_done, mine.percent, mine.status.code) == (1, 50, "in_progress")


def test_a_path_that_holds_another_is_shown_once(courses, learner):
    large = factories.make_path("Large", steps=courses[:3])
    factories.make_path("Small", steps=courses[:2])
    make_requirement(courses[0], audience={"role": [Role.LIBRARIAN]})
    make_requirement(large, audience={"role": [Role.LIBRARIAN]})
    assigning.assign_person(learner)
    assert [mine.path.title for mine in trail.path_progress(learner)] == ["Large"]
    for course in courses[:2]:
        finish(learner, course)
    assert Completion.objects.filter(learner=learner, titles__en="Small").count() == 1
