"""When something is due: pure date arithmetic on the school calendar, without a query."""

import calendar as months
import datetime as dt
from dataclasses import dataclass

from pdportal.people.calendar import period_dates, period_of
from pdportal.requirements.choices import DueAnchor, Recurrence

# What is assumed of a school year that nobody has entered yet.
ASSUMED_FIRST_DAY, ASSUMED_SEMESTER_1_END, ASSUMED_LAST_DAY = (8, 15), (12, 20), (5, 31)


@dataclass(frozen=True)
class Due:
    """A due date, and whether the person's start (``by_start``) or a fixed day of the rule decided it."""

    on: dt.date
    by_start: bool


def due_on(version, starts_on, period, calendar):
    """The date by which somebody counted from ``starts_on`` must have met ``version`` in ``period``; see ``due``."""
    return due(version, starts_on, period, calendar).on


def due(version, starts_on, period, calendar):
    """When somebody counted from ``starts_on`` must have met ``version`` in ``period``, as a Due.

    Always an open day, never before ``starts_on``. A counted date moves on to the next open day, a fixed one (a window,
    a semester's end, the last day of school) back to the previous open day. Whoever starts during the year (after the
    first day of school) has at least ``due_working_days`` for a window, and the same after a fixed date or a yearly
    semester end that has passed; a semester end of a requirement met once is the first one still ahead. A school year
    that is not in the calendar is assumed to run from 15 August over 20 December to 31 May. A yearly due date may fall
    into the next year for those who start in the last weeks; the next round then takes over.
    """
    counted = Due(calendar.add_working_days(starts_on, version.due_working_days), by_start=True)
    fixed = _fixed_day(version, starts_on, period, calendar)
    if fixed is None:
        return counted
    day = calendar.previous_open(fixed)
    if version.due_anchor == DueAnchor.WINDOW and counted.on > day:
        started_late = starts_on > _first_day(calendar, period or period_of(fixed))
        return counted if started_late or day < starts_on else Due(day, by_start=False)
    return Due(day, by_start=False) if day >= starts_on else counted


def _fixed_day(version, starts_on, period, calendar):
    """The day the rule itself names, before closed days are looked at; None where it only counts from the start."""
    if version.due_anchor == DueAnchor.START:
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
