"""Requirements in the admin: written with a preview, never deleted; assignments only waived or extended."""

import datetime as dt

import pytest

from pdportal.people.choices import Role
from pdportal.requirements import assigning
from pdportal.requirements.errors import DueDateMissing
from pdportal.requirements.records import Assignment, Requirement
from pdportal.requirements.rule_records import Consequence
from pdportal.requirements.status import status
from tests import factories
from tests.factories import days_ago, days_ahead
from tests.requirements.makers import complete, make_requirement

LIST, NEW = "/admin/requirements/", "/admin/requirements/new/"
ASSIGNMENTS, BUDGETS = "/admin/assignments/", "/admin/time-budgets/"


def filled(page, **changes):
    """A form as a coordinator would fill it in."""
    return {
        "name_en": "Privacy", "name_es": "Privacidad", "position": 3, "active": "on", "activity": page.pk,
        "group-TOTAL_FORMS": 1, "group-INITIAL_FORMS": 0, "group-0-role": ["librarian"],
        "recurrence": "yearly", "due_anchor": "window", "due_month": 9, "due_day": 30,
        "due_working_days": 30, "warn_days": 14, "effective_on": str(days_ago(0)), "people": "", "never": "",
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
    assert (preview.members, preview.group("joining"), preview.group("leaving")) == (2, 2, 0)
    assert preview.audience == "Librarian"
    assert [(hire.starts_on, hire.due_on) for hire in preview.hires] == [
        (None, dt.date(2026, 9, 30)),
        (dt.date(2026, 7, 1), dt.date(2026, 9, 30)),
        (dt.date(2026, 10, 1), dt.date(2026, 11, 12)),
        (dt.date(2027, 3, 1), dt.date(2027, 4, 12)),
    ]
    assert [person.last_name for person in preview.groups[0].page] == ["Mentor", "Newell"]
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
    (group,) = form.groups
    assert (group["role"].value(), form["due_month"].value(), form["activity"].value()) == (["librarian"], 9, course.pk)
    office_client.post(edit(requirement), filled(course, confirm="1"))
    assert requirement.versions.count() == 1
    office_client.post(edit(requirement), filled(course, confirm="1", due_working_days=10))
    assert list(requirement.versions.values_list("number", "due_working_days")) == [(2, 10), (1, 30)]


def test_a_preview_counts_who_leaves(office_client, course, requirement, learner, teacher):
    assigning.assign_all()
    narrower = filled(course, recurrence="once", due_anchor="start", due_month="", due_day="")
    preview = office_client.post(edit(requirement), narrower).context["preview"]
    assert [(group.name, group.count) for group in preview.groups] == [("joining", 0), ("leaving", 1), ("unchanged", 1)]
    assert [person.last_name for person in preview.groups[1].page] == ["Teacher"]


def test_named_people_come_on_top(office_client, course, learner, outsider):
    outsider.staff_id = "S17"
    outsider.save()
    office_client.post(NEW, filled(course, confirm="1", people="S17\n"))
    assert set(Assignment.objects.values_list("learner", flat=True)) == {learner.pk, outsider.pk}
    form = office_client.get(edit(Requirement.objects.get())).context["form"]
    assert form["people"].value() == "otto.outsider"


def test_an_audience_the_form_cannot_show_is_kept_unless_changed(office_client, course, learner):
    rule = {"any": [{"not": {"role": [Role.TEACHER]}}, {"not": {"level": ["high"]}}]}
    requirement = make_requirement(course, audience=rule)
    data = filled(course, confirm="1", recurrence="once", due_anchor="start", **{"group-0-role": []})
    office_client.post(edit(requirement), data | {"keep_audience": "on"})
    assert requirement.versions.first().audience == rule
    office_client.post(edit(requirement), data)
    assert requirement.versions.first().audience == {}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name_en", ""), ("activity", "99999999"), ("activity", "abc"), ("group-0-role", ["pirate"]),
        ("due_anchor", "moon"),
        ("recurrence", "daily"), ("due_day", "31"), ("due_day", ""), ("due_month", "13"), ("due_working_days", "-1"),
        ("due_working_days", "99999"), ("warn_days", "x"), ("effective_on", "garbage"), ("effective_on", "9999-12-31"),
        ("effective_on", "0001-01-01"), ("people", "nobody.at.all"), ("people", "x" * 30000), ("valid_months", "12"),
        ("group-0-school", ["9999"]), ("group-0-not_school", ["x"]), ("position", "99999999"), ("name_en", "a\x00b"),
        ("group-TOTAL_FORMS", "many"), ("group-TOTAL_FORMS", ""), ("never", "nobody.at.all"), ("people", "a\x00b"),
        ("turn_2", "9999999999999999999999"), ("late_hires", "never"), ("late_hires", "exempt"),
        ("exempt_after", "soon"),
        ("opens_day", "32"), ("opens_day", "3"), ("renew_days", "3"), ("rotate_by", "moon"), ("due_on", "9999-12-31"),
    ],
)  # fmt: skip
def test_mistakes_are_shown_and_nothing_is_saved(office_client, course, field, value):
    response = office_client.post(
        NEW, filled(course, confirm="1") | {field: value, **({"due_month": 6} if value == "31" else {})}
    )
    assert response.status_code == 200
    form = response.context["form"]
    assert form.errors or any(form.groups.errors) or form.groups.non_form_errors()
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
@pytest.mark.parametrize("url", [LIST, NEW, ASSIGNMENTS, BUDGETS, f"{BUDGETS}new/"])
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


