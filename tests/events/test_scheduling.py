"""Sessions made, moved and cancelled, and what calendars and people learn of it."""

import datetime as dt

import pytest
from django.core import mail

from events import queries, registration, scheduling, tokens, wording
from events.errors import BadTimes, SessionCancelled
from events.records import EventSession
from pdportal.notices.records import Notice, OutgoingMail
from tests import factories
from tests.events import strict_ical

pytestmark = pytest.mark.django_db

TIMES = {"start_time": dt.time(15, 30), "end_time": dt.time(17, 0)}


def vevent(session):
    text = EventSession.objects.get(pk=session.pk).ical
    return strict_ical.read(f"BEGIN:VCALENDAR\r\n{text}END:VCALENDAR\r\n".encode())[1][0]


def test_a_new_session_has_its_text_at_once(event, coordinator):
    session = scheduling.add_session(event, by=coordinator, held_on=factories.days_ahead(5), **TIMES)
    assert vevent(session)["SUMMARY"][1] == "Finding sources"
    assert (session.sequence, session.history.get().history_user) == (0, coordinator)


@pytest.mark.parametrize("fields", [
    {"held_on": dt.date(2027, 3, 1), "start_time": dt.time(17), "end_time": dt.time(15)},
    {"held_on": dt.date(2027, 3, 1), "start_time": dt.time(17), "end_time": dt.time(17)},
    {"held_on": dt.date(2027, 3, 14), "start_time": dt.time(2, 30), "end_time": dt.time(4)},
    {"held_on": dt.date(2027, 3, 14), "start_time": dt.time(1), "end_time": dt.time(2, 30)},
    {"held_on": dt.date(9999, 12, 31), "start_time": dt.time(22), "end_time": dt.time(23)},
    {"held_on": dt.date(2027, 3, 1), "zone": "Mars/Base", **TIMES},
])  # fmt: skip
def test_impossible_times_are_refused(event, coordinator, fields):
    with pytest.raises(BadTimes):
        scheduling.add_session(event, by=coordinator, **fields)
    assert EventSession.objects.count() == 0


def test_moving_raises_the_sequence_and_tells_seats_and_line(session, teacher, colleague, third, coordinator):
    for person in (teacher, colleague, third):
        registration.register(session, person, by=person)
    Notice.objects.all().delete()
    moved = scheduling.reschedule(session, by=coordinator, held_on=factories.days_ahead(9))
    assert (moved.sequence, vevent(moved)["SEQUENCE"][1]) == (1, "1")
    assert set(Notice.objects.values_list("recipient", "kind")) == {
        (person.pk, "session-changed") for person in (teacher, colleague, third)
    }
    letters = OutgoingMail.objects.filter(subject="Changed: Finding sources").order_by("recipient")
    assert list(letters.values_list("calendar_method", flat=True)) == ["REQUEST", "REQUEST", ""]
    assert "SEQUENCE:1" in letters.first().calendar_text


def test_without_a_real_change_nothing_happens(session, teacher, coordinator):
    registration.register(session, teacher, by=teacher)
    before = EventSession.objects.get(pk=session.pk)
    again = scheduling.reschedule(session, by=coordinator, held_on=session.held_on, place=session.place)
    assert (again.changed_at, again.sequence, Notice.objects.count()) == (before.changed_at, 0, 1)


def test_a_note_changes_the_text_but_not_the_sequence(session, coordinator):
    changed = scheduling.reschedule(session, by=coordinator, note="Bring a laptop")
    assert changed.sequence == 0
    assert changed.changed_at > session.changed_at
    assert "Bring a laptop" in vevent(changed)["DESCRIPTION"][1]


def test_the_past_can_be_put_right_without_telling_anybody(event, teacher, coordinator):
    session = factories.make_session(event, days=-3)
    registration.register(session, teacher, by=teacher, at=session.starts_at - dt.timedelta(days=1))
    scheduling.reschedule(session, by=coordinator, place="Room 2")
    assert Notice.objects.count() == 1


