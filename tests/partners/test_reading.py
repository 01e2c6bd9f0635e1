"""Reading replaces what was read before, or keeps it and says why it could not."""

import datetime as dt
import io

from django.core.management import call_command
from django.utils import timezone

from pdportal.partners import reading
from pdportal.partners.records import PartnerCalendar
from tests.partners.conftest import ics

NOW = dt.datetime(2026, 4, 1, 12, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(hours=2)


def titles(calendar):
    return [entry.title for entry in calendar.entries.all()]


def test_entries_are_replaced_and_trouble_is_forgotten(server, library):
    server.serve("/events.ics", ics(["SUMMARY:Book sale", "DTSTART:20260415T093000Z"]), ETag='"1"')
    assert reading.read(library, at=NOW, limits=server.limits()) is True
    server.serve("/events.ics", b"<html>", ETag='"2"')
    assert reading.read(library, at=LATER, limits=server.limits()) is False
    library.refresh_from_db()
    assert (titles(library), library.trouble, library.read_at) == (["Book sale"], "not_a_calendar", NOW)
    server.serve("/events.ics", ics(["SUMMARY:Story time", "DTSTART:20260416T093000Z"]))
    assert reading.read(library, at=LATER + dt.timedelta(hours=2), limits=server.limits()) is True
    library.refresh_from_db()
    assert (titles(library), library.trouble, library.detail) == (["Story time"], "", "")


def test_an_unchanged_file_is_asked_for_once_more_only_on_another_day(server, library):
    server.serve("/events.ics", ics(["SUMMARY:Book sale", "DTSTART:20260415T093000Z"]), ETag='"1"')
    for at in (NOW, LATER, NOW + dt.timedelta(days=1)):
        reading.read(library, at=at, limits=server.limits())
    assert [headers.get("If-None-Match") for _path, headers in server.asked] == [None, '"1"', None]
    assert titles(library) == ["Book sale"]


def test_who_reads_twice_at_once_reads_once(server, library):
    server.serve("/events.ics", ics())
    assert [reading.read(library, at=NOW, limits=server.limits()) for _try in range(2)] == [True, None]
    assert len(server.asked) == 1


def test_only_active_calendars_that_are_due_are_read(server, library):
    server.serve("/events.ics", ics())
    server.serve("/b.ics", b"no", status=503)
    PartnerCalendar.objects.create(name="College", address=f"http://{server.host}/b.ics")
    PartnerCalendar.objects.create(name="Asleep", address=f"http://{server.host}/c.ics", active=False)
    PartnerCalendar.objects.create(name="Just read", address=f"http://{server.host}/d.ics", tried_at=NOW)
    assert reading.read_all(at=NOW + dt.timedelta(minutes=50), limits=server.limits()) == (1, 1)
    assert [path for path, _headers in server.asked] == ["/b.ics", "/events.ics"]
    assert PartnerCalendar.objects.get(name="College").trouble_text == "The server answered with an error. (503)"


def test_the_command_reports(db, settings):
    settings.PARTNER_HOSTS = []
    PartnerCalendar.objects.create(name="College", address="https://college.example/a.ics")
    said = io.StringIO()
    call_command("read_partner_calendars", stdout=said)
    assert said.getvalue() == "0 partner calendars read, 1 could not be read.\n"
    college = PartnerCalendar.objects.get()
    assert (college.trouble, college.tried_at <= timezone.now()) == ("host", True)
