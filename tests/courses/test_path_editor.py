"""Writing a path in the admin: what is refused is said beside the row, and who is concerned is said before."""

import pytest
from django.test import Client
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from courses import progress
from courses.pages import LearningPath, LessonPage
from tests import factories
from tests.courses.conftest import translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def courses(db):
    return [factories.make_course(f"Module {number}", lessons=["Read", "Do"]) for number in (1, 2, 3)]


@pytest.fixture
def path(courses):
    return factories.make_path("Orientation", steps=courses[:2])


@pytest.fixture
def editing(editor):
    client = Client()
    client.force_login(editor)
    return client


def step(page, begins="", needed="", heading=""):
    return {"activity": page.pk, "begins": begins, "needed": needed, "heading": heading}


def form(steps, locks=(), **fields):
    """The editor's form for a path."""
    steps = [row if isinstance(row, dict) else step(row) for row in steps]
    locks = [{"locked": locked.pk, "opens_after": after.pk} for locked, after in locks]
    return nested_form_data({
        "title": "Orientation", "slug": "orientation", "body": streamfield([]), "credit_hours": "0",
        "credit_type": "online", "summary": "",
        "standards": "", "audience_note": "", "certificate_wording": "", "steps": inline_formset(steps),
        "locks": inline_formset(locks), "comments": inline_formset([]), "action-publish": "1", **fields,
    })  # fmt: skip


def save(client, path, *args, **fields):
    return client.post(f"/admin/pages/{path.pk}/edit/", form(*args, **fields))


def errors(response):
    """Every message beside a row, in order."""
    formsets = response.context["form"].formsets
    return [
        (name, field, str(message))
        for name in ("steps", "locks")
        for row in formsets[name].forms
        for field, messages in row.errors.items()
        for message in messages
    ]


def test_steps_sets_and_locks_are_saved(editing, courses):
    path, (one, two, three) = factories.make_path(steps=[]), courses
    lesson = LessonPage.objects.child_of(two).last()
    rows = [one, step(two, "some", "1", "Choose one"), three]
    answer = save(editing, path, rows, [(lesson, one), (three, one)])
    assert answer.status_code == 302
    saved = LearningPath.objects.get(pk=path.pk)
    assert list(saved.steps.values_list("activity__title", "begins", "needed", "heading")) == [
        ("Module 1", "", None, ""), ("Module 2", "some", 1, "Choose one"), ("Module 3", "", None, ""),
    ]  # fmt: skip
    assert [str(lock) for lock in saved.locks.all()] == [
        "Do (opens when “Module 1” is done)", "Module 3 (opens when “Module 1” is done)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "locked", "expected"),
    [
        ([0, 0], [], ("steps", "activity", "“Module 1” is a step already.")),
        ([("some", ""), 1], [], ("steps", "needed", "Say how many steps of the set must be done.")),
        ([("some", "3"), 1], [], ("steps", "needed", "3 of 2 cannot be done.")),
        ([("any", "2"), 1], [], ("steps", "needed", "Leave this empty, or choose that a set begins here.")),
        ([0, 1], [(2, 0)], ("locks", "locked", "“Module 3” is no step of this path.")),
        ([0, 1], [(1, 2)], ("locks", "opens_after", "“Module 3” is no step of this path.")),
        ([0, 1], [(1, 1)], ("locks", "opens_after", "A step cannot wait for itself.")),
        ([0, 1, 2], [(1, 0), (2, 1), (0, 2)],
         ("locks", "opens_after", "These steps would wait for one another, and none would ever open.")),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_said_beside_the_row(editing, path, courses, rows, locked, expected):
    steps = [step(courses[0], *row) if isinstance(row, tuple) else courses[row] for row in rows]
    answer = save(editing, path, steps, [(courses[one], courses[other]) for one, other in locked])
    assert answer.status_code == 200
    assert errors(answer) == [expected]


def test_a_heading_stands_where_a_set_begins(editing, path, courses):
    answer = save(editing, path, [courses[0], step(courses[1], heading="More")])
    assert errors(answer) == [("steps", "heading", "Only a step that begins a set has a heading.")]


def test_only_activities_are_steps_and_no_path_is_a_step(editing, path, courses):
    other = factories.make_path("Other", steps=[courses[2]])
    for page in (other, LessonPage.objects.first(), factories.make_policy()):
        answer = save(editing, path, [courses[0], page])
        assert errors(answer) == [("steps", "activity", "Choose a course, an event or a mentoring program.")]


def test_a_draft_may_name_what_is_not_published_yet_a_published_path_may_not(editing, path, courses):
    courses[1].unpublish()
    draft = form([courses[0], courses[1]])
    del draft["action-publish"]
    assert editing.post(f"/admin/pages/{path.pk}/edit/", draft).status_code == 302
    assert errors(save(editing, path, courses[:2])) == [("steps", "activity", "“Module 2” is not published yet.")]


def test_the_editor_reads_who_is_concerned(editing, path, courses, learner, teacher):
    for person in (learner, teacher):
        progress.enroll(person, path)
    for course in courses[:2]:
        for lesson in course.get_children():
            progress.complete_lesson(learner, lesson.specific)
    page = " ".join(editing.get(f"/admin/pages/{path.pk}/edit/").content.decode().split())
    assert "2 people are on this path, 1 has finished it." in page
    spanish = translate(path, "Orientación")
    page = " ".join(editing.get(f"/admin/pages/{spanish.pk}/edit/").content.decode().split())
    assert "Steps, sets and locks are those of the English page" in page


@pytest.mark.parametrize("value", ["x", "-1", str(2**70), "\x00"])
def test_nonsense_is_refused_without_harm(editing, path, courses, value):
    data = form([courses[0]]) | {"steps-0-activity": value, "steps-0-needed": value}
    assert editing.post(f"/admin/pages/{path.pk}/edit/", data).status_code == 200
    assert path.steps.count() == 2
