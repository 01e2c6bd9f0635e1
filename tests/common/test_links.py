"""Links between pages in running text are looked up once."""

import pytest
from django.utils import translation
from wagtail.rich_text import expand_db_html

from pdportal.common import links
from tests import factories
from tests.courses.conftest import translate

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def request_time():
    """As inside a request: what is looked up is remembered."""
    links._begin()
    yield
    links._end()


def link(page):
    return f'<a linktype="page" id="{page.pk}">there</a>'


def test_a_link_follows_the_page(django_assert_num_queries):
    policy, course = factories.make_policy(), factories.make_course()
    assert policy.url == "/policies/acceptable-use/"  # which warms Wagtail's list of sites
    with django_assert_num_queries(1):
        links.look_up({str(policy.pk), str(course.pk)})
    assert expand_db_html(link(policy)) == f'<a href="{policy.url}">there</a>'
    with django_assert_num_queries(0):
        assert expand_db_html(link(course)) == f'<a href="{course.url}">there</a>'


def test_links_are_gathered_from_the_whole_body(django_assert_num_queries):
    policy, course = factories.make_policy(), factories.make_course()
    assert policy.url == "/policies/acceptable-use/"  # which warms Wagtail's list of sites
    body = [("text", f"<p>{link(policy)}</p>"), ("callout", {"tone": "tip", "text": f"<p>{link(course)}</p>"})]
    lesson = factories.make_lesson(course, "Linked", body=body)
    with django_assert_num_queries(1):
        links.gather(lesson.body)
    with django_assert_num_queries(0):
        assert expand_db_html(link(policy)) + expand_db_html(link(course)) != ""


def test_a_spanish_reader_is_led_to_the_spanish_page():
    policy = factories.make_policy()
    spanish = translate(policy, "Uso aceptable")
    with translation.override("es"):
        assert expand_db_html(link(policy)) == f'<a href="{spanish.url}">there</a>'
    assert expand_db_html(link(policy)) == f'<a href="{policy.url}">there</a>'


def test_a_page_that_is_gone_leaves_plain_words():
    assert expand_db_html('<a linktype="page" id="987654">there</a>') == "<a>there</a>"
