"""Traps others fell into, where no test beside the feature shows that they are closed (docs/traps.md has them all)."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from events import presenting, registration, scheduling
from events.records import EventSession
from pdportal.notices.records import OutgoingMail
from tests import factories
from tests.events import strict_ical

pytestmark = pytest.mark.django_db

LINK = re.compile(r"http://testserver(/\S+)")
GOOD = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nSUMMARY:a\r\nEND:VCALENDAR\r\n"
STATES = {"CONFIRMED", "TENTATIVE", "CANCELLED"}


@pytest.mark.parametrize("bad", [
    b"\xef\xbb\xbf" + GOOD, GOOD[:-2], GOOD.replace(b"\r\n", b"\n"), GOOD.replace(b":a", b":" + b"a" * 70),
    GOOD.replace(b":a", b":a,b"), GOOD.replace(b"SUMMARY", b"SUM_MARY"), GOOD.replace(b":a", b":a\x07"),
    GOOD.replace(b"SUMMARY:a\r\n", b"\r\n"), GOOD.replace(b":a", b":" + b"a" * 66 + "ñ".encode()[:1] + b"\r\n \xb1"),
])  # fmt: skip
def test_our_reader_refuses_what_programs_refuse(bad):
    assert strict_ical.read(GOOD)[0]["SUMMARY"][1] == "a"
    with pytest.raises((strict_ical.Malformed, UnicodeDecodeError)):
        strict_ical.read(bad)


def test_every_entry_ends_after_it_starts_in_a_state_programs_know(client, event, coordinator):
    for days in range(3):
        session = factories.make_session(event, days=20 + days, start="23:30", end="23:45")
        scheduling.reschedule(session, by=coordinator, last_day=session.held_on + dt.timedelta(days=days))
    scheduling.cancel_session(session, by=coordinator)
    _calendar, events = strict_ical.read(client.get(reverse("feeds:all")).content)
    assert len(events) == 3
    assert [found["UID"][1] for found in events if found["STATUS"][1] not in STATES or "DURATION" in found] == []
    assert all(strict_ical.moment(found, "DTSTART") < strict_ical.moment(found, "DTEND") for found in events)


def test_the_uid_of_a_deleted_session_is_not_used_again(event):
    gone = factories.make_session(event)
    uid = gone.uid
    EventSession.objects.filter(pk=gone.pk).delete()
    assert factories.make_session(event).uid != uid


def test_no_robots_file_keeps_calendar_programs_away(client, site):
    assert client.get("/robots.txt").status_code == 404


def test_who_presents_takes_no_seat(event, teacher, colleague, coordinator):
    session = factories.make_session(event, capacity=1)
    presenting.add(session, person=colleague, by=coordinator)
    assert registration.register(session, teacher, by=teacher).status == "registered"
    assert list(session.registrations.values_list("learner", flat=True)) == [teacher.pk]


def test_every_link_in_a_mail_leads_somewhere(client, event, teacher, colleague, coordinator, time_machine):
    session = factories.make_session(event, days=30, capacity=1)
    first = registration.register(session, colleague, by=colleague)
    registration.register(session, teacher, by=teacher)
    time_machine.move_to(session.starts_at - dt.timedelta(hours=40))
    registration.cancel(first, by=colleague, reason="Ill.")
    scheduling.cancel_session(session, by=coordinator, reason="Snow.")
    mails = list(OutgoingMail.objects.select_related("recipient"))
    found = [(mail.recipient, path) for mail in mails for path in LINK.findall(mail.body)]
    assert len(found) >= len(mails) >= 5
    for person, path in found:
        client.force_login(person)
        assert (path, client.get(path.rstrip(".").partition("#")[0], follow=True).status_code) == (path, 200)
