"""A person's own page is kept until something on it changes, belongs to her alone, and holds nobody's form token."""

import pytest
from django.test import Client
from django.urls import reverse

from courses.progress import complete_lesson, enroll
from pdportal.common.stamps import stamp
from pdportal.notices.telling import tell
from pdportal.transcripts import ledger
from pdportal.transcripts.activities import Activity
from pdportal.transcripts.choices import Source
from tests import factories

MY_PAGE = "/my/"
UNCHANGED_QUERIES = 3  # session, person, stamp


@pytest.fixture(autouse=True)
def _keep(settings):
    settings.OWN_PAGE_SECONDS = 300


@pytest.fixture
def course(site):
    return factories.make_course("Copyright refresher", lessons=("Read this", "And this"))


def queries_for(client, path, django_assert_max_num_queries):
    with django_assert_max_num_queries(200) as counted:
        assert client.get(path).status_code == 200
    return len(counted)


def test_unchanged_my_page_takes_three_queries(site, client, learner, django_assert_max_num_queries):
    client.force_login(learner)
    client.get(MY_PAGE)
    assert queries_for(client, MY_PAGE, django_assert_max_num_queries) == UNCHANGED_QUERIES


def test_a_completion_shows_at_once(site, client, learner, course):
    client.force_login(learner)
    before = client.get(MY_PAGE).content
    ledger.award(learner, Activity.of(course), source=Source.MANUAL)
    assert client.get(MY_PAGE).content != before


def test_a_notice_shows_at_once(site, client, learner, django_capture_on_commit_callbacks):
    client.force_login(learner)
    client.get(MY_PAGE)
    with django_capture_on_commit_callbacks(execute=True):
        tell(learner, "test", subject="Something new", body="Look here.")
    assert '<span class="tool__count num">1</span>' in client.get(MY_PAGE).content.decode()


def test_nobody_gets_the_page_of_another(site, client, learner, colleague):
    client.force_login(learner)
    client.get(MY_PAGE)
    client.force_login(colleague)
    assert "Good to see you, Cora" in client.get(MY_PAGE).content.decode()


def test_each_language_has_its_own(site, client, learner):
    client.force_login(learner)
    client.get(MY_PAGE)
    assert '<html lang="es"' in client.get("/es/my/").content.decode()


def test_a_lesson_is_kept_and_made_anew_when_it_is_done(client, learner, course, django_assert_max_num_queries):
    first, _second = course.get_children().specific()
    enroll(learner, course)
    client.force_login(learner)
    client.get(first.url)
    fresh = client.get(first.url).content
    complete_lesson(learner, first)
    assert client.get(first.url).content != fresh


def test_a_published_change_shows_at_once(client, learner, course):
    lesson = course.get_children().first().specific
    client.force_login(learner)
    client.get(lesson.url)
    lesson.title = "Read this instead"
    lesson.save_revision().publish()
    assert "Read this instead" in client.get(lesson.url).content.decode()


def test_a_kept_form_still_works_and_carries_a_token_of_this_visit(learner, course):
    client = Client(enforce_csrf_checks=True)
    client.force_login(learner)
    first = course.get_children().first()
    enroll(learner, course)
    client.get(first.url)
    kept = client.get(first.url)
    token = kept.content.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert len(token) == 64
    answer = client.post(reverse("courses:finish_lesson", args=[first.translation_key]), {"csrfmiddlewaretoken": token})
    assert answer.status_code == 302


def test_answers_are_never_stored_by_others(site, client, learner):
    client.force_login(learner)
    client.get(MY_PAGE)
    assert client.get(MY_PAGE)["Cache-Control"] == "private, no-store"


def test_a_message_is_shown_once(client, learner, course):
    client.force_login(learner)
    client.get(MY_PAGE)
    for lesson in course.get_children():
        client.post(reverse("courses:finish_lesson", args=[lesson.translation_key]))
    shown = [client.get(MY_PAGE).content.decode().count('class="message ') for _ in range(3)]
    assert shown == [1, 0, 0]


def test_the_stamp_is_one_query_and_only_of_this_person(learner, colleague, course, django_assert_num_queries):
    mine, theirs = stamp(learner), stamp(colleague)
    ledger.award(learner, Activity.of(course), source=Source.MANUAL)
    with django_assert_num_queries(1):
        assert stamp(learner) != mine
    assert stamp(colleague) == theirs
