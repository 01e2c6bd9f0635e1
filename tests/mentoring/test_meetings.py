"""Logging, planning, holding, correcting and cancelling meetings."""

import datetime as dt
import threading
import uuid

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from mentoring import meetings
from mentoring import pairing as pairings
from mentoring.errors import (
    ClockSkipsHour,
    DateOutOfRange,
    FormUsedBefore,
    HoursAreAwarded,
    MeetingBeforePairing,
    MeetingInFuture,
    MeetingInPast,
    MeetingNotHeld,
    MeetingNotPlanned,
    MeetingOnThatDay,
    MeetingOverlaps,
    MinutesOutOfRange,
    NotOfThePair,
    NotTheAuthor,
    PairingHasEnded,
    PairingHasNotBegun,
    UnknownKind,
)
from mentoring.records import Meeting, Pairing
from pdportal.notices.records import Notice
from pdportal.people.choices import Role
from tests.factories import days_ago, days_ahead, make_person, make_school
from tests.mentoring.making import log_meeting, make_pairing, make_programme

AFTERNOON = dt.time(15, 15)


def plan(pairing, by, *, days=3, minutes=45, **fields):
    return meetings.plan(pairing, by=by, held_on=days_ahead(days), start_time=AFTERNOON, minutes=minutes, **fields)


@pytest.fixture
def told(pairing, mailoutbox):
    """What was told since the pairing began: kind, recipient and whether a mail went out."""
    before = set(Notice.objects.values_list("pk", flat=True))
    mailoutbox.clear()

    def since():
        return [(notice.kind, notice.recipient) for notice in Notice.objects.exclude(pk__in=before).order_by("pk")]

    return since


def test_either_side_logs_and_the_other_is_told_in_the_portal_only(
    pairing, mentor, learner, told, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        log_meeting(pairing, mentor, note="A secret")
        log_meeting(pairing, learner)
    assert told() == [("meeting-logged", learner), ("meeting-logged", mentor)]
    assert mail.outbox == []
    bodies = [notice.body for notice in Notice.objects.filter(kind="meeting-logged")]
    assert all(body.endswith("· 45 minutes · Talk · Collection") for body in bodies)


def test_a_notice_speaks_the_language_of_its_reader(pairing, mentor, learner):
    type(learner).objects.filter(pk=learner.pk).update(language="es")
    log_meeting(Pairing.objects.get(pk=pairing.pk), mentor)
    assert Notice.objects.get(kind="meeting-logged").url == f"/es/my/mentoring/{pairing.pk}/"


def test_the_same_form_twice_changes_nothing(pairing, mentor):
    key = uuid.uuid4()
    first = log_meeting(pairing, mentor, form_key=key)
    again = log_meeting(pairing, mentor, form_key=key, minutes=60, days=900)
    assert (again.pk, again.minutes, Meeting.objects.count()) == (first.pk, 45, 1)


def test_a_form_of_somebody_else_is_refused(pairing, mentor, learner):
    key = uuid.uuid4()
    log_meeting(pairing, mentor, form_key=key)
    with pytest.raises(FormUsedBefore):
        log_meeting(pairing, learner, form_key=key)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"days": -1}, MeetingInFuture),
        ({"days": 21}, MeetingBeforePairing),
        ({"minutes": 0}, MinutesOutOfRange),
        ({"minutes": 4}, MinutesOutOfRange),
        ({"minutes": 481}, MinutesOutOfRange),
        ({"minutes": 900}, MinutesOutOfRange),
        ({"kind": "party"}, UnknownKind),
        ({"topics": ["gossip"]}, UnknownKind),
    ],
)
def test_what_cannot_have_happened_is_refused(pairing, mentor, wrong, refusal):
    with pytest.raises(refusal):
        log_meeting(pairing, mentor, **wrong)
    assert Meeting.objects.count() == 0


def test_the_first_day_and_today_count(pairing, mentor):
    assert log_meeting(pairing, mentor, days=20).pk
    assert log_meeting(pairing, mentor, days=0).pk


def test_today_is_the_districts_day(pairing, mentor):
    late = timezone.make_aware(dt.datetime.combine(days_ago(1), dt.time(23, 30)))
    with pytest.raises(MeetingInFuture):
        log_meeting(pairing, mentor, days=0, at=late)
    assert log_meeting(pairing, mentor, days=1, at=late).held_on == days_ago(1)


