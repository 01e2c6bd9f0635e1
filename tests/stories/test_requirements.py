"""From a rule to a reason: a coordinator requires something, and everybody reads the same answer."""

import datetime as dt

import pytest

from pdportal.people.appointments import appoint, end_appointment
from pdportal.people.choices import NewTo, Role
from pdportal.requirements.records import Requirement
from pdportal.requirements.status import status
from pdportal.requirements.waiving import extend, waive
from tests import factories
from tests.factories import days_ago
from tests.requirements.makers import complete


@pytest.fixture
def course(site):
    return factories.make_course("Student privacy")


@pytest.fixture
def rule(client, coordinator, course, learner):
    """A coordinator requires the course of new librarians, within sixty working days."""
    client.force_login(coordinator)
    data = {
        "name_en": "Privacy for new librarians", "name_es": "", "position": 1, "active": "on", "activity": course.pk,
        "group-TOTAL_FORMS": 1, "group-INITIAL_FORMS": 0, "group-0-role": ["librarian"],
        "group-0-new_to": ["profession"], "people": "", "recurrence": "once", "due_anchor": "start",
        "due_working_days": 60, "warn_days": 14, "effective_on": str(days_ago(100)), "confirm": "1",
    }  # fmt: skip
    assert client.post("/admin/requirements/new/", data).headers["Location"] == "/admin/requirements/"
    return Requirement.objects.get()


def rows(client, person, url):
    client.force_login(person)
    return client.get(url)


def test_learner_and_principal_and_coordinator_read_the_same(client, rule, learner, principal, coordinator, school):
    mine = rows(client, learner, "/my/requirements/").context["rows"][0].status
    building = rows(client, principal, f"/reports/buildings/{school.pk}/").context["report"]
    theirs = next(cell for line in building.lines for cell in line.cells if cell)
    listed = rows(client, coordinator, "/reports/people/").context["lines"][0][0]
    assert mine == theirs == listed == status(learner, rule)
    assert mine.why.split(", because")[0] == theirs.why_of_other.split(", because")[0]


def test_somebody_appointed_today_is_required_today(rule, teacher, other_school, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        appoint(teacher, Role.LIBRARIAN, other_school, starts_on=days_ago(0), new_to=NewTo.PROFESSION)
    assert status(teacher, rule).code == "not_started"


def test_leaving_and_coming_back_keeps_what_was_achieved(
    rule, learner, course, school, django_capture_on_commit_callbacks
):
    complete(learner, course, days_ago(2))
    with django_capture_on_commit_callbacks(execute=True):
        end_appointment(learner.appointments.get(), ends_on=days_ago(1))
    assert status(learner, rule) is None
    assert status(learner, rule, as_of=days_ago(1)).code == "done"
    with django_capture_on_commit_callbacks(execute=True):
        appoint(learner, Role.LIBRARIAN, school, starts_on=days_ago(0), new_to=NewTo.PROFESSION)
    assert status(learner, rule).completed_on == days_ago(2)


def test_a_later_date_and_a_waiver_are_granted_with_a_reason(client, rule, learner, coordinator):
    assignment = learner.assignments.get()
    later = assignment.due_on + dt.timedelta(days=30)
    extend(assignment, due_on=later, by=coordinator, reason="Parental leave")
    assert status(learner, rule).due_on >= later
    waive(assignment, by=coordinator, reason="Did it at the former district")
    found = rows(client, learner, "/my/requirements/").context["rows"][0].status
    assert (found.code, found.label) == ("waived", "Waived")


def test_changing_the_rule_leaves_those_who_have_it_their_date(client, rule, learner, coordinator, course):
    due_on = status(learner, rule).due_on
    client.force_login(coordinator)
    form = client.get(f"/admin/requirements/edit/{rule.pk}/").context["form"]
    data = {field.html_name: field.value() for field in form if field.value() not in (None, False)}
    data |= {field.html_name: field.value() for field in form.groups.forms[0] if field.value()}
    data |= {"group-TOTAL_FORMS": 1, "group-INITIAL_FORMS": 0, "due_working_days": 5, "confirm": "1"}
    assert client.post(f"/admin/requirements/edit/{rule.pk}/", data).status_code == 302
    assert rule.versions.count() == 2
    assert status(learner, rule).due_on == due_on
