"""Plans a series of sessions: dates from a rule on the school calendar, then a row for each date that was kept."""

import datetime as dt
from dataclasses import dataclass

from dateutil import rrule
from django.db import transaction
from django.utils import timezone

from events import presenting, registration, scheduling, seat_queries
from events.choices import OnClosedDays, SeriesRhythm, SessionStatus
from events.errors import EventRefusal, NoDates, TooManyDates
from events.records import EventSession
from events.series_records import SessionSeries

MOST_DATES = 60
DAYS = [rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU]


@dataclass(frozen=True)
class Pattern:
    """A rule: from ``first_on`` to ``last_on`` (both included), every so many weeks, or every so many months.

    By month it is the same weekday (the second Tuesday; a fifth one means the last) or the same day; a month without
    that day (the 31st) has none. ``on_closed`` says what becomes of dates on which schools are closed.
    """

    first_on: dt.date
    last_on: dt.date
    rhythm: str = SeriesRhythm.MONTHLY_WEEKDAY
    every: int = 1
    on_closed: str = OnClosedDays.SKIP

    @property
    def facts(self):
        """The rule as plain values, to be kept."""
        return {
            "first_on": self.first_on.isoformat(), "last_on": self.last_on.isoformat(), "rhythm": str(self.rhythm),
            "every": self.every, "on_closed": str(self.on_closed),
        }  # fmt: skip


@dataclass(frozen=True)
class PlannedDate:
    """One date of a series: the ``day``, the day the rule named, and whether schools are closed on ``day``."""

    day: dt.date
    named: dt.date
    is_closed: bool = False

    @property
    def is_moved(self):
        """True where a closed day was moved on to the next school day."""
        return self.day != self.named


def dates_of(pattern, calendar):
    """The PlannedDates of ``pattern`` on the SchoolCalendar ``calendar``, in order, no day twice.

    Of dates on closed days, those to be skipped stand in the list as closed, so that a preview can show them. Raises
    NoDates and TooManyDates (more than MOST_DATES that take place).
    """
    found = {}
    for moment in _named(pattern):
        named = moment.date()
        closed = not calendar.is_open(named)
        day = calendar.next_open(named) if closed and pattern.on_closed == OnClosedDays.NEXT_DAY else named
        found.setdefault(day, PlannedDate(day, named, closed and pattern.on_closed == OnClosedDays.SKIP))
    dates = sorted(found.values(), key=lambda each: each.day)
    held = [each for each in dates if not each.is_closed]
    if not held:
        raise NoDates
    if len(held) > MOST_DATES:
        raise TooManyDates
    return dates


def clashes(days, *, start_time, end_time, school, place, room=None):
    """By day, the sessions that take place in the same room, or place of the building, while the planned ones would."""
    if room:
        there = {"room": room}
    elif school and place.strip():
        there = {"school": school, "place__iexact": place.strip()}
    else:
        return {}
    planned = _drafts(days, start_time, end_time)
    found = EventSession.objects.filter(
        starts_at__lt=planned[-1].ends_at, ends_at__gt=planned[0].starts_at, status=SessionStatus.SCHEDULED, **there
    ).select_related("event")  # fmt: skip
    return _by_day(planned, list(found.order_by("starts_at", "pk")))


def taken_people(days, *, start_time, end_time, person):
    """By day, what ``person`` presents or has signed up for while the planned sessions would take place."""
    planned = _drafts(days, start_time, end_time)
    times = {"first": planned[0].starts_at, "last": planned[-1].ends_at}
    return _by_day(planned, [session for _key, session in seat_queries.engaged([person.pk], **times)])


def _drafts(days, start_time, end_time):
    """Sessions on ``days`` that are not saved, for their moments."""
    drafts = [EventSession(held_on=day, start_time=start_time, end_time=end_time) for day in sorted(days)]
    for draft in drafts:
        draft.compute_moments()
    return drafts


def _by_day(drafts, sessions):
    """By day of ``drafts``, those of ``sessions`` that overlap it; days without any are left out."""
    found = {
        draft.held_on: [one for one in sessions if one.starts_at < draft.ends_at and one.ends_at > draft.starts_at]
        for draft in drafts
    }
    return {day: overlapping for day, overlapping in found.items() if overlapping}


@transaction.atomic
def plan(event, pattern, days, *, by, form_key, presenters=(), at=None, **fields):
    """Put a session of ``event`` on each of ``days``; returns the SessionSeries. All are made, or none.

    ``fields`` are those of every session (times, room, seats), ``presenters`` what ``presenting.add`` is to be told of
    each. The same ``form_key`` again returns the series that
    was made. Raises NoDates, TooManyDates, BadTimes, RoomTaken and RoomTooSmall.
    """
    days = sorted(set(days))
    if not days:
        raise NoDates
    if len(days) > MOST_DATES:
        raise TooManyDates
    at = at or timezone.now()
    series, created = SessionSeries.objects.get_or_create(
        form_key=form_key, defaults={"event": event, "pattern": pattern.facts, "created_by": by, "created_at": at}
    )
    if created:
        for day in days:
            session = scheduling.add_session(event, by=by, at=at, held_on=day, series=series, **fields)
            for presenter in presenters:
                presenting.add(session, by=by, at=at, **presenter)
    return series


def sign_up(series, learner, *, by, at=None):
    """Sign ``learner`` up for every session of ``series`` that is still to come, each by itself.

    Returns ``[(session, Registration or EventRefusal)]`` in order of date: a full session gives a place in its line, a
    closed one its refusal, and neither touches the others.
    """
    at = at or timezone.now()
    coming = EventSession.objects.filter(series=series, status=SessionStatus.SCHEDULED, starts_at__gt=at)
    found = []
    for session in coming.order_by("starts_at", "pk"):
        try:
            found.append((session, registration.register(session, learner, by=by, at=at)))
        except EventRefusal as refusal:
            found.append((session, refusal))
    return found


def _named(pattern):
    """The moments the rule names, at most a few more than are allowed."""
    first = dt.datetime.combine(pattern.first_on, dt.time.min)
    last = dt.datetime.combine(pattern.last_on, dt.time.min)
    options = {"dtstart": first, "until": last, "interval": pattern.every, "count": None}
    if pattern.rhythm == SeriesRhythm.WEEKLY:
        rule = rrule.rrule(rrule.WEEKLY, **options)
    elif pattern.rhythm == SeriesRhythm.MONTHLY_DAY:
        rule = rrule.rrule(rrule.MONTHLY, bymonthday=pattern.first_on.day, **options)
    else:
        nth = (pattern.first_on.day - 1) // 7 + 1
        weekday = DAYS[pattern.first_on.weekday()](nth if nth < 5 else -1)
        rule = rrule.rrule(rrule.MONTHLY, byweekday=weekday, **options)
    for number, moment in enumerate(rule):
        if number > 3 * MOST_DATES:
            raise TooManyDates
        yield moment
