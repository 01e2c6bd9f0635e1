"""A job description for librarians with three duties, two of them linked."""

import pytest

from tests import factories
from tests.duties.making import describe, duties_of, train


@pytest.fixture
def course(site):
    return factories.make_course("Collections", lessons=["Weeding", "Ordering"])


@pytest.fixture
def lessons(course):
    """The two lessons of the course."""
    return [page.specific for page in course.get_children()]


@pytest.fixture
def description(coordinator, lessons):
    """Weed (a lesson), buy (a lesson and an event), speak (nothing)."""
    found = describe("Weed the shelves", "Buy books", "Speak up", by=coordinator)
    weed, buy, _speak = duties_of(found)
    train(weed, lessons[0], by=coordinator)
    train(buy, lessons[1], factories.make_event("Book fair"), by=coordinator)
    return found
