"""The report of clock hours: scope, filters, order, tables, and the same numbers as on the person's own page."""

import datetime as dt
from decimal import Decimal

import pytest

from pdportal.credits import hours as packs
from pdportal.credits.dating import enter_dates
from pdportal.people.choices import Role
from pdportal.transcripts.choices import ActivityKind, CreditType
from tests import factories
from tests.credits.making import cap, pack
from tests.factories import days_ago
from tests.reports.tables import read_csv, read_xlsx
from tests.transcripts import making

pytestmark = pytest.mark.django_db
LIST = "/reports/hours/"


@pytest.fixture
def version(site):
    """A hundred hours in five years for librarians; presenting counts up to ten."""
    return pack("renewal", cap(["presenting"], percent=10)).versions.get()


@pytest.fixture
def librarians(learner, mentor, teacher, version):
    """Nora has 12 hours of talks and no date; Mona has 90 of 100 in her fourth year; Tom is a teacher."""
    talks = making.activity(hours="12", kind=ActivityKind.OUTSIDE, credit_type=CreditType.PRESENTING)
    making.completion(learner, talks)
    making.completion(mentor, making.activity(hours="90"), completed_on=days_ago(200))
    enter_dates(mentor, version, starts_on=days_ago(1300), by=mentor)
    return learner, mentor


def listed(client, **query):
    """Who stands in the list, with the state and what is still needed."""
    lines = client.get(LIST, query).context["lines"]
    return [(line.person.last_name, str(line.state), line.standing.totals.still_needed) for line in lines]


def test_the_list_counts_as_the_persons_own_page_does(client, coordinator, librarians):
    client.force_login(coordinator)
    assert listed(client) == [("Mentor", "on_pace", 10), ("Newell", "undated", 90)]
    for line in client.get(LIST).context["lines"]:
        own = packs.of_person(line.person)[0].count
        assert (line.standing.totals, line.standing.cycle, line.standing.pace) == (own.totals, own.cycle, own.pace)


def test_filters_search_and_order(client, coordinator, librarians, school):
    client.force_login(coordinator)
    assert listed(client, state="undated") == [("Newell", "undated", 90)]
    assert listed(client, q="mona") == [("Mentor", "on_pace", 10)]
    assert listed(client, school=school.pk) == [("Newell", "undated", 90)]
    assert listed(client, role="teacher") == []
    assert listed(client, sort="needed") == [("Newell", "undated", 90), ("Mentor", "on_pace", 10)]
    assert listed(client, sort="expires") == [("Mentor", "on_pace", 10), ("Newell", "undated", 90)]
    for nonsense in ({"pack": "x"}, {"state": "x" * 5000}, {"school": 2**70}, {"page": "-1"}, {"as_of": "soon"}):
        assert len(listed(client, **nonsense)) == 2


def test_a_past_date_shows_who_had_what_then(client, coordinator, librarians):
    client.force_login(coordinator)
    assert listed(client, as_of=days_ago(201)) == [("Mentor", "behind", 100)]


def test_everybody_sees_only_the_own_scope(client, learner, principal, other_principal, teacher, librarians):
    client.force_login(principal)
    assert [name for name, *_ in listed(client)] == ["Newell"]
    client.force_login(other_principal)
    assert [name for name, *_ in listed(client)] == ["Mentor"]
    for outsider in (learner, teacher):
        client.force_login(outsider)
        assert client.get(LIST).status_code == 404
    assert client.post(LIST).status_code == 405


def test_the_list_is_there_as_csv_and_xlsx(client, coordinator, librarians):
    client.force_login(coordinator)
    rows = read_csv(client.get(LIST, {"export": "csv", "q": "nora"}))
    assert rows[1][:12] == [
        "Newell", "Nora", "", "Cedar Elementary", "Renewal", "Date of the certificate missing", "100.00", "12.00",
        "10.00", "2.00", "0.00", "0.00",
    ]  # fmt: skip
    assert len(read_xlsx(client.get(LIST, {"export": "xlsx"}))) == 3


def test_the_same_queries_for_one_person_and_for_three(client, coordinator, school, version, django_assert_num_queries):
    client.force_login(coordinator)
    factories.make_person("Ann One", Role.LIBRARIAN, school)
    client.get(LIST)
    for query, queries in (({}, 20), ({"sort": "needed"}, 21)):
        with django_assert_num_queries(queries):
            assert len(client.get(LIST, query).context["lines"]) >= 1
        for number in range(2):
            person = factories.make_person(f"More{number} {len(query)}", Role.LIBRARIAN, school)
            making.completion(person)
        with django_assert_num_queries(queries):
            client.get(LIST, query)


def test_without_a_pack_the_page_says_what_will_be_here(client, coordinator, site):
    client.force_login(coordinator)
    assert "No rule pack is in use" in client.get(LIST).content.decode()


def test_what_the_district_offers_stands_above_the_list(client, coordinator, version):
    pack("offered", needed="18", duty="offer", cycle_start="school_year", cycle_years=1)
    client.force_login(coordinator)
    assert "Offered so far: 0 of 18 hours; the district has 18 to add." in client.get(LIST).content.decode()


def test_the_end_of_a_cycle_presses(client, coordinator, mentor, version):
    enter_dates(mentor, version, starts_on=dt.date(2020, 1, 1), ends_on=days_ago(-90), by=mentor)
    making.completion(mentor, making.activity(hours="40"), credit_hours=Decimal(40))
    client.force_login(coordinator)
    assert listed(client) == [("Mentor", "ending", 60)]
