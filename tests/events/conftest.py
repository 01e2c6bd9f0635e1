"""People waiting for seats, and sessions to wait for."""

import pytest

from events import scheduling
from pdportal.people.choices import Role
from tests import factories


@pytest.fixture
def event(db):
    return factories.make_event("Finding sources", summary="Search for your own unit.", presenter="Rosa Achterberg")


@pytest.fixture
def session(event):
    return factories.make_session(event, days=7, capacity=2)


@pytest.fixture
def third(school):
    return factories.make_person("Theo Third", Role.TEACHER, school)


@pytest.fixture
def fourth(school):
    return factories.make_person("Fay Fourth", Role.TEACHER, school)


@pytest.fixture
def cancelled_session(event, coordinator):
    return scheduling.cancel_session(
        factories.make_session(event, days=9), by=coordinator, reason="The presenter is ill."
    )
