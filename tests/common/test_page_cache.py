"""Public pages are kept for visitors, and forgotten as soon as something they show changes."""

import pytest

from events.registration import register
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _kept(settings):
    settings.PUBLIC_PAGE_SECONDS = 60


def test_a_kept_page_asks_the_database_nothing(client, site, django_assert_num_queries):
    first = client.get("/events/")
    with django_assert_num_queries(0):
        second = client.get("/events/")
    assert second.content == first.content
    assert dict(second.items()) == dict(first.items())


def test_a_seat_taken_shows_at_once(client, site, teacher):
    session = factories.make_session(capacity=5)
    assert "<strong>5</strong> seats left" in client.get(session.event.url).content.decode()
    register(session, teacher, by=teacher)
    assert "<strong>4</strong> seats left" in client.get(session.event.url).content.decode()


def test_a_published_change_shows_at_once(client, site):
    course = factories.make_course("Before")
    assert "Before" in client.get(course.url).content.decode()
    course.title = "After"
    course.save_revision().publish()
    assert "After" in client.get(course.url).content.decode()


def test_signed_in_people_never_get_a_kept_page(client, site, learner):
    client.get("/")
    client.force_login(learner)
    page = client.get("/").content.decode()
    assert "Nora" in page
    client.logout()
    assert "Nora" not in client.get("/").content.decode()


def test_languages_and_query_strings_are_kept_apart(client, site):
    assert client.get("/").content != client.get("/es/").content
    factories.make_session(factories.make_event("Lateral reading"))
    assert "Lateral reading" in client.get("/events/?q=lateral").content.decode()
    assert "Lateral reading" not in client.get("/events/?q=nothing-like-it").content.decode()
