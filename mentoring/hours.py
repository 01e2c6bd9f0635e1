"""Contact hours: held meetings added up by term, set against the programme's minimum; set-based, two queries."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from mentoring.choices import MeetingAnswer
from mentoring.records import Meeting
from mentoring.wording import hours_of, tidy_hours
from pdportal.common.dates import today
from pdportal.people.calendar import SchoolCalendar, period_of
from pdportal.people.records import SchoolYear

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Term:
    """Semester 1 or 2 of a school year. Summer belongs to the first semester of the year that follows."""

    year: str
    semester: int
    ends_on: dt.date

    @property
    def label(self):
        """For example “Semester 1, 2026-27”."""
        return _("Semester %(number)s, %(year)s") % {"number": self.semester, "year": self.year}


@dataclass(frozen=True)
class TermHours:
    """What a pair reached in a term; minutes are whole, hours have two places. Disputed minutes stand apart."""

    term: Term
    minutes: int
    minimum_minutes: int
    is_current: bool
    disputed_minutes: int = 0

    @property
    def hours(self):
        """Hours reached."""
        return tidy_hours(self.minutes)

    @property
    def minimum(self):
        """Hours the programme asks for; 0 where it asks for none."""
        return tidy_hours(self.minimum_minutes)

    @property
    def missing(self):
        """Hours still missing; 0 where the minimum is reached."""
        return tidy_hours(max(self.minimum_minutes - self.minutes, 0))


@dataclass(frozen=True)
class PairHours:
    """The contact of one pair as of a date: hours by term, the latest first, and the last contact.

    ``planned_end`` is the last day of the programme's last semester, ``meeting_due_on`` the day by which the pair meets
    again; None where the programme sets neither, or the pair is not in force.
    """

    terms: tuple[TermHours, ...]
    minutes: int
    meetings: int
    last_contact: dt.date | None
    days_silent: int
    is_silent: bool
    confirmed_minutes: int = 0
    disputed_minutes: int = 0
    planned_end: dt.date | None = None
    meeting_due_on: dt.date | None = None

    @property
    def confirmed(self):
        """Hours that the other one has confirmed; they are among the contact hours."""
        return tidy_hours(self.confirmed_minutes)

    @property
    def disputed(self):
        """Hours that the two see differently; they are not among the contact hours until that is settled."""
        return tidy_hours(self.disputed_minutes)

    @property
    def total(self):
        """All contact hours as a Decimal with two places, as the ledger takes them."""
        return hours_of(self.minutes)

    @property
    def tidy_total(self):
        """All contact hours as people write them."""
        return tidy_hours(self.minutes)

    @property
    def current(self):
        """The term that runs now; None where the pairing has ended in an earlier one."""
        return next((term for term in self.terms if term.is_current), None)


def of_pairing(pairing, *, on=None):
    """The PairHours of one pairing."""
    return of_pairings([pairing], on=on)[pairing.pk]


def of_pairings(pairings, *, on=None, meetings=None):
    """The PairHours of each of ``pairings`` (with their programmes) by id, as of the date ``on`` (today).

    ``meetings`` may be handed in by a caller who has all of them already.
    """
    on = on or today()
    calendar = SchoolCalendar((), tuple(SchoolYear.objects.order_by("starts_on")))
    if meetings is None:
        meetings = Meeting.objects.held().filter(pairing__in=[pairing.pk for pairing in pairings])
    held = defaultdict(list)
    for meeting in meetings:
        if meeting.is_held and meeting.held_on <= on:
            held[meeting.pairing_id].append(meeting)
    return {pairing.pk: _add_up(pairing, held[pairing.pk], calendar, on) for pairing in pairings}


def term_of(calendar, day):
    """The Term that holds ``day``; where no school year is known, semesters end with December and May."""
    year = calendar.year_of(day)
    if year and day <= year.semester_1_ends_on:
        return Term(year.name, 1, year.semester_1_ends_on)
    if year:
        return Term(year.name, 2, year.ends_on)
    if day.month < 6:
        return Term(period_of(day), 2, dt.date(day.year, 5, 31))
    return Term(period_of(dt.date(day.year, 7, 1)), 1, dt.date(day.year, 12, 31))


def _add_up(pairing, held, calendar, on):
    current = term_of(calendar, on)
    programme, minutes = pairing.programme, defaultdict(int)
    for term in _terms(calendar, pairing.starts_on, min(pairing.ends_on or on, on)):
        minutes[term] = 0
    asked = _asked_terms(calendar, pairing)
    disputed = defaultdict(int)
    for meeting in held:
        term = term_of(calendar, meeting.held_on)
        minutes[term] += meeting.minutes if meeting.is_counted else 0
        disputed[term] += meeting.minutes if meeting.is_disputed else 0
    counted = [meeting for meeting in held if meeting.is_counted]
    minimum = round(programme.minimum_hours_per_term * 60)
    by_term = sorted(minutes.items(), key=lambda item: item[0].ends_on, reverse=True)
    last_contact = max((meeting.held_on for meeting in counted), default=None)
    silent = (on - (last_contact or pairing.starts_on)).days
    in_force = pairing.is_in_force(on)
    return PairHours(
        terms=tuple(
            TermHours(term, length, minimum if asked is None or term in asked else 0, term == current, disputed[term])
            for term, length in by_term
        ),
        minutes=sum(minutes.values()),
        meetings=len(counted),
        last_contact=last_contact,
        days_silent=max(silent, 0),
        is_silent=in_force and silent > programme.silent_days,
        confirmed_minutes=sum(meeting.minutes for meeting in held if meeting.answer == MeetingAnswer.CONFIRMED),
        disputed_minutes=sum(disputed.values()),
        planned_end=asked[-1].ends_on if asked and in_force else None,
        meeting_due_on=_next_meeting(pairing, last_contact) if in_force else None,
    )


def _asked_terms(calendar, pairing):
    """The terms for which the programme asks for hours, in order; None where it has no end."""
    if not pairing.programme.length_terms:
        return None
    found = [term_of(calendar, pairing.starts_on)]
    while len(found) < pairing.programme.length_terms:
        found.append(term_of(calendar, max(found[-1].ends_on, pairing.starts_on) + DAY))
    return found


def _next_meeting(pairing, last_contact):
    cadence = pairing.programme.cadence
    return (last_contact or pairing.starts_on) + cadence * DAY if cadence else None


def _terms(calendar, first, last):
    while first <= last:
        term = term_of(calendar, first)
        yield term
        first = max(term.ends_on, first) + DAY
