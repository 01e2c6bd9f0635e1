"""What a stranger's parser makes of our feeds: clock changes, late evenings, whole days, a district that moves."""

import datetime as dt

import pytest
from django.urls import reverse

from events import calendar_sources, ical, registration, scheduling, tokens
from events.calendar_sources import Entry
from tests import factories
from tests.events import stranger

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db,
    pytest.mark.xdist_group("browser"),
    pytest.mark.usefixtures("site"),
]

CHANGED = dt.datetime(2026, 8, 1, tzinfo=dt.UTC)


def day(text):
    return dt.date.fromisoformat(text)


@pytest.fixture
def planned(event, coordinator):
    """Adds a session: day, from, until, and what else it has."""

    def add(held_on, start, end, **fields):
        return scheduling.add_session(
            event, by=coordinator, held_on=day(held_on), start_time=dt.time.fromisoformat(start),
            end_time=dt.time.fromisoformat(end), **fields,
        )  # fmt: skip

    return add


@pytest.fixture
def seen(client, chromium):
    """Fetches a feed and reads it with the stranger's eyes, sorted by start."""

    def read(url, zone="America/Chicago"):
        return sorted(stranger.read(chromium, client.get(url).content, zone), key=lambda event: event["start"])

    return read


def hours(events):
    return [(event["start"], event["end"]) for event in events]


def test_sessions_around_both_clock_changes_and_late_at_night_are_at_the_hour_agreed(planned, seen, time_machine):
    time_machine.move_to(dt.datetime(2026, 10, 20, 15, tzinfo=dt.UTC))
    agreed = [
        ("2026-10-31", "15:30", "17:00"),  # the day before clocks go back
        ("2026-11-01", "00:30", "03:30"),  # across the hour that comes twice
        ("2026-11-01", "15:30", "17:00"),
        ("2026-11-30", "23:30", "23:59"),  # another day and month in UTC
        ("2026-12-31", "23:30", "23:45"),  # another year
        ("2027-03-13", "15:30", "17:00"),  # the day before clocks go forward
        ("2027-03-14", "00:30", "03:30"),  # across the hour that is left out
        ("2027-03-14", "15:30", "17:00"),
    ]
    for one in agreed:
        planned(*one)
    events = seen(reverse("feeds:all"))
    assert hours(events) == [(f"{date} {start}", f"{date} {end}") for date, start, end in agreed]
    assert [event["floating"] for event in events] == [False] * len(agreed)


def test_a_session_of_several_days_ends_on_its_last_day(planned, seen, time_machine):
    time_machine.move_to(dt.datetime(2026, 10, 20, 15, tzinfo=dt.UTC))
    planned("2026-10-30", "09:00", "16:00", last_day=day("2026-11-02"))
    assert hours(seen(reverse("feeds:all"))) == [("2026-10-30 09:00", "2026-11-02 16:00")]


@pytest.mark.parametrize(("first", "last", "end"), [
    ("2026-11-01", "2026-11-01", "2026-11-02"), ("2027-03-13", "2027-03-15", "2027-03-16"),
    ("2026-12-31", "2026-12-31", "2027-01-01"),
])  # fmt: skip
def test_whole_days_are_dates_with_an_open_end(chromium, first, last, end):
    entry = Entry("due-1@x", "due", "Due", day(first), day(last), CHANGED)
    (found,) = stranger.read(chromium, ical.feed("x", [ical.vevent(entry)]).encode())
    assert (found["all_day"], found["start"], found["end"]) == (True, first, end)


def test_a_district_that_changes_its_zone_keeps_what_was_agreed(planned, seen, settings, time_machine):
    time_machine.move_to(dt.datetime(2026, 10, 20, 15, tzinfo=dt.UTC))
    planned("2026-12-01", "15:30", "17:00")
    settings.TIME_ZONE = "America/New_York"
    planned("2026-12-02", "15:30", "17:00")
    url = reverse("feeds:all")
    assert hours(seen(url, "America/Chicago"))[0] == ("2026-12-01 15:30", "2026-12-01 17:00")
    assert hours(seen(url, "America/New_York"))[1] == ("2026-12-02 15:30", "2026-12-02 17:00")


def test_all_kinds_of_feeds_tell_the_same_of_a_session(planned, seen, school, teacher):
    session = planned(str(factories.days_ahead(20)), "15:30", "17:00", school=school, place="Room 4, upstairs; left")
    registration.register(session, teacher, by=teacher)
    urls = [
        reverse("feeds:all"), reverse("feeds:school", args=[school.code]), reverse("feeds:audience", args=["teacher"]),
        reverse("feeds:personal", args=[tokens.create(teacher)[1]]), f"/events/x/session/{session.pk}.ics",
    ]  # fmt: skip
    found = [seen(url) for url in urls]
    assert found == [found[0]] * len(urls)
    assert found[0][0]["place"] == "Cedar Elementary, Room 4, upstairs; left"


def test_awkward_text_arrives_as_it_was_written(planned, seen, event):
    event.title, event.summary = "Ñandú, “fake”; news\\ 🙂 " + "añil " * 25, "One line\nanother; line, with commas"
    event.save_revision().publish()
    planned(str(factories.days_ahead(20)), "15:30", "17:00")
    (found,) = seen(reverse("feeds:all"))
    assert found["title"] == event.title
    assert found["description"].startswith("One line\nanother; line, with commas\n")


def test_cancelled_and_waiting_are_read_as_such(planned, seen, coordinator, teacher, colleague):
    off = planned(str(factories.days_ahead(20)), "09:00", "10:00")
    full = planned(str(factories.days_ahead(21)), "09:00", "10:00", capacity=1)
    registration.register(full, colleague, by=colleague)
    for session in (off, full):
        registration.register(session, teacher, by=teacher)
    scheduling.cancel_session(off, by=coordinator)
    found = seen(reverse("feeds:personal", args=[tokens.create(teacher)[1]]))
    assert [(event["status"], event["title"]) for event in found] == [
        ("CANCELLED", "Cancelled: Finding sources"), ("TENTATIVE", "Waitlist: Finding sources"),
    ]  # fmt: skip
    assert found[0]["sequence"] == 1


def test_an_empty_feed_is_read_as_empty(seen, db):
    assert seen(reverse("feeds:all")) == []


def test_an_invitation_is_read_at_the_hour_agreed(planned, chromium, teacher):
    session = planned("2026-11-01", "15:30", "17:00")
    (entry,) = [
        entry for entry in _entries_after_sign_up(session, teacher) if entry.uid == session.uid
    ]  # fmt: skip
    (found,) = stranger.read(chromium, ical.invitation("REQUEST", entry, teacher).encode())
    assert (found["start"], found["uid"]) == ("2026-11-01 15:30", session.uid)


def _entries_after_sign_up(session, person):
    registration.register(session, person, by=person, at=CHANGED)
    return calendar_sources.entries_for(person, session.held_on, session.held_on)
