"""Every rule of the calendar standard that clients insist on, checked on the bytes that are sent."""

import datetime as dt
import gzip

import pytest
from django.urls import reverse

from events import registration, scheduling, tokens
from pdportal.transcripts.pages import Topic
from tests import factories
from tests.events import strict_ical

pytestmark = pytest.mark.django_db

AWKWARD = "Ñandú, “fake”; news\\ & 🙂 " + "añil " * 30
HOST = "pd-portal.maplevalley.example"


@pytest.fixture
def topic(event):
    topic = Topic.objects.create(slug="research", name_en="Research, methods", name_es="Investigación")
    event.topics.add(topic)
    event.save_revision().publish()
    return topic


@pytest.fixture
def address(teacher):
    return reverse("feeds:personal", args=[tokens.create(teacher)[1]])


@pytest.fixture
def feeds(session, topic, teacher, address):
    """The four kinds of feeds, each with the one session in it."""
    registration.register(session, teacher, by=teacher)
    return {
        "all": reverse("feeds:all"),
        "topic": reverse("feeds:topic", args=["research"]),
        "personal": address,
        "session": f"/events/finding-sources/session/{session.pk}.ics",
    }


KINDS = ["all", "topic", "personal", "session"]


@pytest.fixture(params=KINDS)
def data(request, client, feeds):
    return client.get(feeds[request.param]).content


def read(client, url):
    return strict_ical.read(client.get(url).content)


def test_one_calendar_with_version_and_producer(data):
    calendar, events = strict_ical.read(data)
    assert (calendar["VERSION"][1], calendar["PRODID"][1], len(events)) == ("2.0", "-//PD Portal//Events//EN", 1)


def test_no_method_no_recurrence_no_zone_and_no_alarm(data):
    for word in (b"METHOD", b"RRULE", b"EXDATE", b"RDATE", b"RECURRENCE-ID", b"TZID", b"VTIMEZONE", b"VALARM"):
        assert data.count(word) == 0


def test_name_refresh_and_zone_are_said_twice_over(data):
    calendar, _events = strict_ical.read(data)
    assert calendar["NAME"] == calendar["X-WR-CALNAME"]
    assert calendar["REFRESH-INTERVAL"] == ({"VALUE": "DURATION"}, "PT6H")
    assert calendar["X-PUBLISHED-TTL"][1] == "PT6H"
    assert calendar["X-WR-TIMEZONE"][1] == "America/Chicago"


def test_the_same_session_has_the_same_uid_in_every_feed(client, feeds, session):
    uids = {read(client, url)[1][0]["UID"][1] for url in feeds.values()}
    assert uids == {f"session-{session.pk}@{HOST}"}


def test_the_uid_does_not_follow_the_host_of_the_request(client, feeds, session):
    _calendar, (event,) = strict_ical.read(client.get(feeds["all"], HTTP_HOST="localhost").content)
    assert event["UID"][1] == f"session-{session.pk}@{HOST}"
    assert event["URL"][1] == f"http://testserver/events/finding-sources/#session-{session.pk}"


def test_stamp_is_the_last_change_and_sequence_the_stored_one(client, feeds, session, coordinator):
    later = session.changed_at + dt.timedelta(minutes=3)
    scheduling.reschedule(session, by=coordinator, place="Room 9", at=later)
    _calendar, (event,) = read(client, feeds["all"])
    assert strict_ical.moment(event, "DTSTAMP") == later.replace(microsecond=0)
    assert event["LAST-MODIFIED"] == event["DTSTAMP"]
    assert event["SEQUENCE"][1] == "1"


def test_awkward_text_is_escaped_and_folded_and_comes_back_whole(client, session):
    page = session.event
    page.title, page.summary = AWKWARD[:200], "One line\nanother; line, with comma\x07 and bell"
    page.save_revision().publish()
    _calendar, (event,) = read(client, reverse("feeds:all"))
    assert strict_ical.plain(event["SUMMARY"][1]) == page.title
    assert strict_ical.plain(event["DESCRIPTION"][1]).startswith("One line\nanother; line, with comma and bell\n")


@pytest.mark.parametrize(("day", "start", "utc"), [
    (dt.date(2026, 10, 31), "15:30", "20261031T203000Z"),  # the day before clocks go back: UTC-5
    (dt.date(2026, 11, 1), "15:30", "20261101T213000Z"),  # the day they do: UTC-6
    (dt.date(2027, 3, 13), "15:30", "20270313T213000Z"),  # the day before clocks go forward: UTC-6
    (dt.date(2027, 3, 14), "15:30", "20270314T203000Z"),  # the day they do: UTC-5
    (dt.date(2026, 11, 30), "23:30", "20261201T053000Z"),  # late in the evening: another day and month in UTC
])  # fmt: skip
def test_local_time_is_kept_across_clock_changes_and_late_at_night(event, coordinator, day, start, utc):
    start = dt.time.fromisoformat(start)
    end = dt.time(start.hour, start.minute + 29)
    session = scheduling.add_session(event, by=coordinator, held_on=day, start_time=start, end_time=end)
    _calendar, (found,) = strict_ical.read("".join(["BEGIN:VCALENDAR\r\n", session.ical, "END:VCALENDAR\r\n"]).encode())
    assert found["DTSTART"] == ({}, utc)
    assert strict_ical.moment(found, "DTEND") - strict_ical.moment(found, "DTSTART") == dt.timedelta(minutes=29)


