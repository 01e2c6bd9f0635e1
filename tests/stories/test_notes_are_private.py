"""Promise: what mentor and mentee write about a meeting is read by the two of them, and by nobody else, anywhere."""

import base64
import datetime as dt
import io
import logging
import uuid
import zipfile

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLResolver
from django.utils import timezone
from django.utils.log import AdminEmailHandler

from events import tokens
from mentoring import completing, confirming, meetings
from mentoring import pairing as pairings
from mentoring.records import Meeting, MeetingNote
from pdportal.people.choices import Role
from tests.factories import days_ago, make_person
from tests.mentoring.making import log_meeting, make_pairing, make_programme

WORD, REST = "heliotrope", "umbrella 7731"
SECRET = f"{WORD} {REST}"
STRANGERS = ("coordinator", "director", "principal", "superuser", "other_mentor", "anonymous")
SITE_PAGES = (
    "/", "/my/", "/my/mentoring/", "/my/transcript/", "/my/transcript.csv", "/my/notices/", "/my/calendar/",
    "/my/registrations/", "/my/sign-offs/", "/reports/", "/reports/matrix/", "/reports/people/",
    "/reports/completions.csv", "/mentoring/", "/events/", "/calendar/all.ics",
    f"/search/?q={WORD}", "/search/?q=umbrella", "/es/", "/es/my/mentoring/",
)  # fmt: skip
# What Wagtail brings along; a superuser walks through it too, coordinators through the portal's own parts.
WAGTAILS_OWN = {"api", "pages", "reports", "workflows", "documents", "images", "redirects", "forms", "users", "groups",
                "sites", "locales", "collections", "embeds", "choose-page", "password_reset"}  # fmt: skip
# Addresses that need no look: they end the session, or only send on to another place.
SKIPPED = ("admin/logout/", "admin/failwhale/", "admin/test404/")


@pytest.fixture
def other_mentor(office):
    return make_person("Oscar Othermentor", Role.LIBRARIAN, office)


@pytest.fixture
def pair(mentor, learner, coordinator, teacher, other_mentor, school_year):
    """An active pairing; the other mentor has a mentee in the same programme."""
    programme = make_programme()
    make_pairing(programme, other_mentor, teacher, coordinator)
    return make_pairing(programme, mentor, learner, coordinator)


@pytest.fixture
def diary(pair, mentor, learner, caplog, django_capture_on_commit_callbacks):
    """Notes written through every door there is: logged, marked as held, corrected, by both; returns the log."""
    caplog.set_level(logging.DEBUG)
    with django_capture_on_commit_callbacks(execute=True):
        planned = meetings.plan(
            pair, by=mentor, held_on=days_ago(1), start_time=dt.time(15), minutes=45,
            at=timezone.now() - dt.timedelta(days=3),
        )  # fmt: skip
    details = {"length": "45", "own_minutes": "", "kind": "talk", "topics": ["growth"], "note": SECRET}
    with django_capture_on_commit_callbacks(execute=True):
        client = _client(mentor)
        log = details | {"form_key": str(uuid.uuid4()), "held_on": str(days_ago(2))}
        client.post(reverse("mentoring:log_meeting", args=[pair.pk]), log)
        client.post(reverse("mentoring:log_meeting", args=[pair.pk]), log | {"held_on": "", "note": SECRET})
        client.post(reverse("mentoring:hold_meeting", args=[planned.pk]), details)
        client.post(reverse("mentoring:edit_meeting", args=[planned.pk]), details | {"length": "60"})
        _client(learner).post(reverse("mentoring:write_note", args=[planned.pk]), {"note": f"{SECRET}, says Nora"})
        goal = {"form_key": str(uuid.uuid4()), "text": SECRET, "due_on": ""}
        client.post(reverse("mentoring:add_goal", args=[pair.pk]), goal)
        client.post(reverse("mentoring:add_goal", args=[pair.pk]), goal | {"due_on": "never"})
        first = Meeting.objects.exclude(pk=planned.pk).get()
        dispute = {"reason": "minutes", "note": f"{SECRET}, for me alone", "private": "on"}
        _client(learner).post(reverse("mentoring:dispute_meeting", args=[first.pk]), dispute)
    assert MeetingNote.objects.count() == 4
    return caplog


@pytest.fixture
def everybody(request, pair):
    """The people by name."""
    return {who: request.getfixturevalue(who) for who in ("mentor", "learner", *STRANGERS) if who != "anonymous"}


def _client(person=None):
    client = Client()
    if person:
        client.force_login(person)
    return client


