"""Two coordinators at once: one version follows the other, and nothing is linked twice.

On PostgreSQL the lock on the description decides; on SQLite every transaction is immediate, so it is the lock.
"""

import pytest

from pdportal.duties import linking, versions
from pdportal.duties.errors import ChangedMeanwhile
from pdportal.duties.records import DutyLine
from pdportal.duties.versions import Wording
from tests import factories
from tests.courses.test_races import at_once, race  # noqa: F401  fixtures are found by name
from tests.duties.making import describe, duties_of
from tests.factories import days_ago

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_of_two_versions_published_at_once_one_is_compared_again(race, coordinator, director):  # noqa: F811  a fixture
    description = describe("Lead", by=coordinator)

    def publish(text, by):
        versions.publish(description, [Wording(text)], effective_on=days_ago(0), by=by, after=1)

    refused = at_once(lambda: publish("Lead well", coordinator), lambda: publish("Lead kindly", director))
    assert [type(trouble) for trouble in refused] == [ChangedMeanwhile]
    assert (description.versions.count(), DutyLine.objects.count()) == (2, 2)


def test_four_clicks_make_one_link(race, coordinator):  # noqa: F811  a fixture
    duty, course = duties_of(describe("Lead", by=coordinator))[0], factories.make_course()
    assert at_once(*[lambda: linking.link(duty, course, by=coordinator)] * 4) == []
    assert duty.links.count() == 1
