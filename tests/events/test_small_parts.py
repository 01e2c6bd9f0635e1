"""Words, subscribe links and single functions that everything else stands on."""

import datetime as dt

import pytest
from django.utils import translation

from events import ical, subscribe_links, wording
from events.calendar_sources import Entry
from events.records import EventSession
from tests.events import strict_ical

FEED = "https://pd.example.org/calendar/personal/a.b.ics"
ENTRY = Entry(
    uid="session-1@pd.example.org", kind="session", title="Spot the fake & more", place="Room 4, Cedar",
    starts_at=dt.datetime(2026, 12, 3, 21, 30, tzinfo=dt.UTC), ends_at=dt.datetime(2026, 12, 3, 23, 0, tzinfo=dt.UTC),
    changed_at=dt.datetime(2026, 11, 1, 9, 0, tzinfo=dt.UTC),
)  # fmt: skip


def session(**fields):
    return EventSession(
        held_on=dt.date(2026, 12, 3), start_time=dt.time(15, 30), end_time=dt.time(17), zone="America/Chicago", **fields
    )


@pytest.mark.parametrize(("language", "words"), [
    ("en", "Thursday, 3 December 2026, 3:30–5:00 pm"),
    ("es", "jueves, 3 de diciembre de 2026, 15:30–17:00"),
])  # fmt: skip
def test_when(language, words):
    with translation.override(language):
        assert wording.when_text(session()).replace("\u202f", " ") == words


def test_hours_across_noon_and_midnight():
    morning = EventSession(start_time=dt.time(11, 30), end_time=dt.time(13))
    assert wording.hours_text(morning).replace("\u202f", " ") == "11:30 am–1:00 pm"
    night = session(last_day=dt.date(2026, 12, 4))
    assert wording.when_text(night).replace("\u202f", " ") == (
        "Thursday, 3 December 2026, 3:30 pm – Friday, 4 December 2026, 5:00 pm"
    )


@pytest.mark.parametrize(("minutes", "words"), [
    (1, "1 minute"), (90, "90 minutes"), (120, "2 hours"), (150, "2 hours 30 minutes"), (60, "60 minutes"),
])  # fmt: skip
def test_lengths(minutes, words):
    assert wording.length_text(minutes) == words


def test_zone_name_is_what_people_say():
    assert wording.zone_text(session()) == "Central Time"


def test_webcal():
    assert subscribe_links.webcal(FEED) == "webcal://pd.example.org/calendar/personal/a.b.ics"


def test_google_wants_the_webcal_address_encoded():
    assert subscribe_links.google(FEED) == (
        "https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Fpd.example.org%2Fcalendar%2Fpersonal%2Fa.b.ics"
    )


def test_outlook_wants_the_https_address():
    assert subscribe_links.outlook(FEED, "My PD calendar") == (
        "https://outlook.office.com/calendar/0/addfromweb"
        "?url=https%3A%2F%2Fpd.example.org%2Fcalendar%2Fpersonal%2Fa.b.ics&name=My%20PD%20calendar"
    )


def test_google_form_for_one_event():
    assert subscribe_links.google_once(ENTRY, "https://pd.example.org/e/") == (
        "https://calendar.google.com/calendar/render?action=TEMPLATE&text=Spot%20the%20fake%20%26%20more"
        "&dates=20261203T213000Z%2F20261203T230000Z&details=https%3A%2F%2Fpd.example.org%2Fe%2F&location=Room%204%2C%20Cedar"
    )


def test_outlook_form_for_one_event():
    assert subscribe_links.outlook_once(ENTRY, "https://pd.example.org/e/") == (
        "https://outlook.office.com/calendar/action/compose?rru=addevent&subject=Spot%20the%20fake%20%26%20more"
        "&startdt=2026-12-03T21%3A30%3A00Z&enddt=2026-12-03T23%3A00%3A00Z&body=https%3A%2F%2Fpd.example.org%2Fe%2F"
        "&location=Room%204%2C%20Cedar"
    )


def test_an_all_day_entry_ends_the_next_day_and_blocks_no_time():
    day = dt.date(2026, 12, 31)
    due = Entry(uid="due-1@x", kind="due", title="Due: A1", starts_at=day, ends_at=day, changed_at=ENTRY.changed_at)
    _calendar, (event,) = strict_ical.read(ical.feed("x", [ical.vevent(due)]).encode())
    assert event["DTSTART"] == ({"VALUE": "DATE"}, "20261231")
    assert event["DTEND"] == ({"VALUE": "DATE"}, "20270101")
    assert event["TRANSP"][1] == "TRANSPARENT"


@pytest.mark.parametrize("shift", range(75))
def test_folding_never_cuts_a_character_wherever_the_line_ends(shift):
    title = "a" * shift + "ñ🙂é " * 40
    text = ical.vevent(Entry(
        uid="x@x", kind="session", title=title, starts_at=ENTRY.starts_at, ends_at=ENTRY.ends_at,
        changed_at=ENTRY.changed_at,
    ))  # fmt: skip
    _calendar, (event,) = strict_ical.read(ical.feed("x", [text]).encode())
    assert strict_ical.plain(event["SUMMARY"][1]) == title


@pytest.mark.parametrize(
    "text", ["\x00\x01\x1f\x7f\ufeff\u2028", "\ud800", "a\rb", "a\r\nb", "END:VEVENT\r\nEND:VCALENDAR"]
)
def test_hostile_text_cannot_break_out(text):
    entry = Entry(
        uid="x@x", kind="session", title=text, place=text, description=text, categories=(text,),
        starts_at=ENTRY.starts_at, ends_at=ENTRY.ends_at, changed_at=ENTRY.changed_at,
    )  # fmt: skip
    assert len(strict_ical.read(ical.feed(text, [ical.vevent(entry)]).encode())[1]) == 1