def _text(answer):
    """Everything an answer says, unpacked where it is a workbook."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in book.namelist())
    return content.decode("utf-8", "replace")


def _patterns(patterns, before=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns, before + str(pattern.pattern))
        else:
            yield before + str(pattern.pattern), pattern.pattern


def _admin_addresses(ids):
    """Every address of the admin that can be built, with each of ``ids`` where it asks for one."""
    for route, pattern in _patterns(get_resolver().url_patterns):
        if not route.startswith("admin/") or "^" in route or route in SKIPPED:
            continue
        if "<" not in route:
            yield "/" + route
        elif set(pattern.converters) == {"pk"}:
            yield from ("/" + route.split("<")[0] + f"{pk}" + route.split(">")[1] for pk in ids)


def _open_addresses():
    """Every address outside the admin that needs nothing, or the kind of a table, to be built."""
    for route, pattern in _patterns(get_resolver().url_patterns):
        if route.startswith(("admin/", "accounts/logout")) or any(sign in route for sign in "^?\\("):
            continue
        if "<" not in route:
            yield "/" + route
        elif set(pattern.converters) == {"kind"}:
            yield from ("/" + route.split("<")[0] + kind + route.split(">")[1] for kind in ("csv", "xlsx"))


def test_the_two_of_the_pair_read_it(diary, pair, mentor, learner):
    goal = 2  # its words, and the name of its button
    for person, number in ((mentor, 3 + goal), (learner, 4 + goal)):
        page = _text(_client(person).get(reverse("mentoring:pairing", args=[pair.pk])))
        assert page.count(SECRET) == number


@pytest.mark.parametrize("who", STRANGERS)
def test_nobody_else_reads_it_on_any_page_search_or_export(diary, pair, everybody, who):
    client = _client(everybody.get(who))
    client.raise_request_exception = False
    own = [reverse("mentoring:pairing", args=[pair.pk])]
    own += [reverse("mentoring:meeting", args=[meeting.pk]) for meeting in Meeting.objects.all()]
    learner = everybody["learner"].pk
    about = [f"/reports/people/{learner}/", f"/people/{learner}/transcript/", f"/people/{learner}/transcript.csv"]
    leaks = [page for page in (*own, *SITE_PAGES, *about) if REST in _text(client.get(page, follow=True))]
    assert leaks == []
    assert {client.get(page).status_code for page in own} == ({302} if who == "anonymous" else {404})


def test_no_address_of_the_admin_shows_it_to_a_superuser(diary, pair, superuser, learner):
    client = _client(superuser)
    client.raise_request_exception = False
    ids = {pair.pk, learner.pk, *Meeting.objects.values_list("pk", flat=True)}
    addresses = list(_admin_addresses(sorted(ids)))
    assert len(addresses) > 200
    assert f"/admin/pairings/inspect/{pair.pk}/" in addresses
    assert [address for address in addresses if REST in _text(client.get(address))] == []


@pytest.mark.parametrize("who", ["coordinator", "superuser"])
def test_no_address_of_the_portal_shows_it_in_any_format(diary, pair, everybody, who):
    """Every report, export and feed there is, found by walking the address map."""
    client = _client(everybody[who])
    client.raise_request_exception = False
    addresses = sorted(_open_addresses())
    assert {"/reports/mentoring/csv/", "/reports/completions.csv", "/calendar/all.ics"} & set(addresses)
    assert len(addresses) > 60
    assert [address for address in addresses if REST in _text(client.get(address))] == []


@pytest.mark.parametrize("who", ["coordinator", "director"])
def test_no_address_of_the_portals_own_desk_shows_it(diary, pair, everybody, who):
    client = _client(everybody[who])
    client.raise_request_exception = False
    addresses = [address for address in _admin_addresses([pair.pk]) if address.split("/")[2] not in WAGTAILS_OWN]
    assert len(addresses) > 50
    assert [address for address in addresses if REST in _text(client.get(address))] == []


@pytest.mark.parametrize("who", ["coordinator", "superuser"])
def test_no_list_search_or_export_of_the_admin_finds_it(diary, pair, everybody, who):
    client = _client(everybody[who])
    client.raise_request_exception = False
    pages = [address for address in _admin_addresses([]) if address.endswith(("results/", "search/"))]
    pages += [page.removesuffix("results/") for page in pages if page.endswith("results/")]
    if who == "coordinator":
        pages = [page for page in pages if page.split("/")[2] not in WAGTAILS_OWN]
    tables = [
        reverse("pairings:meetings", args=[pair.pk, "csv"]), reverse("pairings:meetings", args=[pair.pk, "xlsx"]),
        reverse("contact_hours:table", args=["csv"]), reverse("contact_hours:table", args=["xlsx"]),
        reverse("pairings:index") + "?export=xlsx",
    ]  # fmt: skip
    seen = {page + query for page in pages for query in (f"?q={WORD}", "?export=csv")} | set(tables)
    assert [address for address in sorted(seen) if REST in _text(client.get(address))] == []
    assert "Growth and goals" in _text(client.get(tables[0]))


def test_no_table_of_the_database_holds_it(diary, pair, coordinator):
    confirming.settle(Meeting.objects.get(answer="disputed"), by=coordinator, counts=True)
    completing.complete(pair, by=coordinator)
    pairings.end(pair, by=coordinator, reason="Over", ends_on=days_ago(0))
    forms = [word.encode() for word in (SECRET, WORD, REST)]
    forms += [base64.b64encode(form)[:-4] for form in forms] + [form.hex().encode() for form in forms]
    scanned, leaks = 0, []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  names come from the database
            for row in cursor.fetchall():
                scanned += 1
                leaks += [table for cell in row for form in forms if form in _bytes(cell)]
    leaks += ["session" for session in Session.objects.all() if WORD in str(session.get_decoded())]
    assert leaks == []
    assert scanned > 100


def _bytes(cell):
    if isinstance(cell, (bytes, memoryview)):
        return bytes(cell)
    return str(cell).encode("utf-8", "replace")


def test_the_scan_would_find_what_is_kept_in_clear(diary, pair):
    """What coordinators may see is found by the same scan, so that an empty result means something."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM mentoring_meeting")
        assert any(b"growth" in _bytes(cell) for row in cursor.fetchall() for cell in row)