def test_cancelling_tells_why_and_takes_invitations_back(session, teacher, coordinator):
    registration.register(session, teacher, by=teacher)
    scheduling.cancel_session(session, by=coordinator, reason="Snow day.")
    scheduling.cancel_session(session, by=coordinator, reason="Snow day.")
    letter = OutgoingMail.objects.latest("pk")
    assert (OutgoingMail.objects.count(), letter.calendar_method) == (2, "CANCEL")
    assert "Snow day." in letter.body
    assert EventSession.objects.get().history.first().history_change_reason == "Snow day."
    with pytest.raises(SessionCancelled):
        scheduling.reschedule(session, by=coordinator, held_on=factories.days_ahead(20))


def test_invitation_and_its_end_are_a_pair(session, teacher):
    found = registration.register(session, teacher, by=teacher)
    registration.cancel(found, by=teacher)
    request, end = (strict_ical.read(letter.calendar_text.encode()) for letter in OutgoingMail.objects.order_by("pk"))
    assert (request[0]["METHOD"][1], end[0]["METHOD"][1]) == ("REQUEST", "CANCEL")
    assert list(request[0]).index("METHOD") == len(request[0]) - 1
    first, last = request[1][0], end[1][0]
    for name in ("UID", "ORGANIZER", "DTSTART", "DTEND"):
        assert first[name] == last[name]
    assert int(last["SEQUENCE"][1]) == int(first["SEQUENCE"][1]) + 1
    assert (first["STATUS"][1], last["STATUS"][1]) == ("CONFIRMED", "CANCELLED")
    parameters, value = first["ATTENDEE"]
    assert (parameters["PARTSTAT"], parameters["RSVP"], value) == ("ACCEPTED", "FALSE", f"mailto:{teacher.email}")
    assert first["ORGANIZER"][1] == "mailto:pd-portal@maplevalley.example"


def test_the_mail_is_an_alternative_with_its_method(session, teacher, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        registration.register(session, teacher, by=teacher)
    message = mail.outbox[0].message()
    parts = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    assert [(part.get_param("method"), part.get_param("charset")) for part in parts] == [("REQUEST", "utf-8")]
    assert "multipart/alternative" in {part.get_content_type() for part in message.walk()}
    assert parts[0].get_payload(decode=True).startswith(b"BEGIN:VCALENDAR\r\n")


def test_the_mail_speaks_the_readers_language_and_names_the_translated_event(session, teacher):
    factories.translate(session.event, title="Encontrar fuentes")
    teacher.language = "es"
    teacher.save()
    registration.register(session, teacher, by=teacher)
    letter = OutgoingMail.objects.get()
    assert "Encontrar fuentes" in letter.body
    assert wording.when_text(session) not in letter.body
    assert "SUMMARY:Encontrar fuentes" in letter.calendar_text


def test_who_subscribes_is_told_that_both_may_show(session, teacher):
    tokens.create(teacher)
    registration.register(session, teacher, by=teacher)
    assert "http://testserver/my/calendar/" in OutgoingMail.objects.get().body


def test_a_new_title_a_new_topic_name_and_a_new_school_name_reach_the_text(session, school, coordinator):
    scheduling.reschedule(session, by=coordinator, school=school)
    school.name = "Cedar Academy"
    school.save()
    assert vevent(session)["LOCATION"][1] == "Cedar Academy"
    before = EventSession.objects.get().changed_at
    page = EventSession.objects.get().event
    page.title = "Found"
    page.save_revision().publish()
    assert vevent(session)["SUMMARY"][1] == "Found"
    assert EventSession.objects.get().changed_at > before
    changed_at = EventSession.objects.get().changed_at
    page.save_revision().publish()
    assert EventSession.objects.get().changed_at == changed_at


def test_texts_of_many_sessions_cost_the_same_queries(event, django_assert_max_num_queries):
    sessions = [factories.make_session(event, days=days) for days in range(1, 9)]
    with django_assert_max_num_queries(4):
        assert len(scheduling.texts_of(sessions)) == 8


def test_faded_sessions_stay_on_record(cancelled_session):
    assert list(queries.public_sessions()) == [cancelled_session]