def test_two_who_log_the_same_meeting_count_it_once(pairing, mentor, learner):
    log_meeting(pairing, mentor, another=False)
    with pytest.raises(MeetingOnThatDay):
        log_meeting(pairing, learner, another=False)
    assert log_meeting(pairing, learner, another=True).pk
    planned = meetings.plan(
        pairing, by=mentor, held_on=days_ago(2), start_time=AFTERNOON, minutes=45,
        at=timezone.now() - dt.timedelta(days=4),
    )  # fmt: skip
    with pytest.raises(MeetingOnThatDay):
        log_meeting(pairing, learner, days=2, another=False)
    assert meetings.hold(planned, by=learner, minutes=45, kind="talk", topics=[]).is_held


def test_nobody_is_planned_into_two_meetings_at_once(pairing, mentor, teacher, coordinator):
    second = make_pairing(pairing.programme, mentor, teacher, coordinator)
    first = plan(pairing, mentor)
    for given in ({"days": 3}, {"days": 3, "minutes": 5}):
        with pytest.raises(MeetingOverlaps):
            plan(second, teacher, **given)
    later = meetings.plan(second, by=mentor, held_on=days_ahead(3), start_time=dt.time(16), minutes=45)
    with pytest.raises(MeetingOverlaps):
        meetings.move(later, by=mentor, held_on=days_ahead(3), start_time=dt.time(15, 59), minutes=45)
    assert meetings.move(first, by=mentor, held_on=days_ahead(3), start_time=dt.time(15), minutes=60).sequence == 1


def test_strangers_log_nothing(pairing, other_mentor, coordinator, principal, superuser):
    for stranger in (other_mentor, coordinator, principal, superuser):
        with pytest.raises(NotOfThePair):
            log_meeting(pairing, stranger)


def test_nothing_is_added_before_activation_or_after_the_end(programme, mentor, learner, coordinator):
    proposal = pairings.propose(programme, mentor, learner, by=coordinator, starts_on=days_ago(9))
    with pytest.raises(PairingHasNotBegun):
        log_meeting(proposal, mentor)
    pairing = pairings.activate(proposal, by=coordinator)
    pairings.end(pairing, by=coordinator, reason="Moved", ends_on=days_ago(0))
    for refused in (lambda: log_meeting(pairing, mentor), lambda: plan(pairing, mentor)):
        with pytest.raises(PairingHasEnded):
            refused()