def test_no_feed_of_anybody_carries_it(diary, pair, everybody):
    for person in everybody.values():
        _row, secret = tokens.create(person)
        answer = Client().get(reverse("feeds:personal", args=[secret]))
        assert answer.status_code == 200
        assert WORD not in _text(answer)
    assert "Mentoring: Nora Newell" in _text(
        Client().get(reverse("feeds:personal", args=[tokens.rotate(everybody["mentor"])[1]]))
    )


def test_no_notice_mail_or_log_line_carries_it(diary, pair, everybody):
    for person in everybody.values():
        assert WORD not in _text(_client(person).get("/my/notices/"))
    assert len(mail.outbox) >= 1
    assert [letter for letter in mail.outbox if WORD in letter.message().as_string()] == []
    assert WORD not in diary.text
    assert [record for record in diary.records if WORD in str(record.args) or WORD in str(record.__dict__)] == []


@pytest.mark.parametrize("door", ["log", "hold", "note", "goal", "dispute"])
def test_no_error_report_carries_it(pair, mentor, learner, settings, door, caplog):
    planned = meetings.plan(
        pair, by=mentor, held_on=days_ago(1), start_time=dt.time(15), minutes=45,
        at=timezone.now() - dt.timedelta(days=3),
    )  # fmt: skip
    logged = log_meeting(pair, learner, days=3)
    settings.ADMINS, settings.NOTES_KEY = [("Admin", "admin@maplevalley.example")], "too short, so sealing breaks"
    details = {"length": "45", "own_minutes": "", "kind": "talk", "held_on": str(days_ago(2)),
               "form_key": str(uuid.uuid4())}  # fmt: skip
    address = {
        "log": reverse("mentoring:log_meeting", args=[pair.pk]),
        "hold": reverse("mentoring:hold_meeting", args=[planned.pk]),
        "note": reverse("mentoring:write_note", args=[planned.pk]),
        "goal": reverse("mentoring:add_goal", args=[pair.pk]),
        "dispute": reverse("mentoring:dispute_meeting", args=[logged.pk]),
    }[door]
    details["reason"] = "minutes"
    details["text" if door == "goal" else "note"] = SECRET
    client = _client(mentor)
    client.raise_request_exception = False
    mail.outbox.clear()
    handler, logger = AdminEmailHandler(include_html=True), logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        assert client.post(address, details).status_code == 500
    finally:
        logger.removeHandler(handler)
    (report,) = mail.outbox
    assert "ImproperlyConfigured" in report.body
    assert "form_key" in report.body or door == "note"
    assert WORD not in report.message().as_string()
    assert WORD not in "".join(content for content, _kind in report.alternatives)
    assert WORD not in caplog.text
    assert list(Meeting.objects.held()) == [logged]
