"""The other reports: index, person, people list, activities, matrix, completions."""

import uuid

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from pdportal.people.appointments import appoint
from pdportal.people.choices import Role
from pdportal.requirements import assigning
from pdportal.requirements.records import Requirement
from pdportal.requirements.status import of_person
from pdportal.transcripts import ledger
from pdportal.transcripts.records import Completion
from tests import factories
from tests.factories import days_ago
from tests.reports.tables import read_csv, read_xlsx
from tests.requirements.makers import complete, make_requirement

FOR_PRINCIPALS = ["/reports/", "/reports/people/", "/reports/activities/"]
FOR_COORDINATORS = ["/reports/matrix/", "/reports/completions.csv"]
GARBAGE = ["", "x" * 10000, "-1", "99999999999999999999999", "../..", "２", "'; DROP TABLE", "%s", "\u202e"]


@pytest.fixture
def as_principal(client, district, principal):
    client.force_login(principal)
    return client


@pytest.fixture
def as_coordinator(client, district, coordinator):
    client.force_login(coordinator)
    return client


def shown(response):
    """(last name, requirement, code) of every row of the people list."""
    return [
        (found.assignment.learner.last_name, str(found.requirement), found.code.value)
        for found, _places in response.context["lines"]
    ]


@pytest.mark.parametrize("url", FOR_PRINCIPALS + FOR_COORDINATORS)
@pytest.mark.parametrize("who", ["teacher", "mentor", "outsider", "editor"])
def test_hidden_from_those_who_oversee_nobody(client, district, request, who, url):
    client.force_login(request.getfixturevalue(who))
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("url", FOR_COORDINATORS)
def test_the_district_is_hidden_from_principals(as_principal, url):
    assert as_principal.get(url).status_code == 404


@pytest.mark.parametrize("url", FOR_PRINCIPALS + FOR_COORDINATORS)
def test_only_reading_and_only_signed_in(client, as_coordinator, url):
    assert as_coordinator.post(url).status_code == 405
    client.logout()
    assert client.get(url).headers["Location"] == f"/accounts/login/?next={url}"


def test_a_principal_goes_straight_to_the_only_building(as_principal, school):
    assert as_principal.get("/reports/").headers["Location"] == f"/reports/buildings/{school.pk}/"


def test_a_principal_of_two_buildings_chooses(as_principal, principal, school, other_school):
    appoint(principal, Role.PRINCIPAL, other_school, starts_on=days_ago(3))
    assert as_principal.get("/reports/").context["buildings"] == [school, other_school]


def test_a_coordinator_sees_all_buildings(as_coordinator, school, other_school, office):
    assert as_coordinator.get("/reports/").context["buildings"] == [school, office, other_school]


def test_one_person(as_principal, teacher):
    response = as_principal.get(f"/reports/people/{teacher.pk}/")
    report = response.context["report"]
    assert report.statuses == of_person(teacher)
    assert [completion.title for completion in report.completions] == ["Student privacy"]
    assert [str(hours) for _year, hours in report.hours] == ["1.50"]
    assert report.statuses[0].why_of_other in response.content.decode()


def test_one_person_as_of_a_past_date(as_principal, teacher):
    report = as_principal.get(f"/reports/people/{teacher.pk}/", {"as_of": days_ago(31)}).context["report"]
    assert [found.code for found in report.statuses] == ["overdue"]
    assert report.completions == []


@pytest.mark.parametrize("who", ["colleague", "mentor", "coordinator", "outsider", "other_principal"])
def test_people_of_other_buildings_are_hidden(as_principal, request, who):
    person = request.getfixturevalue(who)
    for url in (f"/reports/people/{person.pk}/", f"/reports/people/{person.pk}/?export=csv"):
        assert as_principal.get(url).status_code == 404


@pytest.mark.parametrize("pk", ["0", "99999999999999999999999", "abc"])
def test_garbage_ids_are_404(as_coordinator, pk):
    assert as_coordinator.get(f"/reports/people/{pk}/").status_code == 404
    assert as_coordinator.get(f"/reports/activities/{pk}/").status_code == 404


def test_the_table_of_a_person_says_the_same(as_principal, learner):
    expected = [[str(found.requirement), found.label, found.why_of_other] for found in of_person(learner)]
    for export, read in (("csv", read_csv), ("xlsx", read_xlsx)):
        table = read(as_principal.get(f"/reports/people/{learner.pk}/", {"export": export}))
        assert [[row[0], row[2], row[6]] for row in table[1:]] == expected


def test_the_list_holds_the_scope_and_no_more(as_principal, as_coordinator, principal, client):
    assert shown(as_coordinator.get("/reports/people/")) == [
        ("Colleague", "Student privacy", "overdue"),
        ("Newell", "Student privacy", "due_soon"),
        ("Mentor", "Copyright", "not_started"),
        ("Newell", "Copyright", "not_started"),
        ("Mentor", "Student privacy", "done"),
        ("Teacher", "Student privacy", "done"),
    ]
    client.force_login(principal)
    response = client.get("/reports/people/")
    assert {row[0] for row in shown(response)} == {"Newell", "Teacher"}
    assert response.context["page"].paginator.count == 3


