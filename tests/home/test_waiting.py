"""The panel on the admin's first page names what waits, and nothing else."""

import uuid

from django.utils import timezone

from courses.records import Enrollment, PracticeSubmission
from pdportal.home.waiting import items_for
from pdportal.people.choices import NewTo, Role
from tests import factories


def test_nothing_waits_for_an_editor(site, editor, learner):
    assert items_for(editor) == []


def test_a_new_librarian_without_a_mentor_waits_for_the_coordinator(site, coordinator, learner):
    assert items_for(coordinator) == [
        {"count": 1, "label": "new librarian without a mentor", "url": "/admin/matching/"},
    ]
    factories.make_person("Nick Newer", Role.LIBRARIAN, starts_on=factories.days_ago(3), new_to=NewTo.DISTRICT)
    assert items_for(coordinator)[0]["label"] == "new librarians without a mentor"


def test_the_first_page_of_the_admin_shows_it(client, site, coordinator, learner):
    client.force_login(coordinator)
    page = client.get("/admin/").content.decode()
    assert "Waiting for you" in page
    assert "new librarian without a mentor" in page


def test_a_mentor_is_not_told_that_nothing_waits(client, site, coordinator, learner):
    enrollment = Enrollment.objects.create(learner=learner, activity_key=uuid.uuid4(), started_at=timezone.now())
    PracticeSubmission.objects.create(
        enrollment=enrollment, lesson_key=uuid.uuid4(), gate_id="x", title="First sign-in", status="handed_in",
        handed_in_at=timezone.now(),
    )  # fmt: skip
    client.force_login(coordinator)
    page = client.get("/my/").content.decode()
    assert "1 practice step to sign off" in page
    assert "Nothing is waiting for you" not in page
