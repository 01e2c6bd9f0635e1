"""Lays a month out as weeks of days, each with what happens on it."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from events.wording import time_text
from pdportal.common.dates import add_months

FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class Item:
    """One line on a day: what, where it leads, when, and how it is marked (``mine``, ``due``, ``cancelled``)."""

    title: str
    url: str
    time: str = ""
    mark: str = ""


@dataclass
class Day:
    """One cell of the month."""

    date: dt.date
    in_month: bool
    is_today: bool
    is_closed: bool = False
    closures: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)

    @property
    def is_weekend(self):
        """Saturday or Sunday."""
        return self.date.weekday() >= 5


def month_from(text, today):
    """The first day of the month that ``text`` (``2026-11``) names; this month for anything that is none."""
    try:
        first = dt.date.fromisoformat(f"{(text or '')[:7]}-01")
    except ValueError:
        first = today.replace(day=1)
    return first if FIRST_YEAR <= first.year <= LAST_YEAR else today.replace(day=1)


def days_shown(first):
    """``(first day, last day)`` of the weeks, Monday to Sunday, that touch the month of ``first``."""
    last = add_months(first, 1) - dt.timedelta(days=1)
    return first - dt.timedelta(days=first.weekday()), last + dt.timedelta(days=6 - last.weekday())


def weeks(first, *, today, items, closures):
    """The weeks of the month of ``first``: ``items`` is ``{date: [Item]}``, ``closures`` is a list of Closure."""
    start, end = days_shown(first)
    days = []
    for offset in range((end - start).days + 1):
        date = start + dt.timedelta(days=offset)
        found = [closure for closure in closures if closure.starts_on <= date <= closure.ends_on]
        # The name stands where the closure begins, and again on Mondays: a break of two weeks is not said 14 times.
        names = [closure.name for closure in found if date in (closure.starts_on, start) or date.weekday() == 0]
        days.append(Day(date, date.month == first.month, date == today, bool(found), names, items.get(date, [])))
    return [days[number : number + 7] for number in range(0, len(days), 7)]


def session_items(offers, url_of):
    """``{date: [Item]}`` for ``offers``; a session of several days stands on each of them."""
    found = {}
    for offer in offers:
        session = offer.session
        mark = "cancelled" if session.is_cancelled else "mine" if offer.is_mine else ""
        time = time_text(session.start_time)
        item = Item(
            session.event.title, url_of(session), f"{_('Cancelled')} · {time}" if mark == "cancelled" else time, mark
        )
        for offset in range(((session.last_day or session.held_on) - session.held_on).days + 1):
            found.setdefault(session.held_on + dt.timedelta(days=offset), []).append(item)
    return found
