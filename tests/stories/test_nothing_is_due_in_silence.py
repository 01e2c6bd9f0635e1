"""Promise: no date passes without a word to its learner, grace is asked for and answered, and everybody reads why."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.management import call_command

from pdportal.notices.records import Notice
from pdportal.requirements import assigning
from pdportal.requirements.records import RequirementVersion
from tests import factories
from tests.requirements.makers import make_requirement


@pytest.fixture
def course(site):
    return factories.make_course("Library orientation")


@pytest.fixture
def assignment(course, learner, coordinator, principal):
    make_requirement(course, audience={"role": ["librarian"]})
    RequirementVersion.objects.update(warn_days=60)
    assigning.assign_all()
    return learner.assignments.get()


def panel(client, person, url):
    """The words behind the status, as ``person`` reads them."""
    client.force_login(person)
    page = client.get(url).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page[page.index('id="why"') :]).split("The facts")[0].split())


def test_from_the_warning_to_the_later_date(
    client, assignment, learner, coordinator, principal, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        call_command("nightly")
        call_command("nightly")
    assert [letter.subject for letter in mail.outbox if learner.email in letter.to] == ["Due soon: Library orientation"]

    client.force_login(learner)
    why = re.search(r'class="status-link" href="([^"]+)"', client.get("/my/requirements/").content.decode()).group(1)
    ask = re.search(r'href="([^"]+/ask/)"', client.get(why).content.decode()).group(1)
    wanted_on = assignment.due_on + dt.timedelta(days=21)
    client.post(ask, {"kind": "time", "wanted_on": wanted_on.isoformat(), "reason": "Jury duty"})

    client.force_login(coordinator)
    queue = client.get("/requirements/requests/").content.decode()
    assert "Jury duty" in queue
    request = re.search(r'name="request" value="(\d+)"', queue).group(1)
    client.post("/requirements/requests/answer/", {"request": request, "do": "grant", "answer": "Granted."})

    told = Notice.objects.filter(recipient=learner).order_by("-pk").first()
    assert told.subject == "Granted: Library orientation"
    words = [panel(client, person, why) for person in (learner, principal, coordinator)]
    assert words[1:] == words[:1] * 2
    assert "a later date allowed on" in words[0]
    client.force_login(principal)
    assert "Jury" not in client.get(why).content.decode()


def test_the_principal_is_told_on_monday_what_to_look_at(client, assignment, learner, principal):
    call_command("send_digests")
    letter = Notice.objects.get(recipient=principal, kind="digest")
    assert letter.subject == "Cedar Elementary: 1 thing needs attention"
    assert f"{learner}: Library orientation. Due soon." in letter.body
