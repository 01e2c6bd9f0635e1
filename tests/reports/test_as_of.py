"""Reports look at a past date in two ways: what was true on it, and what was known on it; pages and tables agree."""

import pytest

from pdportal.common.dates import start_of_day
from pdportal.transcripts import ledger
from pdportal.transcripts.records import Completion
from tests import factories
from tests.factories import days_ago
from tests.reports.tables import read_csv, read_xlsx
from tests.requirements.makers import complete

DAY = {"as_of": str(days_ago(10))}
THEN = DAY | {"known": "then"}
SENTENCE = (
    "“What we knew” leaves out completions recorded after that day and still counts those revoked since; "
    "who worked where, what was assigned, waivers and later due dates are the same in both."
)


@pytest.fixture
def as_coordinator(client, district, coordinator, teacher):
    """The teacher's completion was known ten days ago and is revoked since; the mentor's was recorded five days ago."""
    ledger.revoke(Completion.objects.get(learner=teacher), by=coordinator, reason="Slip")
    client.force_login(coordinator)
    return client


def pages(district, privacy, school, teacher):
    return [
        f"/reports/buildings/{school.pk}/", "/reports/matrix/", f"/reports/people/{teacher.pk}/", "/reports/people/",
        "/reports/activities/", f"/reports/activities/{privacy.translation_key}/", "/reports/completions/",
    ]  # fmt: skip


def test_every_report_offers_both_ways_and_explains_them(as_coordinator, district, privacy, school, teacher):
    for url in pages(district, privacy, school, teacher):
        page = as_coordinator.get(url, THEN).content.decode()
        assert SENTENCE in page, url
        assert '<option value="then" selected>what we knew on that day</option>' in page, url
        assert "as it was known on that day" in page, url
        assert "printed on" in page, url
        assert "as it is known today" in as_coordinator.get(url, DAY).content.decode(), url


def test_every_table_says_in_its_name_which_way_it_looks(as_coordinator, district, privacy, school, teacher):
    for url in pages(district, privacy, school, teacher):
        for query, end in ((DAY, str(days_ago(10))), (THEN, f"{days_ago(10)}-as-known-then")):
            for kind in ("csv", "xlsx"):
                name = as_coordinator.get(url, query | {"export": kind})["Content-Disposition"]
                assert name.endswith(f'{end}.{kind}"'), (url, name)


def test_a_person(as_coordinator, teacher, mentor):
    def shown(person, query):
        report = as_coordinator.get(f"/reports/people/{person.pk}/", query).context["report"]
        return [found.code.value for found in report.statuses], len(report.completions)

    assert (shown(teacher, DAY), shown(teacher, THEN)) == ((["overdue"], 0), (["done"], 1))
    assert (shown(mentor, DAY)[1], shown(mentor, THEN)[1]) == (1, 0)


def test_the_matrix(as_coordinator):
    def done(query):
        return as_coordinator.get("/reports/matrix/", query).context["matrix"].lines

    now, then = done(DAY), done(THEN)
    assert [cells[0].met for _school, cells in now] == [0, 1]
    assert [cells[0].met for _school, cells in then] == [1, 0]


def test_who_was_trained_in_what(as_coordinator, teacher, mentor, privacy):
    def last(query):
        found = as_coordinator.get("/reports/activities/", query).context["activities"]
        return [(each.title, each.people, each.last_on) for each in found]

    assert last(DAY) == [("Student privacy", 1, days_ago(20))]
    assert last(THEN) == [("Student privacy", 1, days_ago(30))]
    url = f"/reports/activities/{privacy.translation_key}/"
    for query, person in ((DAY, mentor), (THEN, teacher)):
        assert [row.learner for row in as_coordinator.get(url, query).context["report"].completions] == [person]


def listed(response):
    return [(row.learner.last_name, validity.value) for row, validity in response.context["lines"]]


def test_all_completions(as_coordinator):
    url = "/reports/completions/"
    assert listed(as_coordinator.get(url, DAY)) == [("Mentor", "valid")]
    assert listed(as_coordinator.get(url, THEN)) == [("Teacher", "valid")]
    assert listed(as_coordinator.get(url, DAY | {"revoked": "on"})) == [("Mentor", "valid"), ("Teacher", "revoked")]
    assert listed(as_coordinator.get(url, THEN | {"revoked": "on"})) == [("Teacher", "valid")]


@pytest.mark.parametrize("query", [{}, DAY, THEN, THEN | {"revoked": "on"}])
def test_the_tables_of_all_completions_say_the_same(as_coordinator, query):
    names = sorted(name for name, _validity in listed(as_coordinator.get("/reports/completions/", query)))
    table = read_csv(as_coordinator.get("/reports/completions.csv", query))
    assert sorted(row[1] for row in table[1:]) == names
    assert read_csv(as_coordinator.get("/reports/completions/", query | {"export": "csv"})) == table
    assert [row[:4] for row in read_xlsx(as_coordinator.get("/reports/completions/", query | {"export": "xlsx"}))] == [
        row[:4] for row in table
    ]


def test_a_revocation_that_came_later_is_not_in_the_table(as_coordinator):
    def revoked_at(query):
        return [row[11] for row in read_csv(as_coordinator.get("/reports/completions.csv", query | {"revoked": "on"}))]

    assert revoked_at(THEN)[1:] == [""]
    assert [bool(found) for found in revoked_at({})[1:]] == [True, False]


def test_filters_of_all_completions(as_coordinator, privacy, mentor):
    def names(**query):
        return [name for name, _validity in listed(as_coordinator.get("/reports/completions/", query))]

    assert names(q="mona privacy") == ["Mentor"]
    assert names(q="tom") == []
    assert names(source="import") == []
    assert names(activity=str(privacy.translation_key)) == ["Mentor"]
    assert names(**{"from": str(days_ago(19))}) == []
    assert names(**{"from": "garbage", "source": "garbage", "activity": "garbage"}) == ["Mentor"]


def test_expiry_is_seen_from_the_date_of_the_report(as_coordinator, colleague):
    complete(colleague, factories.make_course("First aid"), days_ago(40), valid_until=days_ago(5))
    seen = [listed(as_coordinator.get("/reports/completions/", {"q": "cora", "as_of": days_ago(ago)}))
            for ago in (10, 1)]  # fmt: skip
    assert seen == [[("Colleague", "valid")], [("Colleague", "expired")]]


@pytest.mark.parametrize("who", ["principal", "teacher", "mentor", "outsider", "editor"])
def test_all_completions_are_for_coordinators(client, district, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get("/reports/completions/").status_code == 404


@pytest.mark.parametrize(
    ("url", "queries"), [("/reports/completions/", 13), ("/reports/activities/", 11), ("/reports/matrix/", 29)]
)
@pytest.mark.parametrize("query", [DAY, THEN])
def test_the_same_queries_for_one_line_and_for_three(
    as_coordinator, site, teacher, colleague, url, queries, query, django_assert_num_queries
):
    as_coordinator.get(url)
    with django_assert_num_queries(queries):
        as_coordinator.get(url, query)
    for person in (teacher, colleague):
        complete(person, factories.make_course(f"For {person}"), days_ago(40), at=start_of_day(days_ago(39)))
    with django_assert_num_queries(queries):
        as_coordinator.get(url, query)