def test_going_back_and_one_more_group_keep_what_was_typed(office_client, course):
    typed = filled(course, name_en="Half a na", due_day="soon", effective_on="yesterday", **{"group-0-level": ["high"]})
    for button, groups in (("back", 1), ("add_group", 2)):
        form = office_client.post(NEW, typed | {button: "1"}).context["form"]
        values = [form[name].value() for name in ("name_en", "due_day", "effective_on", "activity")]
        assert values == ["Half a na", "soon", "yesterday", str(course.pk)]
        assert [group["level"].value() for group in form.groups] == [["high"], None][:groups]
        assert form.errors == {}


def test_the_preview_carries_everything_that_was_typed(office_client, course):
    typed = filled(course, people="", **{"group-0-level": ["high", "middle"]})
    response = office_client.post(NEW, typed)
    carried = response.context["typed"]
    assert [value for name, value in carried if name == "group-0-level"] == ["high", "middle"]
    assert {name for name, _value in carried} == set(typed)


def test_two_groups_and_exceptions(office_client, course, learner, teacher, mentor):
    data = filled(course, confirm="1", never=teacher.username) | {
        "group-TOTAL_FORMS": 2, "group-0-not_new_to": ["profession"], "group-1-role": ["teacher"],
    }  # fmt: skip
    office_client.post(NEW, data)
    assert set(Assignment.objects.values_list("learner", flat=True)) == {mentor.pk}
    words = office_client.get(edit(Requirement.objects.get())).context["words"]
    assert words == ("(Librarian, but not: New to the profession; or Teacher), but not: people chosen one by one")


def test_a_group_taken_out_counts_no_more(office_client, course, learner, teacher):
    data = filled(course, confirm="1") | {
        "group-TOTAL_FORMS": 2, "group-1-role": ["teacher"], "group-1-DELETE": "on",
    }  # fmt: skip
    office_client.post(NEW, data)
    assert Requirement.objects.get().versions.get().audience == {"role": ["librarian"]}


@pytest.mark.parametrize("page", ["2", "0", "-1", "999", "x", "9" * 50])
def test_names_page_by_page(office_client, course, school, page):
    for number in range(21):
        factories.make_person(f"Ann Aide{number:02}", Role.AIDE, school)
    response = office_client.post(NEW, filled(course, joining=page) | {"group-0-role": ["aide"]})
    (joining, *_others) = response.context["preview"].groups
    assert (joining.count, len(joining.page)) == (21, 20 if page == "x" else 1)


def test_the_audience_in_words(office_client, client, course, teacher):
    assert office_client.post(f"{LIST}words/", filled(course)).content == b"Librarian"
    assert office_client.post(f"{LIST}words/", {"group-TOTAL_FORMS": "x"}).content == b""
    assert office_client.get(f"{LIST}words/").content == b""
    client.force_login(teacher)
    assert client.post(f"{LIST}words/", filled(course)).status_code in {302, 403}


