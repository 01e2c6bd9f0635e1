"""Invitations by mail (RFC 5546, 6047), from the bytes on the wire: what a calendar is asked to do, nothing else."""

import datetime as dt
import email
import email.policy

import pytest

from events import registration, scheduling
from events.calendar_sources import Entry
from events.ical import invitation
from pdportal.notices import delivery
from pdportal.notices.records import OutgoingMail
from tests import factories
from tests.events import stranger, strict_ical

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

HOSTILE = 'Maps; "atlas", \\n and 100 % más\r\nATTENDEE:mailto:evil@example.org\r\nBcc: evil@example.org'
SENDER = "mailto:pd-portal@maplevalley.example"


def on_the_wire():
    """Every mail in the order of writing: the message as a mail program reads it, and the bytes of its invitation."""
    found = []
    for mail in OutgoingMail.objects.select_related("recipient").order_by("pk"):
        raw = delivery.compose(mail).message().as_bytes(linesep="\r\n")
        assert max(map(len, raw.split(b"\r\n"))) <= 998
        message = email.message_from_bytes(raw, policy=email.policy.default)
        parts = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
        found.append((message, parts[0] if parts else None))
    return found


@pytest.fixture
def story(session, teacher, coordinator):
    """The teacher signs up, the session moves across the clock change to 23:30, and is called off."""
    registration.register(session, teacher, by=teacher)
    times = {"held_on": dt.date(2027, 3, 13), "start_time": dt.time(23, 30), "last_day": dt.date(2027, 3, 14)}
    scheduling.reschedule(session, by=coordinator, end_time=dt.time(3, 30), place="Room 7", **times)
    scheduling.cancel_session(session, by=coordinator, reason="Snow.")
    return on_the_wire()


def test_a_seat_its_change_and_its_end_are_one_entry_for_the_calendar(story, teacher, session):
    texts = [part.get_payload(decode=True) for _message, part in story]
    assert [(part.get_content_type(), dict(part["Content-Type"].params)) for _message, part in story] == [
        ("text/calendar", {"method": method, "charset": "utf-8"}) for method in ("REQUEST", "REQUEST", "CANCEL")
    ]
    calendars = [strict_ical.read(text) for text in texts]
    assert [list(calendar)[-1] for calendar, _events in calendars] == ["METHOD"] * 3  # before the components
    events = [event for _calendar, (event,) in calendars]
    assert [int(event["SEQUENCE"][1]) for event in events] == [0, 1, 2]
    assert {(event["UID"][1], event["ORGANIZER"][1], event["ATTENDEE"][1]) for event in events} == {
        (session.uid, SENDER, f"mailto:{teacher.email}")
    }
    assert [event["STATUS"][1] for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert (events[1]["DTSTART"], events[1]["DTEND"]) == (events[2]["DTSTART"], events[2]["DTEND"])
    assert (events[1]["DTSTART"][1], events[1]["DTEND"][1]) == ("20270314T053000Z", "20270314T083000Z")


def test_the_letter_around_it_is_from_the_organizer_and_says_the_same_in_words(story, teacher):
    for message, part in story:
        assert message.get_content_type() == "multipart/alternative"
        assert [one.get_content_type() for one in message.iter_parts()] == ["text/plain", "text/calendar"]
        assert (message["From"].addresses[0].addr_spec, message["To"]) == (SENDER[7:], teacher.email)
        assert part.get_content_disposition() is None
    assert [message["Subject"].partition(":")[0] for message, _part in story] == [
        "You have a seat",
        "Changed",
        "Cancelled",
    ]


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_title_place_or_name_smuggles_anything_in(teacher, coordinator, language):
    event = factories.make_event("Maps")
    type(event).objects.filter(pk=event.pk).update(title=HOSTILE, summary=HOSTILE)
    type(teacher).objects.filter(pk=teacher.pk).update(
        language=language, first_name='Ñuño "T"; CN=x\r\nBcc:', last_name="O'Neil, <evil@example.org>"
    )
    teacher.refresh_from_db()
    event.refresh_from_db()
    session = factories.make_session(event, place=HOSTILE, note="ñ" * 200)
    found = registration.register(session, teacher, by=teacher)
    registration.cancel(found, by=coordinator, reason=HOSTILE[:200])
    for message, part in on_the_wire():
        assert (message["Bcc"], message["To"], "\n" in str(message["Subject"])) == (None, teacher.email, False)
        _calendar, (read,) = strict_ical.read(part.get_payload(decode=True))  # folding, line ends, escapes
        assert read["ATTENDEE"][1] == f"mailto:{teacher.email}"
        assert HOSTILE.replace("\r\n", "\n") in strict_ical.plain(read["SUMMARY"][1])


def test_whole_days_and_meetings_follow_the_same_rules(teacher):
    entry = Entry(
        uid="meeting-1@example", kind="meeting", title="Visit", starts_at=dt.date(2026, 11, 1),
        ends_at=dt.date(2026, 11, 1), changed_at=dt.datetime(2026, 10, 1, tzinfo=dt.UTC), sequence=4,
    )  # fmt: skip
    calendar, (event,) = strict_ical.read(invitation("CANCEL", entry, teacher).encode())
    assert (calendar["METHOD"][1], event["STATUS"][1], event["SEQUENCE"][1]) == ("CANCEL", "CANCELLED", "4")
    assert (event["DTSTART"], event["DTEND"]) == (({"VALUE": "DATE"}, "20261101"), ({"VALUE": "DATE"}, "20261102"))


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_a_stranger_reads_the_same(story, chromium, teacher, session):
    seen = [stranger.invitation(chromium, part.get_payload(decode=True)) for _message, part in story]
    assert [(one["method"], one["status"], one["sequence"]) for one in seen] == [
        ("REQUEST", "CONFIRMED", 0), ("REQUEST", "CONFIRMED", 1), ("CANCEL", "CANCELLED", 2),
    ]  # fmt: skip
    assert {(one["uid"], one["organizer"]) for one in seen} == {(session.uid, SENDER)}
    assert [one["attendees"] for one in seen] == [[[f"mailto:{teacher.email}", "Tom Teacher", "ACCEPTED", "FALSE"]]] * 3
    assert [(one["start"], one["end"]) for one in seen[1:]] == [
        ("2027-03-14T05:30:00.000Z", "2027-03-14T08:30:00.000Z")
    ] * 2
    assert (seen[1]["title"], seen[1]["place"]) == ("Finding sources", "Room 7")