def test_a_cancelled_session_says_so_in_status_and_title_for_thirty_days(client, session, coordinator, time_machine):
    url = reverse("feeds:all")
    scheduling.reschedule(session, by=coordinator, held_on=factories.days_ahead(60))
    now = dt.datetime.now(dt.UTC)
    scheduling.cancel_session(session, by=coordinator)
    _calendar, (found,) = read(client, url)
    assert (found["STATUS"][1], found["SUMMARY"][1]) == ("CANCELLED", "Cancelled: Finding sources")
    assert (found["SEQUENCE"][1], found["TRANSP"][1]) == ("2", "TRANSPARENT")
    time_machine.move_to(now + dt.timedelta(days=29))
    assert len(read(client, url)[1]) == 1
    time_machine.move_to(now + dt.timedelta(days=32))
    assert read(client, url)[1] == []


def test_a_cancelled_session_goes_once_its_day_is_over(client, session, coordinator, time_machine):
    scheduling.cancel_session(session, by=coordinator)
    time_machine.move_to(session.ends_at + dt.timedelta(days=1))
    assert read(client, reverse("feeds:all"))[1] == []


def test_online_link_is_only_for_who_has_a_seat(client, session, coordinator, teacher, colleague, address):
    link = "https://meet.example.org/room?key=s3cret"
    scheduling.reschedule(session, by=coordinator, online_url=link)
    assert link.encode() not in client.get(reverse("feeds:all")).content.replace(b"\r\n ", b"")
    assert link.encode() not in client.get(f"/events/x/session/{session.pk}.ics").content.replace(b"\r\n ", b"")
    registration.register(session, teacher, by=teacher)
    _calendar, (found,) = read(client, address)
    assert found["CONFERENCE"] == ({"FEATURE": "VIDEO", "LABEL": "Online meeting", "VALUE": "URI"}, link)
    assert link in strict_ical.plain(found["DESCRIPTION"][1])
    assert found["LOCATION"][1] == "Online"


def test_waitlisted_is_tentative_in_words_too_and_without_the_link(client, event, teacher, colleague, address):
    session = factories.make_session(event, capacity=1, online_url="https://meet.example.org/x")
    registration.register(session, colleague, by=colleague)
    registration.register(session, teacher, by=teacher)
    _calendar, (found,) = read(client, address)
    assert (found["STATUS"][1], found["SUMMARY"][1]) == ("TENTATIVE", "Waitlist: Finding sources")
    assert "CONFERENCE" not in found


def test_moving_up_raises_the_sequence_in_the_personal_feed(client, event, teacher, colleague, address):
    session = factories.make_session(event, capacity=1)
    first = registration.register(session, colleague, by=colleague)
    registration.register(session, teacher, by=teacher)
    registration.cancel(first, by=colleague)
    _calendar, (found,) = read(client, address)
    assert (found["STATUS"][1], found["SEQUENCE"][1]) == ("CONFIRMED", "1")


def test_a_withdrawn_registration_leaves_the_personal_feed_at_once(client, session, teacher, address):
    found = registration.register(session, teacher, by=teacher)
    registration.cancel(found, by=teacher)
    assert read(client, address)[1] == []


@pytest.mark.parametrize("kind", ["all", "topic", "personal"])
def test_an_empty_feed_is_a_valid_calendar(client, topic, address, kind):
    url = {"all": reverse("feeds:all"), "topic": reverse("feeds:topic", args=["research"]), "personal": address}[kind]
    answer = client.get(url)
    assert answer.status_code == 200
    assert strict_ical.read(answer.content)[1] == []


def test_window_is_ninety_days_back_and_thirteen_months_ahead(client, event):
    inside = [factories.make_session(event, days=days) for days in (-89, 0, 390)]
    for days in (-92, 400):
        factories.make_session(event, days=days)
    assert [found["UID"][1] for found in read(client, reverse("feeds:all"))[1]] == [one.uid for one in inside]


def test_drafts_and_hidden_events_are_in_no_feed(client, session):
    session.event.unpublish()
    assert read(client, reverse("feeds:all"))[1] == []
    assert client.get(f"/events/finding-sources/session/{session.pk}.ics").status_code == 404


def test_gzip_holds_the_same_bytes(client, feeds):
    for url in feeds.values():
        compressed = client.get(url, headers={"accept-encoding": "gzip, br"})
        assert gzip.decompress(compressed.content) == client.get(url).content
