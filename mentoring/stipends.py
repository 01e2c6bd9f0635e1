"""Mentors' contact hours in a period, line by line with the meetings that back each line."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from mentoring.choices import MeetingAnswer
from mentoring.queries import programmes_on_record
from mentoring.records import Meeting, Pairing
from mentoring.wording import hours_of
from pdportal.people.queries import appointments_on


@dataclass(frozen=True)
class StipendLine:
    """What one mentor did for one mentee in a period: the meetings that count, and the minutes that do not (yet)."""

    pairing: Pairing
    school: str
    meetings: tuple[Meeting, ...]
    left_out: int

    @property
    def minutes(self):
        """Minutes that count."""
        return sum(meeting.minutes for meeting in self.meetings)

    @property
    def hours(self):
        """The same as hours with two places."""
        return hours_of(self.minutes)


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both included."""

    first: dt.date
    last: dt.date


def lines(period, *, programme=None, school=None, confirmed_only=False):
    """The StipendLines of ``period`` by mentor and mentee; four queries for any number.

    Disputed meetings and those that do not count back no line; with ``confirmed_only`` neither do those which the
    other one has not confirmed. ``school`` is where the mentor worked at the end of the period.
    """
    held = Meeting.objects.held().filter(held_on__range=(period.first, period.last))
    if programme:
        held = held.filter(pairing__programme=programme)
    people = "pairing__mentor", "pairing__mentee", "answered_by"
    by_pairing, programmes = defaultdict(list), {each.pk: each for each in programmes_on_record()}
    for meeting in held.select_related(*people).order_by("held_on", "pk"):
        meeting.pairing.programme = programmes[meeting.pairing.programme_id]
        by_pairing[meeting.pairing].append(meeting)
    schools = _schools([pairing.mentor_id for pairing in by_pairing], period.last)
    found = [
        _line(pairing, meetings, schools.get(pairing.mentor_id), confirmed_only)
        for pairing, meetings in by_pairing.items()
        if school is None or schools.get(pairing.mentor_id) == school
    ]
    return sorted(found, key=_by_names)


def _line(pairing, meetings, school, confirmed_only):
    counted = [
        meeting
        for meeting in meetings
        if meeting.is_counted and (meeting.answer == MeetingAnswer.CONFIRMED or not confirmed_only)
    ]
    left_out = sum(meeting.minutes for meeting in meetings) - sum(meeting.minutes for meeting in counted)
    return StipendLine(pairing, school.name if school else "", tuple(counted), left_out)


def _schools(mentors, on):
    held = appointments_on(on).filter(person__in=mentors).select_related("school").order_by("-starts_on", "pk")
    return {appointment.person_id: appointment.school for appointment in held}


def _by_names(line):
    mentor, mentee = line.pairing.mentor, line.pairing.mentee
    return mentor.last_name, mentor.first_name, mentor.pk, mentee.last_name, mentee.first_name, line.pairing.pk
