"""Feeds of a topic, a building, an audience: each holds its sessions and follows changes."""

import pytest
from django.urls import reverse

from events import scheduling
from events.cuts import Cut
from pdportal.people.audience import may_ask
from pdportal.people.choices import Role
from tests import factories
from tests.events import strict_ical

pytestmark = pytest.mark.django_db


def titles(client, path):
    answer = client.get(path)
    return sorted(strict_ical.plain(event["SUMMARY"][1]) for event in strict_ical.read(answer.content)[1])


def test_a_building_has_its_own_feed(client, event, school, other_school, coordinator):
    here = factories.make_session(event, days=5, school=school)
    factories.make_session(event, days=6, school=other_school)
    url = reverse("feeds:school", args=[school.code])
    assert titles(client, url) == ["Finding sources"]
    scheduling.reschedule(here, by=coordinator, school=other_school)
    assert titles(client, url) == []
    assert len(titles(client, reverse("feeds:school", args=[other_school.code]))) == 2


def test_an_audience_has_what_is_open_to_it(client, session):
    librarians = factories.make_event("For librarians", audience={"role": ["librarian"]})
    factories.make_session(librarians, days=5)
    assert titles(client, "/calendar/for/librarian.ics") == ["Finding sources", "For librarians"]
    assert titles(client, "/calendar/for/teacher.ics") == ["Finding sources"]


def test_a_changed_audience_changes_the_feed(client, event, session):
    before = client.get("/calendar/for/teacher.ics")
    event.audience = {"role": ["librarian"]}
    event.save_revision().publish()
    after = client.get("/calendar/for/teacher.ics")
    assert (titles(client, "/calendar/for/teacher.ics"), before["ETag"] == after["ETag"]) == ([], False)


@pytest.mark.parametrize(("rule", "open_to"), [
    ({}, True), ({"role": ["teacher"]}, True), ({"role": ["aide"]}, False), ({"level": ["middle"]}, True),
    ({"all": [{"role": ["teacher"]}, {"level": ["middle"]}]}, True),
    ({"all": [{"role": ["aide"]}, {"level": ["middle"]}]}, False), ({"all": []}, False),
    ({"any": [{"role": ["aide"]}, {"role": ["teacher"]}]}, True), ({"any": []}, False),
    ({"not": {"role": ["teacher"]}}, False), ({"not": {"role": ["aide"]}}, True), ({"not": {}}, False),
])  # fmt: skip
def test_whether_a_rule_may_hold_for_a_teacher(rule, open_to):
    assert may_ask(rule, Role.TEACHER) == open_to


def test_each_feed_has_a_name_of_its_own(school):
    assert [cut.name() for cut in (Cut(), Cut("school", school.code), Cut("audience", "librarian"))] == [
        "Maple Valley Unified: professional development",
        "Maple Valley Unified: Cedar Elementary",
        "Maple Valley Unified: Librarian",
    ]


@pytest.mark.parametrize("path", [
    "/calendar/school/none.ics", "/calendar/for/nobody.ics", "/calendar/for/TEACHER.ics",
    "/calendar/school/" + "x" * 10_000 + ".ics",
])  # fmt: skip
def test_cuts_that_do_not_exist_are_404_with_an_empty_body(client, db, path):
    answer = client.get(path)
    assert (answer.status_code, answer.content) == (404, b"")


@pytest.mark.parametrize("headers", [
    {"range": "bytes=0-10"}, {"range": "nonsense" * 500}, {"if-none-match": '"' * 5000}, {"if-none-match": "W/"},
    {"if-modified-since": "9" * 5000}, {"if-range": '"x"', "range": "bytes=5-"}, {"accept-encoding": ";q=;;," * 500},
    {"accept": "image/png"}, {"user-agent": "\x7f" * 9000}, {"if-match": '"x"'}, {"if-unmodified-since": "yesterday"},
])  # fmt: skip
@pytest.mark.parametrize("method", ["get", "head"])
def test_headers_of_any_shape_get_the_whole_feed(client, session, headers, method):
    answer = getattr(client, method)("/calendar/all.ics", headers=headers)
    assert (answer.status_code, int(answer["Content-Length"])) == (200, len(client.get("/calendar/all.ics").content))


@pytest.mark.parametrize("query", ["x=" + "y" * 10_000, "%FF=%FE&a[]=1", "&&&=&", "month=9999-99"])
def test_query_strings_of_any_shape_change_nothing(client, session, query):
    assert client.get(f"/calendar/all.ics?{query}").content == client.get("/calendar/all.ics").content


def test_one_change_reads_one_block_only(client, event, django_assert_num_queries):
    first, second = factories.make_session(event, days=5), factories.make_session(event, days=6)
    type(second).objects.filter(pk=second.pk).delete()
    second.pk = first.pk + 10_000
    second.save(force_insert=True)
    client.get("/calendar/all.ics")
    scheduling.reschedule(second, by=factories.make_person("Ann", Role.COORDINATOR, None), note="Bring a pen")
    with django_assert_num_queries(8) as queries:
        client.get("/calendar/all.ics")
    texts = [query["sql"] for query in queries.captured_queries if '"ical"' in query["sql"]]
    assert len(texts) == 1
    assert f'"id" >= {second.pk // 128 * 128}' in texts[0]
