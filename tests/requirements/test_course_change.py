"""The author of a changed course is asked what that means for those who have completed it."""

import pytest

from pdportal.requirements import assigning
from pdportal.requirements.rule_records import Consequence
from pdportal.requirements.status import status
from tests import factories
from tests.factories import days_ago, days_ahead
from tests.requirements.makers import complete


@pytest.fixture
def lesson(course):
    return course.get_children().first().specific


@pytest.fixture
def done(course, requirement, teacher, learner):
    assigning.assign_all()
    return complete(teacher, course, days_ago(3))


def publish(client, lesson):
    """Publish ``lesson`` in the admin, with a new title."""
    data = {
        "title": "Read this too", "slug": lesson.slug, "minutes": 10, "body-count": 1, "body-0-type": "text",
        "body-0-order": 0, "body-0-deleted": "", "body-0-id": "", "action-publish": "1",
        "body-0-value": '{"blocks": [{"key": "a", "text": "Words", "type": "unstyled", "depth": 0, '
        '"inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}', "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
    }  # fmt: skip
    response = client.post(f"/admin/pages/{lesson.pk}/edit/", data)
    lesson.refresh_from_db()
    return response


def question(lesson):
    return f"/admin/course-change/{lesson.live_revision_id}/"


def test_publishing_a_lesson_of_a_completed_course_asks(client, editor, lesson, done):
    client.force_login(editor)
    assert publish(client, lesson).headers["Location"] == question(lesson)
    page = client.get(question(lesson))
    assert (page.context["done"], list(page.context["people"])) == (1, [])


def test_nobody_is_asked_where_nobody_has_completed_it(client, editor, lesson, requirement):
    client.force_login(editor)
    assert "course-change" not in publish(client, lesson).headers["Location"]


def test_a_coordinator_sees_the_names_and_asks_for_it_again(
    client, coordinator, lesson, done, course, requirement, teacher
):
    client.force_login(coordinator)
    publish(client, lesson)
    assert list(client.get(question(lesson)).context["people"]) == [teacher]
    answer = {"change-kind": "redo", "change-due_on": str(days_ahead(30))}
    assert client.post(question(lesson), answer).headers["Location"] == f"/admin/pages/{course.pk}/"
    assert status(teacher, requirement).code == "not_started"
    assert client.get(question(lesson)).context["standing"] == Consequence.objects.get()


def test_an_answer_that_is_not_one_is_explained(client, editor, lesson, done):
    client.force_login(editor)
    publish(client, lesson)
    for answer in ({}, {"change-kind": "x"}, {"change-kind": "redo"}, {"change-kind": "top_up", "change-top_up": "x"}):
        assert client.post(question(lesson), answer).context["form"].errors
    assert client.put(question(lesson)).status_code == 405
    assert Consequence.objects.count() == 0


@pytest.mark.parametrize("who", ["teacher", "principal", "mentor"])
def test_others_are_kept_out(client, request, who, lesson, done):
    client.force_login(request.getfixturevalue(who))
    assert client.get(question(lesson)).status_code in {302, 403, 404}
    assert client.post(question(lesson), {"change-kind": "keep"}).status_code in {302, 403, 404}
    assert Consequence.objects.count() == 0


@pytest.mark.parametrize("revision", ["0", "99999999", "99999999999999999999999"])
def test_no_such_revision(client, coordinator, revision):
    client.force_login(coordinator)
    assert client.get(f"/admin/course-change/{revision}/").status_code == 404


def test_the_same_queries_for_one_and_for_three(
    client, coordinator, lesson, done, course, school, django_assert_num_queries
):
    client.force_login(coordinator)
    publish(client, lesson)
    client.get(question(lesson))
    with django_assert_num_queries(COUNT):
        client.get(question(lesson))
    for number in range(2):
        more = factories.make_person(f"Tess Teach{number}", "teacher", school)
        assigning.assign_person(more)
        complete(more, course, days_ago(2))
    with django_assert_num_queries(COUNT):
        assert client.get(question(lesson)).context["done"] == 3


COUNT = 26
