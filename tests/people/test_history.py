"""Names and addresses change; what an account said before can still be looked up."""

import pytest

from pdportal.people.queries import former_names
from pdportal.requirements.assigning import assign_all
from pdportal.requirements.records import Assignment, Requirement
from pdportal.requirements.rules import publish_version
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_change_made_in_the_admin_is_in_the_history(client, site, coordinator, teacher):
    client.force_login(coordinator)
    fields = {"first_name": "Tom", "last_name": "Turner", "username": teacher.username, "language": "en",
              "email": "tom.turner@maplevalley.example", "staff_id": "", "is_active": "on"}  # fmt: skip
    assert client.post(f"/admin/people/edit/{teacher.pk}/", fields).status_code == 302
    assert [(former.name, former.email) for former in former_names(teacher)] == [
        ("Tom Teacher", "tom.teacher@maplevalley.example")
    ]


def test_closing_an_account_in_the_admin_is_heard_by_whoever_listens_to_accounts(
    client, site, coordinator, teacher, django_capture_on_commit_callbacks
):
    course = factories.make_course()
    requirement = Requirement.objects.create(slug="copyright", name_en="Copyright", activity_key=course.translation_key)
    publish_version(requirement, by=coordinator, effective_on=factories.days_ago(5), audience={})
    assign_all()
    fields = {"first_name": "Tom", "last_name": "Teacher", "username": teacher.username, "language": "en",
              "email": teacher.email, "staff_id": ""}  # fmt: skip
    client.force_login(coordinator)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/admin/people/edit/{teacher.pk}/", fields)
    assert Assignment.objects.get(learner=teacher).ended_on == factories.days_ago(1)
