"""The reports of the duty map: gaps both ways, and coverage within the reader's own scope."""

import pytest

from courses.progress import complete_lesson
from tests import factories
from tests.duties.conftest import course, description, lessons  # noqa: F401  fixtures are found by name
from tests.duties.making import describe, duties_of, train
from tests.factories import days_ago
from tests.reports.tables import read_csv, read_xlsx

pytestmark = pytest.mark.django_db
MAP, LESSONS, PEOPLE = "/reports/duties/", "/reports/duties/lessons/", "/reports/duties/people/"


@pytest.fixture
def covered(description, lessons, learner, mentor):  # noqa: F811  fixtures
    """The learner has weeded; the mentor at another school has done nothing yet."""
    complete_lesson(learner, lessons[0])
    return description


def test_duties_without_training(client, coordinator, covered):
    client.force_login(coordinator)
    report = client.get(MAP).context["report"]
    assert (report.total, report.untrained) == (3, 1)
    assert [duty.line.text for _map, duty in client.get(MAP, {"only": "untrained"}).context["report"].lines] == [
        "Speak up"
    ]
    assert read_csv(client.get(MAP, {"export": "csv"}))[1:] == [
        ["001 Librarian", "1", "", "Weed the shelves", "1", "Weeding"],
        ["001 Librarian", "2", "", "Buy books", "2", "Ordering; Book fair"],
        ["001 Librarian", "3", "", "Speak up", "0", ""],
    ]
    assert client.get(MAP, {"as_of": days_ago(101)}).context["report"].total == 0


def test_lessons_without_duty(client, coordinator, covered, lessons):  # noqa: F811  a fixture
    factories.make_lesson(lessons[0].get_parent().specific, "Lost", minutes=5)
    client.force_login(coordinator)
    assert [line.lesson.title for line in client.get(LESSONS).context["page"]] == ["Lost"]
    assert read_xlsx(client.get(LESSONS, {"show": "all", "export": "xlsx"}))[1:] == [
        ["Collections", "Weeding", "1", ""],
        ["Collections", "Ordering", "1", ""],
        ["Collections", "Lost", "0", ""],
    ]


def people(client, **query):
    return [
        (person.last_name, found.covered, found.open, found.untrained)
        for person, _p, found in client.get(PEOPLE, query).context["lines"]
    ]


def test_everybody_sees_only_the_own_scope(client, coordinator, principal, other_principal, covered, learner, mentor):
    client.force_login(coordinator)
    assert people(client) == [("Mentor", 0, 2, 1), ("Newell", 1, 1, 1)]
    client.force_login(principal)
    assert people(client) == [("Newell", 1, 1, 1)]
    assert client.get(f"/reports/people/{learner.pk}/duties/").status_code == 200
    client.force_login(other_principal)
    assert people(client) == [("Mentor", 0, 2, 1)]
    assert client.get(f"/reports/people/{learner.pk}/duties/").status_code == 404


def test_reports_are_hidden_from_others(client, principal, learner, teacher, covered):
    for person in (learner, teacher):
        client.force_login(person)
        for address in (MAP, LESSONS, PEOPLE, f"/reports/people/{learner.pk}/duties/"):
            assert client.get(address).status_code == 404
    client.force_login(principal)
    assert [client.get(address).status_code for address in (MAP, LESSONS, PEOPLE)] == [404, 404, 200]
    assert client.post(PEOPLE).status_code == 405


def test_filters_and_nonsense(client, coordinator, covered, school):
    client.force_login(coordinator)
    assert [name for name, *_rest in people(client, school=school.pk)] == ["Newell"]
    assert [name for name, *_rest in people(client, q="mon ment")] == ["Mentor"]
    assert people(client, description=covered.pk) == people(client)
    for nonsense in ({"school": 2**70}, {"description": "x" * 5000}, {"page": "-1"}, {"as_of": "soon"}):
        assert (len(people(client, **nonsense)), client.get(MAP, nonsense).status_code) == (2, 200)


def test_one_person_with_evidence_and_next_step(client, principal, covered, learner, lessons):  # noqa: F811  a fixture
    client.force_login(principal)
    address = f"/reports/people/{learner.pk}/duties/"
    assert read_csv(client.get(address, {"export": "csv"}))[1:] == [
        ["001 Librarian", "1", "Weed the shelves", "Covered", "Weeding", days_ago(0).isoformat(), ""],
        ["001 Librarian", "2", "Buy books", "Not covered yet", "", "", "Ordering"],
        ["001 Librarian", "3", "Speak up", "No training yet", "", "", ""],
    ]
    assert client.get(address, {"as_of": days_ago(1)}).context["coverages"][0].covered == 0
    assert client.get(address).content.decode().count("Take off") == 0


def test_exports_neutralise_formulas(client, coordinator, lessons):  # noqa: F811  a fixture
    describe("=1+1", by=coordinator)
    client.force_login(coordinator)
    assert read_csv(client.get(MAP, {"export": "csv"}))[1][3] == "'=1+1"


@pytest.mark.parametrize(("address", "number"), [(MAP, 13), (LESSONS, 16), (PEOPLE, 25)])
def test_the_same_number_of_queries_with_one_row_and_three(
    client,
    coordinator,
    learner,
    mentor,
    lessons,  # noqa: F811  a fixture
    school,
    address,
    number,
    django_assert_num_queries,
):
    train(duties_of(describe("Weed", by=coordinator))[0], lessons[0], by=coordinator)
    client.force_login(coordinator)
    client.get(address)
    with django_assert_num_queries(number):
        client.get(address)
    for duty in duties_of(describe("Weed", "Buy", "Speak", by=coordinator, effective_on=days_ago(1))):
        train(duty, *lessons, by=coordinator)
    for name in ("Ann Ames", "Bea Bell"):
        factories.make_person(name, "librarian", school)
    with django_assert_num_queries(number):
        client.get(address)