def test_filters(as_coordinator, district, school):
    def names(**query):
        return [row[0] for row in shown(as_coordinator.get("/reports/people/", {"sort": "name"} | query))]

    assert names(requirement=district["copyright"].pk) == ["Mentor", "Newell"]
    assert names(status="done") == ["Mentor", "Teacher"]
    assert names(role="teacher") == ["Colleague", "Teacher"]
    assert names(school=school.pk) == ["Newell", "Newell", "Teacher"]
    assert names(q="nora new") == ["Newell", "Newell"]
    assert names(q="100%") == []
    assert names(status="overdue", as_of=days_ago(60)) == ["Colleague", "Mentor", "Teacher"]


def test_a_principal_cannot_filter_for_another_school(as_principal, other_school):
    assert {row[0] for row in shown(as_principal.get("/reports/people/", {"school": other_school.pk}))} == {
        "Newell", "Teacher",
    }  # fmt: skip


@pytest.mark.parametrize("text", GARBAGE)
def test_garbage_filters_do_no_harm(as_coordinator, text):
    for name in ("q", "school", "role", "requirement", "status", "sort", "page", "as_of", "known", "export"):
        assert as_coordinator.get("/reports/people/", {name: text}).status_code == 200


@pytest.mark.parametrize("sort", ["urgency", "name", "due", "requirement"])
def test_the_exported_list_is_in_the_order_of_the_page(as_coordinator, sort):
    page = as_coordinator.get("/reports/people/", {"sort": sort})
    expected = [[name, requirement] for name, requirement, _code in shown(page)]
    for export, read in (("csv", read_csv), ("xlsx", read_xlsx)):
        table = read(as_coordinator.get("/reports/people/", {"sort": sort, "export": export}))
        assert [[row[0], row[3]] for row in table[1:]] == expected


def test_the_matrix_counts_schools_and_the_district(as_coordinator, district, school, other_school):
    matrix = as_coordinator.get("/reports/matrix/").context["matrix"]
    assert matrix.requirements == [district["privacy"], district["copyright"]]
    assert [(each, [(cell.required, cell.met, cell.late) for cell in cells]) for each, cells in matrix.lines] == [
        (school, [(2, 1, 0), (1, 0, 0)]), (other_school, [(2, 1, 1), (1, 0, 0)]),
    ]  # fmt: skip
    assert [cell.required for cell in matrix.totals] == [4, 2]
    assert matrix.totals[0].counts == {"done": 2, "due_soon": 1, "overdue": 1}


def test_a_person_with_two_schools_counts_once_in_the_district(as_coordinator, teacher, other_school):
    appoint(teacher, Role.TEACHER, other_school, starts_on=days_ago(3))
    matrix = as_coordinator.get("/reports/matrix/").context["matrix"]
    assert [cells[0].required for _school, cells in matrix.lines] == [2, 3]
    assert matrix.totals[0].required == 4


def test_every_number_opens_the_list_it_counts(as_coordinator):
    matrix = as_coordinator.get("/reports/matrix/").context["matrix"]
    for cell in matrix.totals:
        for code, count in cell.by_code:
            query = {"requirement": cell.requirement.pk, "status": code.value}
            assert as_coordinator.get("/reports/people/", query).context["page"].paginator.count == count
    for school, cells in matrix.lines:
        for cell in cells:
            query = {"requirement": cell.requirement.pk, "school": school.pk}
            assert as_coordinator.get("/reports/people/", query).context["page"].paginator.count == cell.required


def test_the_matrix_notices_every_change_at_once(as_coordinator, district, teacher, colleague, privacy, coordinator):
    def done():
        return as_coordinator.get("/reports/matrix/").context["matrix"].totals[0].counts.get("done", 0)

    assert done() == 2
    completion = complete(colleague, privacy, days_ago(1))
    assert done() == 3
    ledger.revoke(completion, by=coordinator, reason="Slip")
    assert done() == 2
    publish = make_requirement(privacy, name="Again", audience={"role": ["teacher"]})
    assigning.assign_requirement(publish)
    assert len(as_coordinator.get("/reports/matrix/").context["matrix"].totals) == 3


def test_the_matrix_of_a_past_date(as_coordinator):
    matrix = as_coordinator.get("/reports/matrix/", {"as_of": days_ago(60)}).context["matrix"]
    assert matrix.totals[0].counts == {"overdue": 3}


def test_the_exported_matrix_says_the_same(as_coordinator):
    expected = [[str(cell) for cell in row] for row in as_coordinator.get("/reports/matrix/").context["matrix"].rows()]
    for export, read in (("csv", read_csv), ("xlsx", read_xlsx)):
        table = read(as_coordinator.get("/reports/matrix/", {"export": export}))
        assert table[0][:4] == ["School", "Requirement", "Required of", "Not started"]
        assert table[1:] == expected


