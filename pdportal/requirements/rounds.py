"""Rounds of a rule: when one opens, whom it takes in, and whose turn it is in a rotating set. Pure, without a query."""

import datetime as dt
import uuid
from dataclasses import dataclass

from pdportal.people.calendar import period_dates, period_of
from pdportal.requirements.choices import LateHires, Recurrence, RotateBy
from pdportal.requirements.due import due, opens_on


@dataclass(frozen=True)
class Round:
    """The round of a rule on a day: its period ("" for what is met once) and the first day counted for it."""

    period: str
    opens_on: dt.date


def round_on(version, day):
    """The Round of ``version`` that is open on ``day``; None between the first of July and the opening of a window."""
    if version.recurrence != Recurrence.YEARLY:
        return Round("", version.effective_on)
    period = period_of(day)
    opening = opens_on(version, period)
    return Round(period, max(version.effective_on, opening)) if opening <= day else None


def next_round(version, day):
    """The first Round of a yearly ``version`` that opens after ``day``."""
    first = period_dates(period_of(day))[0].year
    openings = (opens_on(version, period_of(dt.date(first + later, 7, 1))) for later in range(3))
    opening = next(found for found in openings if found > day)
    return Round(period_of(opening), opening)


def admits(version, starts_on, found, calendar):
    """True where somebody whose appointment begins on ``starts_on`` takes part in the Round ``found``.

    ``starts_on`` is None for people named one by one, whom no rule about starting late keeps out.
    """
    if starts_on is None or version.late_hires == LateHires.WORKING_DAYS:
        return True
    if version.late_hires == LateHires.EXEMPT:
        return starts_on <= _last_day_in(version.exempt_after, found.period)
    return starts_on <= due(version, found.opens_on, found.period, calendar).on


def activity_of(version, period, earlier):
    """The activity (a UUID) that somebody with ``earlier`` rounds behind her does in ``period``.

    Of a rotating set that turns by school year, the first one belongs to the year in which the rule took effect.
    """
    if not version.rotation or not period:
        return version.activity_key
    turns = earlier
    if version.rotate_by == RotateBy.YEAR:
        turns = period_dates(period)[0].year - period_dates(period_of(version.effective_on))[0].year
    return uuid.UUID(version.rotation[turns % len(version.rotation)])


def _last_day_in(exempt_after, period):
    """``exempt_after`` itself, or in a yearly round the same day and month of that year."""
    if exempt_after is None:
        return dt.date.max
    if not period:
        return exempt_after
    first, last = period_dates(period)
    year = first.year if exempt_after.month >= first.month else last.year
    day = 28 if (exempt_after.month, exempt_after.day) == (2, 29) else exempt_after.day
    return dt.date(year, exempt_after.month, day)
