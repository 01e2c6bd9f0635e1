"""Requirements to test with: one met once, one met every year."""

import datetime as dt

import pytest

from pdportal.people.choices import Role
from tests import factories
from tests.requirements.makers import make_requirement


@pytest.fixture
def course(site):
    """The course that requirements in these tests ask for."""
    return factories.make_course("Library orientation")


@pytest.fixture
def requirement(course):
    """Every librarian and teacher, once, 30 working days after the start."""
    return make_requirement(course, audience={"role": [Role.LIBRARIAN, Role.TEACHER]})


@pytest.fixture
def yearly(course):
    """Every librarian, every year by 30 September."""
    refresher = factories.make_course("Copyright refresher")
    return make_requirement(
        refresher,
        audience={"role": [Role.LIBRARIAN]},
        recurrence="yearly",
        due_anchor="window",
        due_month=9,
        due_day=30,
    )


@pytest.fixture
def school_2025(db):
    return factories.make_school_year(dt.date(2025, 10, 1))


@pytest.fixture
def veteran(other_school):
    """A librarian of many years, for tests with fixed dates."""
    return factories.make_person("Vera Veteran", Role.LIBRARIAN, other_school, starts_on=dt.date(2015, 8, 3))


@pytest.fixture
def make_coordinators(office):
    """Two coordinators more."""
    return [factories.make_person(f"Cora{number} Coordinator", Role.COORDINATOR, office) for number in range(2)]