def test_the_preview_costs_the_same_for_one_and_for_three(
    office_client, course, learner, mentor, school, django_assert_num_queries
):
    office_client.post(NEW, filled(course))
    with django_assert_num_queries(PREVIEW_QUERIES):
        office_client.post(NEW, filled(course))
    for number in range(3):
        factories.make_person(f"Lea Later{number}", Role.LIBRARIAN, school)
        make_requirement(factories.make_course(f"More {number}"), audience={"role": ["librarian"]})
    with django_assert_num_queries(PREVIEW_QUERIES):
        office_client.post(NEW, filled(course))


PREVIEW_QUERIES = 35


@pytest.fixture
def done_one(office_client, course, requirement, learner, teacher):
    """A requirement that the teacher has completed and the new librarian has not."""
    assigning.assign_all()
    complete(teacher, course, days_ago(3))
    return requirement


@pytest.fixture
def changed(course, done_one):
    """The form of that requirement, with other working days."""
    rule = {"recurrence": "once", "due_anchor": "start", "due_month": "", "due_day": "", "due_working_days": 7}
    return filled(course, confirm="1", **rule) | {"group-0-role": ["librarian", "teacher"]}


def test_a_changed_rule_must_state_its_consequence(office_client, done_one, changed):
    response = office_client.post(edit(done_one), changed)
    assert list(response.context["asked"].errors) == ["kind"]
    assert done_one.versions.count() == 1
    response = office_client.post(edit(done_one), changed | {"change-kind": "redo"})
    assert response.context["asked"].non_field_errors() == [str(DueDateMissing.sentence)]
    assert done_one.versions.count() == 1


def test_keeping_asks_nothing_of_anybody(office_client, done_one, changed, coordinator):
    assert office_client.post(edit(done_one), changed | {"change-kind": "keep"}).status_code == 302
    consequence = done_one.versions.first().consequence
    assert (consequence.kind, consequence.people, consequence.decided_by) == ("keep", 1, coordinator)
    assert done_one.assignments.count() == 2
    page = office_client.get(edit(done_one))
    assert page.context["versions"][0].consequence == consequence


def test_doing_it_again_by_a_date(office_client, done_one, changed, teacher, learner):
    due_on = days_ahead(40)
    office_client.post(edit(done_one), changed | {"change-kind": "redo", "change-due_on": str(due_on)})
    assert status(teacher, done_one).code == "not_started"
    assert status(teacher, done_one).due_on >= due_on
    assert status(teacher, done_one, as_of=days_ago(1)).code == "done"
    assert learner.assignments.count() == 1


@pytest.mark.parametrize(
    "answer",
    [
        {"change-kind": "explode"}, {"change-kind": "redo", "change-due_on": "soon"},
        {"change-kind": "redo", "change-due_on": "2001-01-01"}, {"change-kind": "redo", "change-due_on": "9999-12-31"},
        {"change-kind": "top_up", "change-due_on": str(days_ahead(9))},
        {"change-kind": "top_up", "change-top_up": "9" * 30, "change-due_on": str(days_ahead(9))},
    ],
)  # fmt: skip
def test_wrong_answers_are_explained_and_change_nothing(office_client, done_one, changed, answer):
    response = office_client.post(edit(done_one), changed | answer)
    assert response.status_code == 200
    assert response.context["asked"].errors
    assert (done_one.versions.count(), Consequence.objects.count()) == (1, 0)


def test_the_form_shows_the_boxes_of_every_group(office_client, course):
    rule = {"any": [{"role": ["librarian"]}, {"all": [{"role": ["aide"]}, {"not": {"level": ["high"]}}]}]}
    page = office_client.get(edit(make_requirement(course, audience=rule))).content.decode()
    for name, value in (("group-0-role", "librarian"), ("group-1-role", "aide"), ("group-1-not_level", "high")):
        box = page.split(f'name="{name}" value="{value}"')[1].split(">")[0]
        assert "checked" in box
