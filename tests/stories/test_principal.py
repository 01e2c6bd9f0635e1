"""A principal reads one page: own building only, on any past date, as a table too."""

import csv
import io
import re

import pytest

from pdportal.people.appointments import end_appointment
from pdportal.requirements import assigning
from pdportal.requirements.status import statuses
from tests import factories
from tests.factories import days_ago
from tests.requirements.makers import complete, make_requirement


@pytest.fixture
def building(client, site, school, learner, teacher, colleague, principal):
    """The learner started three weeks ago, the teacher did the course a month ago, a colleague works elsewhere."""
    course = factories.make_course("Student privacy")
    make_requirement(course, audience={"role": ["librarian", "teacher"]}, due_working_days=12)
    assigning.assign_all()
    complete(teacher, course, days_ago(30))
    client.force_login(principal)
    return client


def page_of(client):
    return client.get(client.get("/reports/").headers["Location"])


def table_of(client, **query):
    url = client.get("/reports/").headers["Location"]
    text = b"".join(client.get(url, {"export": "csv"} | query).streaming_content).decode("utf-8-sig")
    return [(row["First name"], row["Requirement"], row["Status"]) for row in csv.DictReader(io.StringIO(text))]


def test_reports_lead_straight_to_the_own_building(building, school):
    response = page_of(building)
    assert response.status_code == 200
    assert re.search(r"<h1>(.*?)</h1>", response.content.decode()).group(1) == "Cedar Elementary"


def test_the_page_shows_who_needs_attention_and_why(building, learner, teacher):
    report = page_of(building).context["report"]
    known = statuses([learner, teacher])
    assert {line.person: cell.code for line in report.lines for cell in line.cells if cell} == {
        learner: known[learner.pk, report.requirements[0].pk].code, teacher: "done",
    }  # fmt: skip
    assert [line.person for line, _status in report.exceptions] == [learner]


def test_the_table_holds_the_same_people_on_any_date(building):
    assert [row[0] for row in table_of(building)] == ["Nora", "Pat", "Tom"]
    assert table_of(building, as_of=str(days_ago(31))) == [("Pat", "", ""), ("Tom", "Student privacy", "Overdue")]
    assert table_of(building, as_of=str(days_ago(30)))[1] == ("Tom", "Student privacy", "Done")


def test_people_of_another_school_are_nowhere(building, colleague, other_school):
    for url in (
        f"/reports/buildings/{other_school.pk}/", f"/reports/people/{colleague.pk}/", "/reports/matrix/",
        "/reports/completions.csv", f"/es/reports/people/{colleague.pk}/",
    ):  # fmt: skip
        assert building.get(url).status_code == 404
    for url in ("/reports/people/", "/reports/people/?q=cora", f"/reports/people/?school={other_school.pk}"):
        assert "Colleague" not in building.get(url).content.decode()


def test_when_the_appointment_ends_so_does_the_sight(building, principal, school):
    url = building.get("/reports/").headers["Location"]
    end_appointment(principal.appointments.get(), ends_on=days_ago(1))
    assert building.get(url).status_code == 404
    assert building.get("/reports/").status_code == 404
