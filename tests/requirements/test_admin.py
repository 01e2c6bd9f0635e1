"""Requirements in the admin: written with a preview, never deleted; assignments only waived or extended."""

import datetime as dt

import pytest

from pdportal.people.choices import Role
from pdportal.requirements import assigning, audience_form
from pdportal.requirements.records import Assignment, Requirement
from tests import factories
from tests.factories import days_ago, days_ahead
from tests.requirements.makers import make_requirement

LIST, NEW = "/admin/requirements/", "/admin/requirements/new/"
ASSIGNMENTS = "/admin/assignments/"


def filled(page, **changes):
    """A form as a coordinator would fill it in."""
    return {
        "name_en": "Privacy", "name_es": "Privacidad", "position": 3, "active": "on", "activity": page.pk,
        "roles": ["librarian"], "recurrence": "yearly", "due_anchor": "window", "due_month": 9, "due_day": 30,
        "due_working_days": 30, "warn_days": 14, "effective_on": str(days_ago(0)), "people": "",
    } | changes  # fmt: skip


@pytest.fixture
def office_client(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.fixture
def assignment(requirement, learner):
    assigning.assign_all()
    return learner.assignments.get()


def edit(requirement):
    return f"/admin/requirements/edit/{requirement.pk}/"


def test_the_preview_comes_before_saving(office_client, course, learner, mentor, school_2025):
    response = office_client.post(NEW, filled(course, effective_on="2026-07-01"))
    preview = response.context["preview"]
    assert (preview.members, preview.joining, preview.leaving, preview.audience) == (2, 2, 0, "Librarian")
    assert preview.present == dt.date(2026, 9, 30)
    assert preview.hires == [
        (dt.date(2026, 7, 1), dt.date(2026, 9, 30)),
        (dt.date(2026, 10, 1), dt.date(2026, 11, 12)),
        (dt.date(2027, 3, 1), dt.date(2027, 4, 12)),
    ]
    assert Requirement.objects.count() == 0


def test_confirming_saves_the_rule_and_assigns(office_client, course, learner, mentor, coordinator):
    response = office_client.post(NEW, filled(course, confirm="1"))
    assert response.headers["Location"] == LIST
    requirement = Requirement.objects.get()
    version = requirement.versions.get()
    assert (requirement.slug, requirement.activity_key) == ("privacy", course.translation_key)
    assert (version.audience, version.recurrence, version.created_by) == (
        {"role": ["librarian"]},
        "yearly",
        coordinator,
    )
    assert set(Assignment.objects.values_list("learner", flat=True)) == {learner.pk, mentor.pk}


def test_the_same_name_twice_gets_its_own_slug(office_client, course):
    for _ in range(2):
        office_client.post(NEW, filled(course, confirm="1"))
    assert sorted(Requirement.objects.values_list("slug", flat=True)) == ["privacy", "privacy-2"]


def test_editing_shows_the_rule_and_saving_makes_a_new_version(office_client, course):
    office_client.post(NEW, filled(course, confirm="1"))
    requirement = Requirement.objects.get()
    form = office_client.get(edit(requirement)).context["form"]
    assert (form["roles"].value(), form["due_month"].value(), form["activity"].value()) == (["librarian"], 9, course.pk)
    office_client.post(edit(requirement), filled(course, confirm="1"))
    assert requirement.versions.count() == 1
    office_client.post(edit(requirement), filled(course, confirm="1", due_working_days=10))
    assert list(requirement.versions.values_list("number", "due_working_days")) == [(2, 10), (1, 30)]


def test_a_preview_counts_who_leaves(office_client, course, requirement, learner, teacher):
    assigning.assign_all()
    narrower = filled(course, recurrence="once", due_anchor="start", due_month="", due_day="")
    preview = office_client.post(edit(requirement), narrower).context["preview"]
    assert (preview.members, preview.joining, preview.leaving) == (1, 0, 1)


def test_named_people_come_on_top(office_client, course, learner, outsider):
    outsider.staff_id = "S17"
    outsider.save()
    office_client.post(NEW, filled(course, confirm="1", people="S17\n"))
    assert set(Assignment.objects.values_list("learner", flat=True)) == {learner.pk, outsider.pk}
    form = office_client.get(edit(Requirement.objects.get())).context["form"]
    assert form["people"].value() == "otto.outsider"


def test_an_audience_the_form_cannot_show_is_kept_unless_changed(office_client, course, learner):
    rule = {"not": {"role": [Role.TEACHER]}}
    requirement = make_requirement(course, audience=rule)
    data = filled(course, confirm="1", recurrence="once", due_anchor="start", roles=[])
    office_client.post(edit(requirement), data | {"keep_audience": "on"})
    assert requirement.versions.first().audience == rule
    office_client.post(edit(requirement), data)
    assert requirement.versions.first().audience == {}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name_en", ""), ("activity", "99999999"), ("activity", "abc"), ("roles", ["pirate"]), ("due_anchor", "moon"),
        ("recurrence", "daily"), ("due_day", "31"), ("due_day", ""), ("due_month", "13"), ("due_working_days", "-1"),
        ("due_working_days", "99999"), ("warn_days", "x"), ("effective_on", "garbage"), ("effective_on", "9999-12-31"),
        ("effective_on", "0001-01-01"), ("people", "nobody.at.all"), ("people", "x" * 30000), ("valid_months", "12"),
        ("schools", ["9999"]), ("position", "99999999"), ("name_en", "a\x00b"),
    ],
)  # fmt: skip
def test_mistakes_are_shown_and_nothing_is_saved(office_client, course, field, value):
    response = office_client.post(
        NEW, filled(course, confirm="1") | {field: value, **({"due_month": 6} if value == "31" else {})}
    )
    assert response.status_code == 200
    assert response.context["form"].errors
    assert Requirement.objects.count() == 0


