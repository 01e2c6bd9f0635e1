"""Promise: on a path I see what is open, what opens the rest, and when it is due; being away costs me nothing."""

import pytest
from django.test import Client

from courses.pages import LearningPath, PathLock, PathStep
from pdportal.people.choices import Role
from pdportal.people.records import Leave
from pdportal.requirements import assigning
from pdportal.requirements.records import Requirement
from pdportal.requirements.status import status
from pdportal.transcripts.records import Completion
from tests import factories
from tests.factories import days_ago
from tests.requirements.makers import make_requirement

pytestmark = pytest.mark.django_db


@pytest.fixture
def rules(site):
    return factories.make_course("The rules", lessons=["Read the rules"])


@pytest.fixture
def buying(site):
    return factories.make_course("Buying", lessons=["Choose", "Order"])


@pytest.fixture
def path(rules, buying, learner):
    """Required of new librarians; the lesson on ordering opens after the rules; one of two courses is chosen."""
    choice = [factories.make_course(title, lessons=[f"{title} lesson"]) for title in ("Reading", "Media")]
    path = LearningPath(title="Orientation")
    path.steps = [
        PathStep(activity=page, sort_order=n, begins="any" if page == choice[0] else "")
        for n, page in enumerate([rules, buying, *choice])
    ]
    path.locks = [PathLock(locked=buying.get_children().last(), opens_after=rules)]
    path = factories.publish(factories.PathIndexPage, path)
    make_requirement(path, audience={"role": [Role.LIBRARIAN]}, due_working_days=10)
    assigning.assign_person(learner)
    return path


@pytest.fixture
def browser(learner):
    client = Client()
    client.force_login(learner)
    return client


def finish(browser, title):
    lesson = factories.LessonPage.objects.get(title=title)
    page = browser.post(f"/my/lessons/{lesson.translation_key}/done/", follow=True)
    return [str(message) for message in page.context["messages"]]


def test_from_the_first_step_to_the_certificate(browser, learner, path, rules, buying):
    page = browser.get(path.url).content.decode()
    assert page.count("Opens when “The rules” is done.") == 1
    assert "Choose one of these 2" in page
    assert finish(browser, "Order") == ["Opens when “The rules” is done."]
    for title in ("Read the rules", "Choose", "Order", "Media lesson"):
        finish(browser, title)
    awarded = Completion.objects.get(learner=learner, activity_key=path.translation_key)
    assert awarded.certificate.code
    page = browser.get(path.url).content.decode()
    assert "It stays complete, whatever is added to it." in page


def test_leave_is_said_on_the_path_and_nothing_is_overdue_meanwhile(browser, learner, path):
    requirement = Requirement.objects.get()
    assert status(learner, requirement).code == "overdue"
    Leave.objects.create(person=learner, first_day=days_ago(15), last_day=None)
    found = status(learner, requirement)
    assert found.code == "not_started"
    assert "this date moves on while the leave lasts" in browser.get(path.url).content.decode()