def test_a_plan_invites_the_other_one(pairing, mentor, learner, told, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        meeting = plan(pairing, mentor)
    assert told() == [("meeting-planned", mentor), ("meeting-planned", learner)]
    own, message = mail.outbox
    assert (own.to, own.subject, message.to) == (
        [mentor.email], "You planned a meeting with Nora Newell", [learner.email],
    )  # fmt: skip
    assert "METHOD:REQUEST" in _calendar_part(own)
    assert f"UID:{meeting.uid}" in _calendar_part(own)
    invitation = _calendar_part(message)
    assert "METHOD:REQUEST" in invitation
    assert f"UID:{meeting.uid}" in invitation
    assert "SEQUENCE:0" in invitation
    assert "SUMMARY:Mentoring: Mona Mentor" in invitation


def test_a_moved_plan_keeps_its_uid_and_rises_in_sequence(
    pairing, mentor, learner, told, django_capture_on_commit_callbacks
):
    meeting = plan(pairing, mentor)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        meetings.move(meeting, by=learner, held_on=days_ahead(4), start_time=AFTERNOON, minutes=45)
        meetings.move(meeting, by=learner, held_on=days_ahead(4), start_time=AFTERNOON, minutes=45)
    message, own = mail.outbox
    assert (message.to, own.to, own.subject) == (
        [mentor.email], [learner.email], "You moved your meeting with Mona Mentor",
    )  # fmt: skip
    assert "SEQUENCE:1" in _calendar_part(message)
    assert f"UID:{meeting.uid}" in _calendar_part(message)


def test_a_cancelled_plan_says_so_to_calendars(pairing, mentor, learner, django_capture_on_commit_callbacks):
    meeting = plan(pairing, mentor)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        meetings.cancel(meeting, by=mentor)
        meetings.cancel(meeting, by=mentor)
    own, message = mail.outbox
    assert (own.to, message.to) == ([mentor.email], [learner.email])
    text = _calendar_part(message)
    assert ("METHOD:CANCEL" in text, "STATUS:CANCELLED" in text, "SEQUENCE:1" in text) == (True, True, True)
    with pytest.raises(MeetingNotPlanned):
        meetings.hold(meeting, by=mentor, minutes=45, kind="talk", topics=[])
    with pytest.raises(MeetingNotPlanned):
        meetings.move(meeting, by=mentor, held_on=days_ahead(9), start_time=AFTERNOON, minutes=45)


def test_plans_that_make_no_sense(pairing, mentor):
    for days, refusal in ((-1, MeetingInPast), (400, DateOutOfRange), (-30, MeetingBeforePairing)):
        with pytest.raises(refusal):
            plan(pairing, mentor, days=days)
    with pytest.raises(DateOutOfRange):
        meetings.plan(pairing, by=mentor, held_on=dt.date(9999, 12, 31), start_time=AFTERNOON, minutes=45)


def test_an_hour_the_clocks_skip_is_refused(pairing, mentor):
    winter = dt.datetime(2027, 2, 1, 12, tzinfo=dt.UTC)
    Pairing.objects.update(starts_on=dt.date(2027, 1, 1))
    for hour, works in ((1, True), (2, False), (3, True)):
        asked = {"held_on": dt.date(2027, 3, 14), "start_time": dt.time(hour, 30), "minutes": 30, "at": winter}
        if works:
            assert meetings.plan(pairing, by=mentor, **asked).pk
        else:
            with pytest.raises(ClockSkipsHour):
                meetings.plan(pairing, by=mentor, **asked)


def test_a_plan_becomes_a_meeting_of_whoever_marks_it(pairing, mentor, learner):
    meeting = meetings.plan(
        pairing, by=mentor, held_on=days_ago(1), start_time=AFTERNOON, minutes=45,
        at=timezone.now() - dt.timedelta(days=3),
    )  # fmt: skip
    held = meetings.hold(meeting, by=learner, minutes=50, kind="visit", topics=["room"])
    again = meetings.hold(meeting, by=mentor, minutes=10, kind="talk", topics=[])
    assert (held.minutes, again.minutes, again.logged_by) == (50, 50, learner)
    with pytest.raises(MeetingNotPlanned):
        meetings.cancel(meeting, by=mentor)


def test_only_the_author_corrects(meeting, mentor, learner):
    with pytest.raises(NotTheAuthor):
        meetings.edit(meeting, by=learner, minutes=60, kind="talk", topics=[])
    with pytest.raises(NotTheAuthor):
        meetings.withdraw(meeting, by=learner)
    assert meetings.edit(meeting, by=mentor, minutes=60, kind="talk", topics=["growth"]).minutes == 60
    assert Notice.objects.filter(kind="meeting-corrected").count() == 1
    assert [record.minutes for record in meeting.history.order_by("history_id")] == [45, 60]


def test_topics_alone_are_corrected_in_silence(meeting, mentor):
    meetings.edit(meeting, by=mentor, minutes=45, kind="talk", topics=["growth"])
    assert Notice.objects.filter(kind="meeting-corrected").count() == 0


def test_a_mistake_is_taken_back_once(meeting, mentor):
    meetings.withdraw(meeting, by=mentor)
    meetings.withdraw(meeting, by=mentor)
    meeting.refresh_from_db()
    assert (meeting.status, Notice.objects.filter(kind="meeting-corrected").count()) == ("cancelled", 1)
    with pytest.raises(MeetingNotHeld):
        meetings.edit(meeting, by=mentor, minutes=60, kind="talk", topics=[])


def test_awarded_hours_are_not_corrected_here(pairing, meeting, mentor, coordinator):
    Pairing.objects.update(completed_at=timezone.now())
    with pytest.raises(HoursAreAwarded):
        meetings.edit(meeting, by=mentor, minutes=60, kind="talk", topics=[])


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_double_click_is_one_meeting(site):
    coordinator = make_person("Carla Coordinator", Role.COORDINATOR, make_school("Office"))
    mentor, mentee = make_person("Mona Mentor", Role.LIBRARIAN), make_person("Nora Newell", Role.TEACHER)
    pairing = make_pairing(make_programme(), mentor, mentee, coordinator)
    key, barrier, made = uuid.uuid4(), threading.Barrier(2), []

    def click():
        barrier.wait()
        try:
            made.append(log_meeting(pairing, mentor, form_key=key, note="Once").pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(made), len(set(made)), Meeting.objects.count()) == (2, 1, 1)


def _calendar_part(message):
    """The text of the invitation, unfolded."""
    parts = [part for part in message.message().walk() if part.get_content_type() == "text/calendar"]
    return parts[0].get_payload(decode=True).decode().replace("\r\n ", "")