def test_a_fixed_date_is_needed_for_a_fixed_rule(office_client, course):
    response = office_client.post(NEW, filled(course, due_anchor="fixed"))
    assert list(response.context["form"].errors) == ["due_on"]


def test_a_plain_page_cannot_be_required(office_client, course):
    response = office_client.post(NEW, filled(course.get_parent()))
    assert list(response.context["form"].errors) == ["activity"]


def test_a_rule_cannot_begin_before_the_present_one(office_client, course):
    requirement = make_requirement(course, effective_on=days_ago(3), audience={})
    response = office_client.post(edit(requirement), filled(course, effective_on=str(days_ago(4))))
    assert list(response.context["form"].errors) == ["effective_on"]


@pytest.mark.parametrize("who", ["teacher", "principal", "mentor", "editor"])
@pytest.mark.parametrize("url", [LIST, NEW, ASSIGNMENTS])
def test_others_are_kept_out(client, request, assignment, who, url):
    client.force_login(request.getfixturevalue(who))
    assert client.get(url).status_code in {302, 403}
    for verb in ("waive", "extend"):
        assert client.post(f"{ASSIGNMENTS}{verb}/{assignment.pk}/", {"reason": "I"}).status_code in {302, 403}
    assert assignment.waivers.count() == assignment.extensions.count() == 0


@pytest.mark.parametrize("who", ["coordinator", "superuser"])
def test_nobody_deletes_or_writes_by_hand(client, request, assignment, who):
    client.force_login(request.getfixturevalue(who))
    client.post(f"/admin/requirements/delete/{assignment.requirement_id}/")
    for part in (f"edit/{assignment.pk}/", f"delete/{assignment.pk}/", "new/"):
        assert client.get(ASSIGNMENTS + part).status_code == 404
    assert Requirement.objects.count() == Assignment.objects.count() == 1


def test_lists_open_and_export(office_client, assignment):
    assert office_client.get(LIST).status_code == 200
    page = office_client.get(ASSIGNMENTS)
    assert f"{ASSIGNMENTS}waive/{assignment.pk}/" in page.content.decode()
    for kind in ("csv", "xlsx"):
        assert office_client.get(ASSIGNMENTS, {"export": kind}).status_code == 200


def test_waiving(office_client, assignment, coordinator):
    url = f"{ASSIGNMENTS}waive/{assignment.pk}/"
    assert office_client.get(url).status_code == 200
    assert list(office_client.post(url, {"reason": ""}).context["form"].errors) == ["reason"]
    assert office_client.post(url, {"reason": "Has a licence"}).headers["Location"] == ASSIGNMENTS
    waiver = assignment.waivers.get()
    assert (waiver.granted_by, waiver.reason) == (coordinator, "Has a licence")


def test_a_later_date(office_client, assignment):
    url = f"{ASSIGNMENTS}extend/{assignment.pk}/"
    assert office_client.post(url, {"due_on": str(days_ahead(90)), "reason": "Ill"}).status_code == 302
    assert assignment.extensions.get().due_on >= days_ahead(90)


@pytest.mark.parametrize("due_on", ["", "garbage", "2001-01-01", "9999-12-31"])
def test_a_wrong_later_date_is_explained(office_client, assignment, due_on):
    response = office_client.post(f"{ASSIGNMENTS}extend/{assignment.pk}/", {"due_on": due_on, "reason": "Ill"})
    assert response.context["form"].errors
    assert assignment.extensions.count() == 0


@pytest.mark.parametrize("verb", ["waive", "extend"])
def test_nobody_to_grant_it_to(office_client, verb):
    assert office_client.get(f"{ASSIGNMENTS}{verb}/99999999999999999999/").status_code == 404
    assert office_client.put(f"{ASSIGNMENTS}{verb}/1/").status_code == 405


def test_rules_survive_the_form(db):
    people = [factories.make_person(f"P {number}").pk for number in range(2)]
    for kinds in ({}, {"role": ["aide"]}, {"role": ["aide"], "level": ["high"], "school": [3], "new_to": ["district"]}):
        for named in ([], people):
            rule = audience_form.to_rule(kinds, named)
            shown, names = audience_form.from_rule(rule)
            assert audience_form.to_rule(shown, names) == rule
    assert audience_form.from_rule({"all": [{"role": ["aide"]}, {"role": ["teacher"]}]}) is None
    assert audience_form.from_rule({"not": {"role": ["aide"]}}) is None
