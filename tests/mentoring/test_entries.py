"""Meetings in personal calendars."""

import datetime as dt

from django.utils import timezone, translation

from events import calendar_sources
from mentoring import entries, meetings
from mentoring.records import Meeting
from tests.factories import days_ago, days_ahead

AFTERNOON = dt.time(15, 15)


def _entries(person):
    found = calendar_sources.entries_for(person, days_ago(90), days_ahead(400))
    return [entry for entry in found if entry.kind == "meeting"]


def test_a_planned_meeting_stands_in_both_calendars(pairing, mentor, learner, coordinator):
    meeting = meetings.plan(pairing, by=mentor, held_on=days_ahead(3), start_time=AFTERNOON, minutes=45)
    (mine,), (theirs,) = _entries(mentor), _entries(learner)
    assert (mine.title, theirs.title) == ("Mentoring: Nora Newell", "Mentoring: Mona Mentor")
    assert mine.uid == theirs.uid == meeting.uid
    assert mine.starts_at == timezone.make_aware(dt.datetime.combine(days_ahead(3), AFTERNOON))
    assert mine.ends_at - mine.starts_at == dt.timedelta(minutes=45)
    assert mine.description == "45 minutes · Talk"
    assert _entries(coordinator) == []


def test_what_was_logged_without_a_time_stands_in_no_calendar(meeting, mentor):
    assert _entries(mentor) == []


def test_a_cancelled_meeting_is_marked_and_then_forgotten(pairing, mentor, learner):
    meeting = meetings.plan(pairing, by=mentor, held_on=days_ahead(90), start_time=AFTERNOON, minutes=45)
    meetings.cancel(meeting, by=mentor)
    (entry,) = _entries(learner)
    assert (entry.status, entry.sequence, entry.title) == ("CANCELLED", 1, "Cancelled: Mentoring: Mona Mentor")
    Meeting.objects.update(changed_at=timezone.now() - dt.timedelta(days=31))
    assert _entries(learner) == []


def test_the_source_is_one_query(pairing, mentor, django_assert_num_queries):
    for days in (3, 4, 5):
        meetings.plan(pairing, by=mentor, held_on=days_ahead(days), start_time=AFTERNOON, minutes=45)
    with django_assert_num_queries(1):
        assert len(entries.of_meetings(mentor, days_ago(1), days_ahead(9))) == 3


def test_an_entry_leads_to_the_pairing_in_the_readers_language(pairing, mentor):
    meeting = meetings.plan(pairing, by=mentor, held_on=days_ahead(3), start_time=AFTERNOON, minutes=45)
    with translation.override("es"):
        assert entries.entry_for(meeting, mentor).url == f"/es/my/mentoring/{pairing.pk}/"
