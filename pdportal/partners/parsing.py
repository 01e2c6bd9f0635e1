"""Turns the bytes of somebody else's calendar into entries, occurrence by occurrence; bad events are left out."""

import datetime as dt
import re
import time
from collections import defaultdict

import icalendar
import recurring_ical_events
from django.utils import timezone

from pdportal.common.dates import start_of_day
from pdportal.partners.choices import Trouble
from pdportal.partners.errors import NotRead
from pdportal.partners.records import PartnerEntry

MOST_EVENTS, MOST_ENTRIES, MOST_SECONDS = 5_000, 3_000, 20
# More than one occurrence a day is no event calendar but a mistake, or meant to keep us busy.
TOO_OFTEN = re.compile(r"FREQ=(SECONDLY|MINUTELY|HOURLY)|BYSECOND|BYMINUTE|BYHOUR", re.IGNORECASE)
PRIVATE = {"PRIVATE", "CONFIDENTIAL"}
CONTROLS = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


def entries_in(data, first, last):
    """``(entries, left_out)``: unsaved PartnerEntries between the dates ``first`` and ``last``, in order of time.

    ``left_out`` counts events that could not be read. Cancelled and private events are not entries. Times without a
    zone are the district's. Raises NotRead where the whole is no calendar, or is too much.
    """
    series = defaultdict(list)
    for number, event in enumerate(_calendar(data).walk("VEVENT")):
        if number >= MOST_EVENTS:
            raise NotRead(Trouble.TOO_MANY)
        series[str(event.get("UID", number))].append(event)
    found, left_out, until = [], 0, time.monotonic() + MOST_SECONDS
    for events in series.values():
        if time.monotonic() > until:
            raise NotRead(Trouble.TOO_MANY)
        try:
            found += [entry for event in _occurrences(events, first, last) if (entry := _entry(event))]
        except Exception:  # noqa: BLE001  written by strangers: one event that cannot be read must not hide the others
            left_out += 1
        if len(found) > MOST_ENTRIES:
            raise NotRead(Trouble.TOO_MANY)
    found = [entry for entry in found if entry.first_day <= last and entry.last_day >= first]
    return sorted(found, key=_order), left_out


def _calendar(data):
    text = data.removeprefix(b"\xef\xbb\xbf").strip()
    if text[:15].upper() != b"BEGIN:VCALENDAR":
        raise NotRead(Trouble.NOT_A_CALENDAR)
    if text[-13:].upper() != b"END:VCALENDAR":  # what came only in part must not empty the rest
        raise NotRead(Trouble.MALFORMED)
    try:
        return icalendar.Calendar.from_ical(text.decode())
    except Exception as trouble:
        raise NotRead(Trouble.MALFORMED) from trouble


def _occurrences(events, first, last):
    """The occurrences of one series (its rule and its exceptions); raises anything where they cannot be told."""
    if any(TOO_OFTEN.search(_rule_text(event)) for event in events):
        raise ValueError("more than once a day")
    whole = icalendar.Calendar()
    for event in events:
        whole.add_component(event)
    return recurring_ical_events.of(whole).between(first, last + dt.timedelta(days=1))


def _rule_text(event):
    rules = event.get("RRULE", [])
    return " ".join(rule.to_ical().decode() for rule in (rules if isinstance(rules, list) else [rules]))


def _entry(event):
    """The PartnerEntry of one occurrence; None where it is cancelled or not meant for others."""
    if str(event.get("STATUS", "")).upper() == "CANCELLED" or str(event.get("CLASS", "")).upper() in PRIVATE:
        return None
    start, end = event["DTSTART"].dt, event["DTEND"].dt if "DTEND" in event else None
    words = {"title": _line(event, "SUMMARY", 200) or "–", "place": _line(event, "LOCATION", 200), "url": _link(event)}
    if not isinstance(start, dt.datetime):
        last_day = end - dt.timedelta(days=1) if end and end > start else start
        return PartnerEntry(first_day=start, last_day=last_day, **words)
    starts_at, ends_at = _moment(start), _moment(end) if isinstance(end, dt.datetime) else _moment(start)
    ends_at = max(starts_at, ends_at)
    first_day, last_day = timezone.localdate(starts_at), timezone.localdate(ends_at)
    if last_day > first_day and ends_at == start_of_day(last_day):  # until midnight is until the end of that day
        last_day -= dt.timedelta(days=1)
    return PartnerEntry(starts_at=starts_at, ends_at=ends_at, first_day=first_day, last_day=last_day, **words)


def _moment(value):
    return timezone.make_aware(value) if value.tzinfo is None else value.astimezone(dt.UTC)


def _line(event, name, longest):
    return CONTROLS.sub(" ", str(event.get(name, ""))).strip()[:longest]


def _link(event):
    address = str(event.get("URL", ""))
    return address if re.fullmatch(r"https?://[!-~]{3,480}", address) else ""


def _order(entry):
    return entry.first_day, entry.starts_at or start_of_day(entry.first_day), entry.title
