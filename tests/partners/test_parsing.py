"""Strangers' calendars become entries on the right days; what cannot be read is left out and counted."""

import datetime as dt

import pytest

from pdportal.partners.errors import NotRead
from pdportal.partners.parsing import entries_in
from tests.partners.conftest import ics

FIRST, LAST = dt.date(2026, 3, 1), dt.date(2026, 11, 30)


def entries(*events):
    found, left_out = entries_in(ics(*events), FIRST, LAST)
    return [(entry.title, entry.first_day, entry.last_day, entry.starts_at) for entry in found], left_out


def utc(*parts):
    return dt.datetime(*parts, tzinfo=dt.UTC)


def test_all_day_floating_zoned_and_utc_times():
    found, left_out = entries(
        ["SUMMARY:Book sale", "DTSTART;VALUE=DATE:20260403", "DTEND;VALUE=DATE:20260406"],
        ["SUMMARY:One day", "DTSTART;VALUE=DATE:20260410"],
        ["SUMMARY:Floating", "DTSTART:20260415T093000", "DTEND:20260415T110000"],
        [
            "SUMMARY:Zoned",
            "DTSTART;TZID=America/New_York:20260416T093000",
            "DTEND;TZID=America/New_York:20260416T103000",
        ],
        ["SUMMARY:Late in UTC", "DTSTART:20260418T030000Z", "DURATION:PT1H"],
        ["SUMMARY:Until midnight", "DTSTART:20260420T220000", "DTEND:20260421T000000"],
    )
    assert left_out == 0
    assert found == [
        ("Book sale", dt.date(2026, 4, 3), dt.date(2026, 4, 5), None),
        ("One day", dt.date(2026, 4, 10), dt.date(2026, 4, 10), None),
        ("Floating", dt.date(2026, 4, 15), dt.date(2026, 4, 15), utc(2026, 4, 15, 14, 30)),
        ("Zoned", dt.date(2026, 4, 16), dt.date(2026, 4, 16), utc(2026, 4, 16, 13, 30)),
        ("Late in UTC", dt.date(2026, 4, 17), dt.date(2026, 4, 17), utc(2026, 4, 18, 3, 0)),
        ("Until midnight", dt.date(2026, 4, 20), dt.date(2026, 4, 20), utc(2026, 4, 21, 3, 0)),
    ]


def test_a_weekly_rule_keeps_its_hour_over_the_change_of_clocks_and_honours_exceptions():
    data = ics([
        "SUMMARY:Story time", "DTSTART;TZID=America/Chicago:20261019T100000", "DURATION:PT1H",
        "RRULE:FREQ=WEEKLY;COUNT=5", "EXDATE;TZID=America/Chicago:20261026T100000",
    ]).replace(b"END:VCALENDAR", b"\r\n".join([
        b"BEGIN:VEVENT", b"UID:0@library.example", b"DTSTAMP:20260101T000000Z", b"SUMMARY:Story time moved",
        b"RECURRENCE-ID;TZID=America/Chicago:20261109T100000", b"DTSTART;TZID=America/Chicago:20261110T140000",
        b"DURATION:PT1H", b"END:VEVENT", b"END:VCALENDAR",
    ]))  # fmt: skip
    found, left_out = entries_in(data, FIRST, LAST)
    assert left_out == 0
    assert [(entry.title, entry.starts_at) for entry in found] == [
        ("Story time", utc(2026, 10, 19, 15)),
        ("Story time", utc(2026, 11, 2, 16)),
        ("Story time moved", utc(2026, 11, 10, 20)),
        ("Story time", utc(2026, 11, 16, 16)),
    ]


def test_cancelled_and_private_events_are_not_shown_and_words_are_made_plain():
    found, _left_out = entries_in(ics(
        ["SUMMARY:Gone", "STATUS:CANCELLED", "DTSTART:20260415T093000Z"],
        ["SUMMARY:Board only", "CLASS:PRIVATE", "DTSTART:20260415T093000Z"],
        [f"SUMMARY:{'x' * 500}", "LOCATION:Main\\nhall", "URL:javascript:alert(1)", "DTSTART:20260415T093000Z"],
        ["URL:https://library.example/e?id=1", "DTSTART:20260416T093000Z"],
    ), FIRST, LAST)  # fmt: skip
    assert [(len(entry.title), entry.place, entry.url) for entry in found] == [
        (200, "Main hall", ""), (1, "", "https://library.example/e?id=1"),
    ]  # fmt: skip


def test_one_event_that_cannot_be_read_does_not_hide_the_others():
    found, left_out = entries(
        ["SUMMARY:No start"],
        ["SUMMARY:Odd rule", "DTSTART:20260415T093000Z", "RRULE:FREQ=SOMETIMES"],
        ["SUMMARY:Backwards", "DTSTART:20260415T093000Z", "DTEND:20260414T093000Z"],
        ["SUMMARY:Fine", "DTSTART:20260416T093000Z"],
    )
    assert ("Fine", dt.date(2026, 4, 16), dt.date(2026, 4, 16), utc(2026, 4, 16, 9, 30)) in found
    assert left_out >= 1
    assert all(last >= first for _title, first, last, _start in found)


@pytest.mark.parametrize(("data", "trouble"), [
    (b"", "not_a_calendar"), (b"<!doctype html><title>Library</title>", "not_a_calendar"),
    (b"%PDF-1.7", "not_a_calendar"), (b"\x00" * 100, "not_a_calendar"),
    (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "malformed"), (b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\n", "malformed"),
    (b"BEGIN:VCALENDAR\r\nX:\xff\xfe\r\nEND:VCALENDAR\r\n", "malformed"),
    ("BEGIN:VCALENDAR\r\nEND:VCALENDAR".encode("utf-16"), "not_a_calendar"),
    (ics(*[["DTSTART:20260415T093000Z"]] * 5001), "too_many"),
    (ics(*[["DTSTART:20260301T093000Z", "RRULE:FREQ=DAILY"]] * 20), "too_many"),
])  # fmt: skip
def test_what_is_no_calendar_or_too_much_is_refused(data, trouble):
    with pytest.raises(NotRead) as refused:
        entries_in(data, FIRST, LAST)
    assert refused.value.trouble == trouble


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "freq=hourly", "FREQ=DAILY;BYHOUR=1,2;BYMINUTE=1,2"])
def test_events_that_would_keep_us_busy_are_left_out(rule):
    assert entries(["DTSTART:20260415T093000Z", f"RRULE:{rule}"]) == ([], 1)


def test_a_calendar_without_events_is_empty_not_wrong():
    assert entries_in(b"\xef\xbb\xbf" + ics(), FIRST, LAST) == ([], 0)
