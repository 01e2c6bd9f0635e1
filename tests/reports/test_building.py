"""The building report: whom it shows, what it says on which date, and that its tables say the same."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from pdportal.people.appointments import appoint, end_appointment
from pdportal.people.choices import Role
from pdportal.people.records import Appointment
from pdportal.requirements import assigning
from pdportal.transcripts import ledger
from pdportal.transcripts.records import Completion
from tests import factories
from tests.factories import days_ago
from tests.reports.tables import read_csv, read_xlsx
from tests.requirements.makers import make_requirement


def url(school):
    return f"/reports/buildings/{school.pk}/"


def names(response):
    return [str(line.person) for line in response.context["report"].lines]


def codes(response, person):
    line = next(line for line in response.context["report"].lines if line.person == person)
    return [cell and cell.code.value for cell in line.cells]


@pytest.fixture
def signed_in(client, district, principal):
    client.force_login(principal)
    return client


def test_its_address(school):
    assert reverse("reports:building", args=[school.pk]) == url(school)


def test_a_principal_sees_her_people_and_nobody_else(signed_in, school):
    response = signed_in.get(url(school))
    assert names(response) == ["Nora Newell", "Pat Principal", "Tom Teacher"]
    assert response.context["report"].counts == {"done": 1, "due_soon": 1, "not_started": 1, "required": 3}
    assert b"Cora Colleague" not in response.content


def test_exceptions_come_first_and_say_why(signed_in, school, learner):
    found = [
        (str(line.person), status.code) for line, status in signed_in.get(url(school)).context["report"].exceptions
    ]
    assert found == [("Nora Newell", "due_soon")]
    past = signed_in.get(url(school), {"as_of": days_ago(60)}).context["report"].exceptions
    assert [(str(line.person), status.code) for line, status in past] == [("Tom Teacher", "overdue")]


def test_another_building_is_hidden(signed_in, other_school):
    assert signed_in.get(url(other_school)).status_code == 404


@pytest.mark.parametrize("who", ["teacher", "learner", "mentor", "outsider", "editor"])
def test_hidden_from_those_without_a_building(client, district, school, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(url(school)).status_code == 404


def test_strangers_are_asked_to_sign_in(client, school):
    assert client.get(url(school)).headers["Location"] == f"/accounts/login/?next={url(school)}"


@pytest.mark.parametrize("who", ["coordinator", "director", "superuser"])
def test_the_office_sees_every_building(client, district, school, other_school, request, who):
    client.force_login(request.getfixturevalue(who))
    assert names(client.get(url(school))) == ["Nora Newell", "Pat Principal", "Tom Teacher"]
    assert names(client.get(url(other_school))) == ["Cora Colleague", "Mona Mentor", "Olga Other"]


def test_a_principal_whose_appointment_ended_sees_nothing_not_even_of_the_past(signed_in, school, principal):
    end_appointment(principal.appointments.get(), ends_on=days_ago(1))
    assert signed_in.get(url(school), {"as_of": days_ago(30)}).status_code == 404


def test_only_reading(signed_in, school):
    assert signed_in.post(url(school)).status_code == 405


def test_as_of_a_past_date(signed_in, school, teacher, learner):
    before, after = (signed_in.get(url(school), {"as_of": days_ago(days)}) for days in (31, 30))
    assert (codes(before, teacher), codes(after, teacher)) == (["overdue"], ["done"])
    assert names(before) == ["Pat Principal", "Tom Teacher"]


def test_as_of_before_and_after_a_revocation(signed_in, school, teacher, coordinator):
    ledger.revoke(Completion.objects.get(learner=teacher), by=coordinator, reason="Slip")
    past = {"as_of": days_ago(10)}
    now, then = signed_in.get(url(school), past), signed_in.get(url(school), past | {"known": "then"})
    assert (codes(now, teacher), codes(then, teacher)) == (["overdue", None], ["done", None])


def test_what_was_recorded_later_was_not_known_then(client, district, coordinator, other_school, mentor):
    client.force_login(coordinator)
    past = {"as_of": days_ago(10)}
    now, then = client.get(url(other_school), past), client.get(url(other_school), past | {"known": "then"})
    assert (codes(now, mentor)[0], codes(then, mentor)[0]) == ("done", "overdue")


def test_those_who_left_are_out_today_and_in_the_past_of_the_coordinator(
    client, district, school, teacher, coordinator
):
    end_appointment(teacher.appointments.get(), ends_on=days_ago(2))
    assigning.assign_all()
    client.force_login(coordinator)
    assert "Tom Teacher" not in names(client.get(url(school)))
    assert "Tom Teacher" in names(client.get(url(school), {"as_of": days_ago(2)}))


def test_a_principal_is_not_shown_those_who_left(signed_in, school, teacher):
    end_appointment(teacher.appointments.get(), ends_on=days_ago(2))
    past = signed_in.get(url(school), {"as_of": days_ago(10)})
    assert "Tom Teacher" not in names(past)
    assert past.context["report"].counts["required"] == 2
    assert b"Tom Teacher" not in past.content


@pytest.mark.parametrize(
    "text", ["garbage", "2026-13-40", "9999-12-31", "0001-01-01", "1" * 10000, "-1", "２０２６-01-01"]
)
def test_garbage_dates_show_today_and_say_so(signed_in, school, text):
    response = signed_in.get(url(school), {"as_of": text})
    assert response.context["moment"].is_past is False
    assert [str(message) for message in response.context["messages"]] == [
        "That is not a past date, so the report shows today. Write dates like 2026-10-01."
    ]


@pytest.mark.parametrize("pk", ["0", "99999999999999999999999", "abc", "-1"])
def test_garbage_ids_are_404(signed_in, pk):
    assert signed_in.get(f"/reports/buildings/{pk}/").status_code == 404


def test_tables_say_what_the_page_says(signed_in, school):
    report = signed_in.get(url(school)).context["report"]
    expected = [["" if cell is None else str(cell) for cell in row] for row in report.rows()]
    table = read_csv(signed_in.get(url(school), {"export": "csv"}))
    assert table[0] == ["Last name", "First name", "Role", "Requirement", "Period", "Status", "Due", "Completed",
                        "Good until", "Why"]  # fmt: skip
    assert table[1:] == expected
    assert read_xlsx(signed_in.get(url(school), {"export": "xlsx"})) == table
    assert len(expected) == report.counts["required"] + 1


def test_names_that_would_be_formulas_are_tamed(signed_in, school):
    factories.make_person("=cmd()|x Evil", Role.TEACHER, school)
    table = read_csv(signed_in.get(url(school), {"export": "csv"}))
    assert "'=cmd()|x" in [row[1] for row in table]


def test_in_spanish(signed_in, school):
    assert signed_in.get("/es" + url(school)).status_code == 200


def test_an_empty_building(client, coordinator):
    empty = factories.make_school("New School")
    client.force_login(coordinator)
    response = client.get(url(empty))
    assert response.context["report"].lines == []
    assert b"Nobody worked here on this date" in response.content


def test_the_same_queries_for_one_person_and_for_three(
    client, coordinator, privacy, school, other_school, district, django_assert_num_queries
):
    client.force_login(coordinator)
    lonely = factories.make_school("Lone School")
    appoint(factories.make_person("Lou Lone"), Role.TEACHER, lonely, starts_on=days_ago(50))
    assigning.assign_all()
    for place, people in ((lonely, 1), (school, 3)):
        # session, user, right to read, right to coordinate, school, people, roles, statuses (3), header
        with django_assert_num_queries(QUERIES):
            assert len(client.get(url(place)).context["report"].lines) == people


QUERIES = 16


def test_a_large_building_comes_in_pages(client, coordinator, school):
    course = factories.make_course("Everybody's")
    make_requirement(course, audience={}, due_working_days=5)
    for number in range(102):
        person = get_user_model().objects.create(username=f"p{number}", last_name=f"P{number:03}")
        Appointment.objects.create(person=person, role=Role.TEACHER, school=school, starts_on=days_ago(90))
    assigning.assign_all()
    client.force_login(coordinator)
    first, second = client.get(url(school)), client.get(url(school), {"page": 2})
    assert [len(response.context["page"]) for response in (first, second)] == [100, 2]
    assert "See all 102" in first.content.decode()
    assert len(read_csv(client.get(url(school), {"export": "csv"}))) == 103
