"""When something is due: pure date arithmetic on the school calendar, without a query."""

import calendar as months
import datetime as dt
from dataclasses import dataclass

from pdportal.people.calendar import period_dates, period_of
from pdportal.requirements.choices import DueAnchor, Recurrence

ONE_DAY = dt.timedelta(days=1)
COUNTED = {DueAnchor.START, DueAnchor.HIRE, DueAnchor.ASSIGNED}
# What is assumed of a school year that nobody has entered yet.
ASSUMED_FIRST_DAY, ASSUMED_SEMESTER_1_END, ASSUMED_LAST_DAY = (8, 15), (12, 20), (5, 31)


@dataclass(frozen=True)
class Due:
    """A due date, and whether the person's start (``by_start``) or a fixed day of the rule decided it."""

    on: dt.date
    by_start: bool


@dataclass(frozen=True)
class Moved:
    """A due date after leave, ``days`` working days later than without.

    ``away``: it is a day of leave, and the date stands still; ``open_ended``: nobody knows yet until when.
    """

    on: dt.date
    days: int = 0
    away: bool = False
    open_ended: bool = False


def due_on(version, starts_on, period, calendar):
    """The date by which somebody counted from ``starts_on`` must have met ``version`` in ``period``; see ``due``."""
    return due(version, starts_on, period, calendar).on


def due(version, starts_on, period, calendar):
    """When somebody counted from ``starts_on`` must have met ``version`` in ``period``, as a Due.

    Always an open day, never before ``starts_on``. A counted date moves on to the next open day, a fixed one (a window,
    a semester's end, the last day of school) back to the previous open day. Whoever starts during the year (after the
    first day of school and after the window opens) has at least ``due_working_days`` for a window, and the same after a
    fixed date or a yearly semester end that has passed; a semester end of a requirement met once is the first one still
    ahead. A school year that is not in the calendar is assumed to run from 15 August over 20 December to 31 May. A
    yearly due date may fall into the next year for those who start in the last weeks; the next round then takes over.
    What is counted from another activity is due on the last day of school until that one is done: see ``due_after``.
    """
    counted = Due(calendar.add_working_days(starts_on, version.due_working_days), by_start=True)
    fixed = _fixed_day(version, starts_on, period, calendar)
    if fixed is None:
        return counted
    day = calendar.previous_open(fixed)
    if version.due_anchor == DueAnchor.WINDOW and counted.on > day:
        year = period or period_of(fixed)
        started_late = starts_on > max(_first_day(calendar, year), opens_on(version, year))
        return counted if started_late or day < starts_on else Due(day, by_start=False)
    return Due(day, by_start=False) if day >= starts_on else counted


def due_after(version, counted_from, done_on, calendar):
    """When ``version`` is due once the activity it waits for was done on ``done_on``: working days after that.

    Whoever had done it before being counted (``counted_from``) has the working days from then.
    """
    return calendar.add_working_days(max(counted_from, done_on), version.due_working_days)


def after_leave(day, counted_from, leaves, calendar, *, as_of):
    """Where ``leaves`` ((first day, last day or None) each) move the due date ``day``, as a Moved.

    The working days of leave after ``counted_from``, up to the due date, are given back after it. The date reached is
    an open day and no day of leave; days on which schools are closed count neither way. A leave without an end counts
    as if it ended on ``as_of``, so that on the day of return as much time is left as on the day of leaving. Leave that
    begins after the due date moves nothing.
    """
    spans = [(first, last or max(first, as_of)) for first, last in leaves]

    def away(found):
        return any(first <= found <= last for first, last in spans)

    owed = sum(away(found) for found in _open_days(min(counted_from + ONE_DAY, day), day, spans, calendar))
    on, days = day, 0
    while owed:
        on, days = calendar.next_open(on + ONE_DAY), days + 1
        owed -= not away(on)
    begun = [last for first, last in leaves if days and first <= min(as_of, on)]
    return Moved(on, days, away=bool(days) and away(as_of), open_ended=None in begun)


def _open_days(first, last, spans, calendar):
    """The open days from ``first`` to ``last`` that can be days of leave."""
    day = max([first, min([start for start, _end in spans], default=last + ONE_DAY)])
    while day <= last:
        if calendar.is_open(day):
            yield day
        day += ONE_DAY


def opens_on(version, period):
    """The day on which the round of ``period`` opens: the one the rule names, else the first of July."""
    first, _last = period_dates(period)
    if not version.opens_month or not version.opens_day:
        return first
    return _date(first.year if version.opens_month >= 7 else first.year + 1, version.opens_month, version.opens_day)


def _fixed_day(version, starts_on, period, calendar):
    """The day the rule itself names, before closed days are looked at; None where it only counts from the start."""
    if version.due_anchor in COUNTED:
        return None
    if version.due_anchor == DueAnchor.WINDOW:
        return _window_end(version, starts_on, period)
    if version.due_anchor == DueAnchor.FIXED:
        return version.due_on
    return _school_end(version, starts_on, period, calendar)


def _window_end(version, starts_on, period):
    """The window's day in ``period``; for a requirement met once, its first return on or after ``starts_on``."""
    month, day = version.due_month or 6, version.due_day or 30
    first, _last = period_dates(period or period_of(starts_on))
    fixed = _date(first.year if month >= 7 else first.year + 1, month, day)
    if not period and fixed < starts_on:
        fixed = _date(fixed.year + 1, month, day)
    return fixed


def _school_end(version, starts_on, period, calendar):
    if version.recurrence == Recurrence.YEARLY and period:
        return _end_in(version, period, calendar)
    first = period_dates(period_of(starts_on))[0].year
    ends = [_end_in(version, period_of(dt.date(first + later, 7, 1)), calendar) for later in range(3)]
    return next((end for end in ends if calendar.previous_open(end) >= starts_on), ends[-1])


def _end_in(version, period, calendar):
    year = calendar.year_in(period)
    semester_1 = version.due_anchor == DueAnchor.SEMESTER_1_END
    if year:
        return year.semester_1_ends_on if semester_1 else year.ends_on
    first = period_dates(period)[0].year
    return dt.date(first, *ASSUMED_SEMESTER_1_END) if semester_1 else dt.date(first + 1, *ASSUMED_LAST_DAY)


def _first_day(calendar, period):
    year = calendar.year_in(period)
    return year.starts_on if year else dt.date(period_dates(period)[0].year, *ASSUMED_FIRST_DAY)


def _date(year, month, day):
    """The date, or the last day of that month where the month is shorter."""
    return dt.date(year, month, min(max(day, 1), months.monthrange(year, month)[1]))
