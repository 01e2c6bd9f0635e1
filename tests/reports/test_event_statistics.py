"""Event statistics: each number counted by hand, the same total however it is grouped, only the reader's own people."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from events import attendance, registration, scheduling
from events.choices import Attendance
from pdportal.people.choices import Role
from pdportal.reports.event_statistics import statistics
from pdportal.transcripts import ledger
from pdportal.transcripts.pages import Topic
from pdportal.transcripts.records import Completion
from tests import factories
from tests.factories import days_ago
from tests.reports.tables import read_csv, read_xlsx

pytestmark = pytest.mark.django_db
LIST = "/reports/events/"
HEADER = ["Sessions held", "Cancelled", "Still to come", "Seats", "Signed up", "Attended", "No-shows", "Not marked",
          "Attended, percent", "On the waitlist at the end", "Credit hours"]  # fmt: skip


def days():
    """Two months around today, in whatever school year that is."""
    return {"first": days_ago(30).isoformat(), "last": days_ago(-30).isoformat()}


def listed(client, **query):
    """The table as it is downloaded: ``{group: numbers}``."""
    return {row[0]: row[1:] for row in read_csv(client.get(LIST, days() | query | {"export": "csv"}))[1:]}


@pytest.fixture
def held(site, school, teacher, learner, colleague, mentor, coordinator):
    """Nora came, Tom came for half, the colleague stayed away, Mona waited; one session is off, one is ahead."""
    event = factories.make_event("Finding sources", credit_hours="2.00", sessions_needed=0)
    event.topics = [Topic.objects.create(slug=name, name_en=name, name_es=name) for name in ("Research", "AI")]
    event.save()
    session = factories.make_session(event, days=-2, start="09:00", end="11:00", capacity=3, school=school)
    asked = session.starts_at - dt.timedelta(days=3)
    found = [registration.register(session, person, by=person, at=asked + dt.timedelta(minutes=number))
             for number, person in enumerate((learner, teacher, colleague, mentor))]  # fmt: skip
    marks = {found[0].pk: (Attendance.ATTENDED, None), found[1].pk: (Attendance.PARTLY, 60),
             found[2].pk: (Attendance.ABSENT, None)}  # fmt: skip
    attendance.mark_many(session, marks, by=coordinator)
    scheduling.cancel_session(factories.make_session(event, days=5), by=coordinator)
    other = factories.make_event("Book club")
    ahead = factories.make_session(other, days=6, capacity=9)
    registration.register(ahead, learner, by=learner)
    factories.make_session(other, days=60)
    return session


ALL = ["1", "1", "1", "3", "3", "2", "1", "0", "67", "1", "3.00"]


def test_every_number_by_event(client, coordinator, held):
    client.force_login(coordinator)
    assert read_csv(client.get(LIST, days() | {"export": "csv"}))[0] == ["Event", *HEADER]
    assert listed(client) == {
        "Book club": ["0", "0", "1", "0", "0", "0", "0", "0", "", "0", "0"],
        "Finding sources": ["1", "1", "0", "3", "3", "2", "1", "0", "67", "1", "3.00"],
        "All": ALL,
    }
    assert read_xlsx(client.get(LIST, days() | {"export": "xlsx"}))[-1][1:6] == ["1", "1", "1", "3", "3"]


def test_topics_places_buildings_and_roles_add_up_to_the_same(client, coordinator, held):
    client.force_login(coordinator)
    tables = {by: listed(client, by=by) for by in ("topic", "place", "school", "role")}
    assert {by: table["All"] for by, table in tables.items()} == dict.fromkeys(tables, ALL)
    whole = ["1", "1", "0", "3", "3", "2", "1", "0", "67", "1", "3.00"]
    assert (tables["topic"]["AI"], tables["topic"]["Research"]) == (whole, whole)
    assert tables["place"]["Cedar Elementary"] == ["1", "0", "0", "3", "3", "2", "1", "0", "67", "1", "3.00"]
    assert tables["school"]["Cedar Elementary"][4:] == ["2", "2", "0", "0", "100", "0", "3.00"]
    assert tables["role"]["Librarian"][:3] == ["1", "0", "0"]
    assert {role: row[3:6] + row[9:] for role, row in tables["role"].items() if role != "All"} == {
        "Librarian": ["", "1", "1", "1", "2.00"], "Teacher": ["", "2", "1", "0", "1.00"],
    }  # fmt: skip


def test_a_principal_counts_the_own_building_only(client, principal, other_principal, learner, teacher, held):
    client.force_login(principal)
    assert listed(client)["All"] == ["1", "0", "1", "", "2", "2", "0", "0", "100", "0", "3.00"]
    client.force_login(other_principal)
    assert listed(client)["All"][3:] == ["", "1", "0", "1", "0", "0", "1", "0"]
    for outsider in (learner, teacher):
        client.force_login(outsider)
        assert client.get(LIST).status_code == 404
    client.logout()
    assert client.get(LIST).status_code == 302
    assert client.post(LIST).status_code == 302


def test_revoked_hours_are_not_counted(held, coordinator, learner):
    ledger.revoke(Completion.objects.get(learner=learner), by=coordinator, reason="A mistake.")
    assert statistics(coordinator, days_ago(30), days_ago(0)).total.hours == Decimal(1)


def test_before_a_session_is_over_nothing_is_counted_of_it(held, coordinator):
    total = statistics(coordinator, days_ago(30), days_ago(0), at=timezone.now() - dt.timedelta(days=10)).total
    assert (total.held, total.ahead, total.seats, total.signed_up, total.came) == (0, 1, 0, 0, None)


def test_school_years_and_days_that_make_no_sense(client, coordinator, held):
    client.force_login(coordinator)
    for query in ({"first": "soon"}, {"first": "2026-05-01", "last": "2026-04-01"}, {"year": "1066"}, {"by": "x" * 99},
                  {"first": "0001-01-01"}, {"last": "9999-12-31"}):  # fmt: skip
        answer = client.get(LIST, query)
        assert (answer.status_code, bool(answer.context["form"].errors)) == (200, True)
    page = client.get(LIST, {"year": client.get(LIST).context["form"].fields["year"].choices[-1][0]})
    assert "No session on these days" in page.content.decode()


def test_the_same_queries_for_one_session_and_for_three(
    client, coordinator, school, teacher, django_assert_num_queries
):
    client.force_login(coordinator)
    client.get(LIST)
    for number in range(2):
        for more in range(1 + number):
            event = factories.make_event(f"Event {number} {more}")
            session = factories.make_session(event, days=-2 - number - 3 * more, school=school)
            person = factories.make_person(f"Row {number}{more}", Role.TEACHER, school)
            registration.register(session, person, by=person, at=session.starts_at - dt.timedelta(days=1))
        for by in ("event", "topic", "role"):
            with django_assert_num_queries(14):
                assert client.get(LIST, days() | {"by": by}).context["total"].held == 1 + 2 * number