def test_nothing_required_anywhere(client, coordinator):
    client.force_login(coordinator)
    assert b"Nothing was required on this date" in client.get("/reports/matrix/").content


def test_who_was_trained(as_coordinator, privacy, teacher, mentor):
    url = f"/reports/activities/{privacy.translation_key}/"
    report = as_coordinator.get(url).context["report"]
    assert [(row.learner, schools) for row, schools in report.lines] == [
        (mentor, "Harbor Middle"), (teacher, "Cedar Elementary"),
    ]  # fmt: skip
    earlier = as_coordinator.get(url, {"as_of": days_ago(25)}).context["report"]
    assert [row.learner for row in earlier.completions] == [teacher]
    known = as_coordinator.get(url, {"as_of": days_ago(10), "known": "then"}).context["report"]
    assert [row.learner for row in known.completions] == [teacher]
    table = read_csv(as_coordinator.get(url, {"export": "csv"}))
    assert [row[0] for row in table[1:]] == ["Mentor", "Teacher"]


def test_a_principal_sees_own_people_among_the_trained(as_principal, privacy, teacher):
    report = as_principal.get(f"/reports/activities/{privacy.translation_key}/").context["report"]
    assert (report.people, [row.learner for row in report.completions]) == (1, [teacher])
    assert [(each.title, each.people) for each in as_principal.get("/reports/activities/").context["activities"]] == [
        ("Student privacy", 1)
    ]


def test_proof_outlives_the_page(as_coordinator, privacy):
    key = privacy.translation_key
    privacy.delete()
    assert as_coordinator.get(f"/reports/activities/{key}/").context["report"].people == 2


def test_an_activity_nobody_knows_is_404(as_coordinator):
    assert as_coordinator.get(f"/reports/activities/{uuid.UUID(int=7)}/").status_code == 404


def test_completions_as_a_table(as_coordinator, teacher, privacy, coordinator):
    teacher.staff_id = "=17"
    teacher.save()
    table = read_csv(as_coordinator.get("/reports/completions.csv"))
    assert [row[:8] for row in table[1:]] == [
        ["'=17", "Teacher", "Tom", "Student privacy", "Course", "", str(days_ago(30)), "1.5"],
        ["", "Mentor", "Mona", "Student privacy", "Course", "", str(days_ago(20)), "1.0"],
    ]
    assert len(table[0]) == len(table[1]) == 12


def test_completions_are_filtered_and_revoked_ones_left_out(as_coordinator, privacy, coordinator):
    def count(**query):
        return len(read_csv(as_coordinator.get("/reports/completions.csv", query))) - 1

    assert count(**{"from": str(days_ago(25))}) == 1
    assert count(to=str(days_ago(25))) == 1
    assert (count(activity=str(privacy.translation_key)), count(activity=str(uuid.UUID(int=7)))) == (2, 0)
    assert count(**{"from": "garbage", "to": "9" * 5000, "activity": "\u202e"}) == 2
    ledger.revoke(Completion.objects.first(), by=coordinator, reason="Slip")
    assert (count(), count(revoked="1")) == (1, 2)


def test_completions_are_streamed_in_pieces(as_coordinator, teacher):
    facts = {"activity_kind": "course", "titles": {"en": "X"}, "credit_hours": 1, "completed_on": days_ago(1),
             "recorded_at": timezone.now(), "source": "import"}  # fmt: skip
    Completion.objects.bulk_create(Completion(learner=teacher, activity_key=uuid.uuid4(), **facts) for _ in range(2500))
    pieces = list(as_coordinator.get("/reports/completions.csv").streaming_content)
    assert len(pieces) == 4
    assert b"".join(pieces).count(b"\r\n") == 2503


@pytest.mark.parametrize(
    ("url", "queries"),
    [("/reports/people/", 25), ("/reports/matrix/", 29), ("/reports/activities/", 11)],
)
def test_the_same_queries_for_few_and_for_many(as_coordinator, site, school, url, queries, django_assert_num_queries):
    as_coordinator.get(url)
    with django_assert_num_queries(queries):
        as_coordinator.get(url, {"as_of": days_ago(1)})
    for number in range(3):
        make_requirement(factories.make_course(f"More {number}"), audience={})
        factories.make_person(f"New Person{number}", Role.TEACHER, school)
    assigning.assign_all()
    for person in get_user_model().objects.filter(last_name__startswith="Person"):
        complete(person, factories.CoursePage.objects.get(title="More 1"), days_ago(2))
    with django_assert_num_queries(queries):
        as_coordinator.get(url, {"as_of": days_ago(1)})
    assert Requirement.objects.count() == 5


def test_one_person_costs_the_same_however_much_is_required(
    as_coordinator, mentor, colleague, django_assert_num_queries
):
    for person, rows in ((colleague, 1), (mentor, 2)):
        with django_assert_num_queries(15):
            report = as_coordinator.get(f"/reports/people/{person.pk}/").context["report"]
        assert len(report.statuses) == rows
