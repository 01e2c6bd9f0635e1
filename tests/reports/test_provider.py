"""The district as provider: attendance lists of its sessions in one ZIP, each with the day until which it is kept."""

import csv
import datetime as dt
import io
import zipfile

import pytest
from pypdf import PdfReader

from events import attendance
from events.choices import Attendance
from events.registration import register
from pdportal.reports.provider import packet_between
from pdportal.transcripts import ledger
from pdportal.transcripts.records import Completion
from pdportal.transcripts.retention import ATTENDANCE
from tests import factories
from tests.factories import days_ago

pytestmark = pytest.mark.django_db
URL = "/reports/attendance/"


def opened(response):
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def hold(event, people, by, *, days=10):
    """A session so many days ago at which the first half were present for all of it, the others not."""
    session = factories.make_session(event, days=-days)
    for person in people:
        register(session, person, by=person, at=session.starts_at - dt.timedelta(days=3))
    marks = {row.pk: (Attendance.ABSENT, 0) if row.learner == people[-1] else (Attendance.ATTENDED, None)
             for row in session.registrations.all()}  # fmt: skip
    attendance.mark_many(session, marks, by=by)
    return session


@pytest.fixture
def session(site, learner, teacher, colleague, coordinator):
    """The learner and the teacher came, the colleague did not; the teacher's line was revoked later."""
    held = hold(factories.make_event("Finding sources"), [learner, teacher, colleague], coordinator)
    ledger.revoke(Completion.objects.get(learner=teacher), by=coordinator, reason="Left early")
    return held


@pytest.fixture
def admin(client, coordinator):
    client.force_login(coordinator)
    return client


def test_the_lists_of_a_range(session):
    packet = opened(packet_between(days_ago(20), days_ago(1)).response("x"))
    name = f"attendance/{days_ago(10)}-finding-sources-{session.pk}.pdf"
    assert packet.namelist() == [name, "attendance.csv", "index.css", "index.html"]
    rows = list(csv.DictReader(io.StringIO(packet.read("attendance.csv").decode("utf-8-sig"))))
    code = Completion.objects.standing().get().certificate.code
    revoked = Completion.objects.exclude(revoked_at=None).get().certificate.code
    keep = str(ATTENDANCE.keep_until(days_ago(10)))
    assert [
        (row["Last name"], row["Attendance"], row["Minutes"], row["Credit hours"], row["Certificate"], row["Remark"])
        for row in rows
    ] == [
        ("Colleague", "Absent", "0", "0", "", ""),
        ("Newell", "Attended", "90", "1.50", code, ""),
        ("Teacher", "Attended", "90", "0", revoked, "Revoked: Left early"),
    ]
    assert {row["Keep until"] for row in rows} == {keep}
    text = PdfReader(io.BytesIO(packet.read(name))).pages[0].extract_text()
    for words in ("Finding sources", "Nora Newell", code, "19 TAC", "Left early"):
        assert words in text
    index = packet.read("index.html").decode()
    assert ("kept for 7 years" in index, f'href="{name}"' in index) == (True, True)


def test_sessions_outside_the_range_cancelled_or_ahead_are_left_out(session):
    factories.make_session(session.event, days=-5, status="cancelled")
    factories.make_session(session.event, days=5)
    assert opened(packet_between(days_ago(9), days_ago(-9)).response("x")).namelist() == [
        "attendance.csv", "index.css", "index.html",
    ]  # fmt: skip


def test_a_corrected_line_shows_what_stands(session, learner, coordinator):
    ledger.correct(Completion.objects.get(learner=learner), by=coordinator, reason="Sheet", credit_hours=1)
    packet = opened(packet_between(days_ago(20), days_ago(1)).response("x"))
    rows = list(csv.DictReader(io.StringIO(packet.read("attendance.csv").decode("utf-8-sig"))))
    assert [row["Credit hours"] for row in rows if row["Last name"] == "Newell"] == ["1.00"]


def test_the_page_and_its_packet(admin, session):
    response = admin.get(URL, {"first": days_ago(20), "last": days_ago(1)})
    assert [(each.seated, each.present) for each in response.context["page"]] == [(3, 2)]
    assert "export=zip" in response.content.decode()
    packet = admin.get(URL, {"first": days_ago(20), "last": days_ago(1), "export": "zip"})
    assert packet["Content-Disposition"] == f'attachment; filename="attendance-{days_ago(20)}-{days_ago(1)}.zip"'
    assert packet["Cache-Control"] == "private, no-store"
    packet.close()


@pytest.mark.parametrize(
    ("query", "field", "sentence"),
    [
        ({"first": "x"}, "first", "Enter a valid date."),
        ({"first": "2026-02-01", "last": "2026-01-01"}, "last", "The last day lies before the first."),
        ({"first": "2020-02-01", "last": "2026-01-01"}, "last", "Please choose at most a year at a time."),
    ],
)
def test_ranges_that_make_no_sense(admin, session, query, field, sentence):
    for export in ({}, {"export": "zip"}):
        response = admin.get(URL, query | export)
        assert (response.status_code, response.context["form"].errors[field]) == (200, [sentence])


@pytest.mark.parametrize("who", ["principal", "teacher", "mentor", "outsider", "editor"])
def test_for_coordinators_only(client, session, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(URL).status_code == 404


def test_only_reading(admin):
    assert admin.post(URL).status_code == 405


def test_the_same_queries_for_one_session_and_for_three(
    admin, session, learner, teacher, coordinator, django_assert_num_queries
):
    days = {"first": days_ago(20), "last": days_ago(1)}
    admin.get(URL, days)
    for sessions in (1, 3):
        with django_assert_num_queries(9):
            assert len(admin.get(URL, days).context["page"]) == sessions
        with django_assert_num_queries(3):  # sessions, registrations, completions
            packet_between(days["first"], days["last"])
        for number in range(2):
            hold(session.event, [learner, teacher], coordinator, days=11 + number)
