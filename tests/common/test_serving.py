"""Pages are found straight by their address; what is hidden, gone or restricted stays so."""

import pytest
from wagtail.models import PageViewRestriction, Site

from pdportal.common.serving import published_at
from tests import factories


@pytest.fixture
def course(site):
    return factories.make_course("Copyright refresher")


def test_a_lesson_is_found_in_two_queries(course, django_assert_num_queries):
    lesson = course.get_children().first().specific
    Site.get_site_root_paths()
    with django_assert_num_queries(2):  # the page, then as a lesson
        assert published_at(f"courses/{course.slug}/{lesson.slug}/") == lesson


def test_the_front_page_is_found(site):
    assert published_at("") == site.specific


def test_what_is_not_published_is_not_found(client, course):
    course.unpublish()
    assert published_at(f"courses/{course.slug}/") is None
    assert client.get(f"/courses/{course.slug}/").status_code == 404


def test_a_page_of_the_other_language_is_not_found(course):
    assert published_at("es/courses/") is None


def test_a_restriction_above_a_page_holds_for_it(client, course):
    PageViewRestriction.objects.create(page=course, restriction_type=PageViewRestriction.LOGIN)
    lesson = course.get_children().first()
    assert client.get(lesson.url).status_code == 302


def test_a_restriction_of_a_page_holds_for_its_alias(client, course):
    alias = course.create_alias(update_slug="copied")
    PageViewRestriction.objects.create(page=course, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(alias.url).status_code == 302


def test_with_a_second_site_wagtail_decides(site, course):
    Site.objects.create(hostname="other.example", port=80, root_page=course)
    assert published_at("courses/") is None
