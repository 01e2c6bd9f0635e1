"""How feeds answer: conditions, compression, no cookies."""

import datetime as dt
import zlib

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date, parse_http_date

from events import registration, scheduling
from events.feed_records import CalendarBlock
from events.records import EventSession
from pdportal.transcripts.pages import Topic
from tests import factories
from tests.events import strict_ical

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(session):
    return reverse("feeds:all")


def etag(client, url):
    return client.get(url)["ETag"]


def test_headers_of_a_public_feed(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=300"
    assert "Cookie" not in answer["Vary"]
    assert "Accept-Encoding" in answer["Vary"]
    assert not answer.cookies
    assert "Content-Disposition" not in answer
    assert answer["ETag"].startswith('"')
    assert parse_http_date(answer["Last-Modified"]) < timezone.now().timestamp() + 1


def test_a_signed_in_browser_gets_the_same_bytes_and_no_cookie(client, url, teacher):
    body = client.get(url).content
    client.force_login(teacher)
    answer = client.get(url, headers={"accept-language": "es"})
    assert (answer.content, "Cookie" in answer["Vary"], bool(answer.cookies)) == (body, False, False)


def test_head_has_the_headers_and_no_body(client, url):
    full, head = client.get(url), client.head(url)
    assert head.content == b""
    for name in ("ETag", "Last-Modified", "Content-Type", "Content-Length", "Cache-Control"):
        assert head[name] == full[name]


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_feeds_are_only_read(client, url, method):
    assert getattr(client, method)(url).status_code == 405


def test_unchanged_costs_one_query_and_repeats_the_validators(client, url, django_assert_num_queries):
    first = client.get(url)
    with django_assert_num_queries(1):  # whether anything changed
        again = client.get(url, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    for name in ("ETag", "Last-Modified", "Cache-Control", "Vary"):
        assert again[name] == first[name]


@pytest.mark.parametrize("number", [1, 3])
def test_a_full_build_costs_the_same_queries_for_one_session_and_for_three(
    client, event, number, django_assert_num_queries
):
    for days in range(number):
        factories.make_session(event, days=days * 40)
    client.get(reverse("feeds:all"))
    cache.clear()
    with django_assert_num_queries(5):  # anything changed, versions, restrictions, sessions, since when it holds this
        client.get(reverse("feeds:all"))


@pytest.mark.parametrize("tags", ["W/{0}", '"other", {0}', "*", '"x",W/"y",{0}'])
def test_if_none_match_in_all_its_forms(client, url, tags):
    assert client.get(url, headers={"if-none-match": tags.format(etag(client, url))}).status_code == 304


def test_if_none_match_beats_if_modified_since(client, url):
    tomorrow = http_date(timezone.now().timestamp() + 86400)
    assert client.get(url, headers={"if-none-match": '"old"', "if-modified-since": tomorrow}).status_code == 200


def test_if_modified_since_alone(client, url):
    stamp = client.get(url)["Last-Modified"]
    assert client.get(url, headers={"if-modified-since": stamp}).status_code == 304
    before = http_date(parse_http_date(stamp) - 1)
    assert client.get(url, headers={"if-modified-since": before}).status_code == 200


@pytest.mark.parametrize("stamp", ["yesterday", "", "Mon, 99 Foo 2026 99:99:99 GMT", "0", "\x7f" * 300])
def test_an_unreadable_date_is_ignored(client, url, stamp):
    assert client.get(url, headers={"if-modified-since": stamp}).status_code == 200


def test_etag_changes_with_content_and_with_nothing_else(client, url, session, teacher, coordinator, event):
    seen = [etag(client, url)]
    registration.register(session, teacher, by=teacher)
    registration.set_capacity(session, 30, by=coordinator)
    cache.clear()
    assert etag(client, url) == seen[-1]
    scheduling.reschedule(session, by=coordinator, note="Bring a laptop")
    seen.append(etag(client, url))
    added = factories.make_session(event, days=30)
    seen.append(etag(client, url))
    scheduling.cancel_session(added, by=coordinator)
    seen.append(etag(client, url))
    event.title = "Found sources"
    event.save_revision().publish()
    seen.append(etag(client, url))
    event.unpublish()
    seen.append(etag(client, url))
    assert len(set(seen)) == len(seen)


def test_a_deleted_session_changes_etag_and_date_even_for_a_client_that_only_knows_dates(client, url, event):
    factories.make_session(event, days=30)
    before = client.get(url)
    EventSession.objects.latest("pk").delete()
    after = client.get(url, headers={"if-modified-since": before["Last-Modified"]})
    assert after.status_code == 200
    assert after["ETag"] != before["ETag"]
    assert parse_http_date(after["Last-Modified"]) > parse_http_date(before["Last-Modified"])


def test_what_comes_back_after_a_deletion_is_newer_still(client, url, event):
    dates = []
    for _ in range(2):
        dates.append(parse_http_date(client.get(url)["Last-Modified"]))
        added = factories.make_session(event, days=30)
        dates.append(parse_http_date(client.get(url)["Last-Modified"]))
        added.delete()
    assert dates == sorted(set(dates))


def test_a_session_that_leaves_the_window_changes_the_etag(client, url, session, time_machine):
    before = etag(client, url)
    time_machine.move_to(session.ends_at + dt.timedelta(days=92))
    assert etag(client, url) != before


def test_writes_that_pass_by_save_are_noticed(client, url, event):
    before = etag(client, url)
    EventSession.objects.filter(event=event).update(ical="")
    EventSession.objects.update(place="Room 12")
    EventSession.objects.update(ical="")
    assert etag(client, url) != before
    now = timezone.now()
    many = [
        EventSession(event=event, held_on=factories.days_ahead(days), start_time=dt.time(9), end_time=dt.time(10),
                     changed_at=now)
        for days in range(40, 43)
    ]  # fmt: skip
    EventSession.objects.bulk_create(many)
    assert len(strict_ical.read(client.get(url).content)[1]) == 4


def test_moving_to_another_month_renews_both_months(client, url, session, coordinator):
    etag(client, url)
    scheduling.reschedule(session, by=coordinator, held_on=factories.days_ahead(70))
    _calendar, (found,) = strict_ical.read(client.get(url).content)
    assert strict_ical.moment(found, "DTSTART").date() - dt.datetime.now(dt.UTC).date() >= dt.timedelta(days=69)


def test_gzip_has_its_own_strong_tag_and_both_are_known(client, url):
    plain, squeezed = client.get(url), client.get(url, headers={"accept-encoding": "gzip"})
    assert squeezed["Content-Encoding"] == "gzip"
    assert squeezed["ETag"] == plain["ETag"][:-1] + '-gzip"'
    again = client.get(url, headers={"accept-encoding": "gzip", "if-none-match": squeezed["ETag"]})
    assert (again.status_code, again["ETag"]) == (304, squeezed["ETag"])


@pytest.mark.parametrize("coding", ["", "br", "gzip;q=0", "gzip; q=0.000", "identity", "deflate, br;q=1"])
def test_plain_where_gzip_is_not_wanted(client, url, coding):
    answer = client.get(url, headers={"accept-encoding": coding})
    assert ("Content-Encoding" in answer, answer["ETag"].startswith('"')) == (False, True)


def test_one_gzip_member_of_many_months(client, event):
    for days in (0, 35, 70, 105):
        factories.make_session(event, days=days)
    answer = client.get(reverse("feeds:all"), headers={"accept-encoding": "gzip"})
    reader = zlib.decompressobj(16 + zlib.MAX_WBITS)
    body = reader.decompress(answer.content)
    assert (reader.eof, reader.unused_data, body) == (True, b"", client.get(reverse("feeds:all")).content)


@pytest.mark.parametrize("path", [
    "/calendar/nonsense.ics", "/calendar/personal/x.ics", "/calendar/personal/a.b.ics", "/calendar/personal/..ics",
    "/events/x/session/999999.ics", "/events/session/999999999999999999.ics",
    "/calendar/personal/" + "z" * 5000 + ".ics", "/calendar/personal/%F0%9F%99%82.%FF.ics",
])  # fmt: skip
def test_unknown_feeds_are_404_with_an_empty_body(client, db, path):
    answer = client.get(path)
    assert (answer.status_code, answer.content, bool(answer.cookies)) == (404, b"", False)


@pytest.mark.parametrize("path", ["/calendar/all.ics?x=%00", "/calendar/personal/%00.ics"])
def test_null_bytes_are_refused(client, db, path):
    assert client.get(path).status_code == 400


def test_topic_feed_holds_only_its_topic(client, session, event):
    Topic.objects.create(slug="law", name_en="Law", name_es="Derecho")
    topic = Topic.objects.create(slug="research", name_en="Research", name_es="Investigación")
    assert strict_ical.read(client.get("/calendar/research.ics").content)[1] == []
    event.topics.add(topic)
    event.save_revision().publish()
    assert len(strict_ical.read(client.get("/calendar/research.ics").content)[1]) == 1
    assert strict_ical.read(client.get("/calendar/law.ics").content)[1] == []
    topic.delete()
    assert client.get("/calendar/research.ics").status_code == 404


def test_any_path_may_stand_before_the_session(client, session):
    first = client.get(f"/events/finding-sources/session/{session.pk}.ics")
    for path in ("events/old-slug", "es/events/finding-sources", "events"):
        assert client.get(f"/{path}/session/{session.pk}.ics").content == first.content


def test_versions_of_blocks_never_repeat(db):
    seen = set()
    for _ in range(20):
        CalendarBlock.touch(7)
        seen.update(CalendarBlock.objects.values_list("version", flat=True))
    assert len(seen) == 40
