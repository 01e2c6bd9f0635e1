"""Writes calendar text (RFC 5545, 5546, 7986): pure functions from entries to text, which know no request.

In short: one VEVENT an entry, times in UTC, no recurrence, stable UID, stored SEQUENCE, DTSTAMP = last change of
content, CRLF, lines of 75 octets. ``tests/events/test_feed_rules.py`` names every rule.
"""

import datetime as dt
import re
from email.utils import parseaddr

import icalendar
from django.conf import settings

PRODID = "-//PD Portal//Events//EN"
FOOT = "END:VCALENDAR\r\n"
REFRESH = dt.timedelta(hours=6)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufeff\u2028\u2029]")


def vevent(entry):
    """The VEVENT of ``entry``, with a line end after its last line."""
    return _text(_component(entry))


def head(name, *, description=""):
    """The lines above the entries of a feed called ``name``: identity, names, how often to look again, zone."""
    calendar = _calendar()
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", icalendar.vText(_clean(name)))  # unknown to the library, so it would not escape
    calendar.add("x-wr-calname", icalendar.vText(_clean(name)))
    if description:
        calendar.add("description", _clean(description))
        calendar.add("x-wr-caldesc", icalendar.vText(_clean(description)))
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    # icalendar leaves out VALUE=DURATION, without which several programs refuse the whole feed.
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", icalendar.vDuration(REFRESH).to_ical().decode())
    return _text(calendar).removesuffix(FOOT)


def feed(name, texts, *, description=""):
    """A whole feed: ``texts`` are VEVENTs as written by ``vevent``; without any it is a valid empty calendar."""
    return "".join([head(name, description=description), *texts, FOOT])


def invitation(method, entry, recipient):
    """A mail part for ``recipient`` (RFC 6047): ``method`` REQUEST for a seat or a change of it, CANCEL for its end."""
    calendar = _calendar()
    calendar.add("method", method)
    event = _component(entry)
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    event.add("organizer", f"mailto:{address}", parameters={"CN": _clean(name or settings.DISTRICT_NAME)})
    event.add(
        "attendee",
        f"mailto:{recipient.email}",
        parameters={
            "CUTYPE": "INDIVIDUAL",
            "ROLE": "REQ-PARTICIPANT",
            "PARTSTAT": "ACCEPTED",
            "RSVP": "FALSE",
            "CN": _clean(str(recipient)),
        },
    )
    if method == "CANCEL":
        event["status"] = "CANCELLED"
    calendar.add_component(event)
    return _text(calendar)


def absolute(url):
    """``url`` with the portal's own host where it is only a path."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{url}" if url.startswith("/") else url


def _calendar():
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    return calendar


def _component(entry):
    event = icalendar.Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at.astimezone(dt.UTC))
    event.add("last-modified", entry.changed_at.astimezone(dt.UTC))
    event.add("sequence", entry.sequence)
    event.add("status", entry.status)
    event.add("summary", _clean(entry.title))
    _add_times(event, entry)
    for name, text in (("description", _description(entry)), ("location", entry.place or entry.conference)):
        if text:
            event.add(name, _clean(text))
    if entry.url:
        event.add("url", absolute(entry.url))
    if entry.conference:
        event.add(
            "conference", entry.conference, parameters={"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": "Online meeting"}
        )
    if entry.categories:
        event.add("categories", [_clean(category) for category in entry.categories])
    return event


def _add_times(event, entry):
    if entry.all_day:
        event.add("dtstart", entry.starts_at)
        event.add("dtend", entry.ends_at + dt.timedelta(days=1))  # the end of a VALUE=DATE event is exclusive
    else:
        event.add("dtstart", entry.starts_at.astimezone(dt.UTC))
        event.add("dtend", entry.ends_at.astimezone(dt.UTC))
    event.add("transp", "TRANSPARENT" if entry.all_day or entry.status == "CANCELLED" else "OPAQUE")


def _description(entry):
    """Few programs read CONFERENCE, so the link stands in the text as well."""
    return "\n\n".join(part for part in (entry.description, entry.conference) if part)


def _clean(text):
    """``text`` without characters that no calendar may hold; line ends as one newline."""
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _text(component):
    return component.to_ical().decode()
