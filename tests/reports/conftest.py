"""Two buildings with people, two requirements and a few completions."""

from decimal import Decimal

import pytest

from pdportal.common.dates import start_of_day
from pdportal.requirements import assigning
from tests import factories
from tests.factories import days_ago
from tests.requirements.makers import complete, make_requirement


@pytest.fixture
def privacy(site):
    return factories.make_course("Student privacy")


@pytest.fixture
def copyright_course(site):
    return factories.make_course("Copyright")


@pytest.fixture
def district(privacy, copyright_course, learner, teacher, colleague, mentor, principal, other_principal, coordinator):
    """Privacy for everybody but the office, copyright for librarians; the teacher and the mentor have done privacy.

    The learner started three weeks ago and has to hurry; the colleague is overdue.
    """
    staff = {"role": ["librarian", "teacher"]}
    district = {
        "privacy": make_requirement(privacy, audience=staff, due_working_days=20),
        "copyright": make_requirement(
            copyright_course, audience={"role": ["librarian"]}, due_anchor="fixed", due_on=days_ago(-200)
        ),
    }
    assigning.assign_all()
    complete(teacher, privacy, days_ago(30), credit_hours=Decimal("1.5"))
    complete(mentor, privacy, days_ago(20), at=start_of_day(days_ago(5)))
    return district
