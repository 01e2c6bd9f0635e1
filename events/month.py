"""Lays a month or a week out as days, each with what happens on it."""

import datetime as dt
import re
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from events.wording import hours_text, place_text, span_text, time_text
from pdportal.common.dates import add_months

FIRST_YEAR, LAST_YEAR = 2000, 2100
MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")
WEEK_DAYS = 7
NOT_SETTLED = {
    "offered": pgettext_lazy("registration", "Seat offered"),
    "waiting": pgettext_lazy("status", "On the waitlist"),
    "approval": gettext_lazy("Waiting for your principal"),
}


@dataclass(frozen=True)
class Item:
    """One line on a day: what, where it leads, when, and how it is marked.

    ``mark`` is ``mine``, ``waiting`` (what the reader has no seat in yet), ``due``, ``cancelled`` or ``partner``, and
    ``words`` say it; ``source`` names the partner, and ``url`` may be empty then. ``hours`` says from when until when,
    ``place`` where, for views that have room for it. ``begins`` orders the day; without it an item comes first.
    """

    title: str
    url: str
    time: str = ""
    mark: str = ""
    hours: str = ""
    place: str = ""
    source: str = ""
    words: str = ""
    begins: dt.time = dt.time.min


@dataclass(frozen=True)
class Closed:
    """Why schools are closed on a day; ``until`` on the first day shown of several, ``goes_on`` on the others."""

    name: str
    until: dt.date | None = None
    goes_on: bool = False


@dataclass
class Day:
    """One day of a month or week."""

    date: dt.date
    in_month: bool
    is_today: bool
    closures: list[Closed] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)

    @property
    def is_closed(self):
        """True where the schools are closed."""
        return bool(self.closures)

    @property
    def is_weekend(self):
        """Saturday or Sunday."""
        return self.date.weekday() >= 5


def read_month(text):
    """The first day of the month that ``text`` (``2026-11``) names; None for anything that is none."""
    found = MONTH.fullmatch(text)
    return _in_range(lambda: dt.date(int(found[1]), int(found[2]), 1)) if found else None


def read_week(text):
    """The Monday of the week that ``text`` (``2026-W48``) names; None for anything that is none."""
    found = WEEK.fullmatch(text)
    return _in_range(lambda: dt.date.fromisocalendar(int(found[1]), int(found[2]), 1)) if found else None


def _in_range(made):
    try:
        day = made()
    except ValueError:
        return None
    return day if is_shown(day) else None


def is_shown(day):
    """True where the calendar goes as far as ``day``."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def week_text(day):
    """The week of ``day`` as addresses name it."""
    return f"{day:%G-W%V}"


def monday_of(day):
    """The Monday of the week of ``day``."""
    return day - dt.timedelta(days=day.weekday())


def days_shown(first):
    """``(first day, last day)`` of the weeks, Monday to Sunday, that touch the month of ``first``."""
    last = add_months(first, 1) - dt.timedelta(days=1)
    return monday_of(first), monday_of(last) + dt.timedelta(days=6)


def weeks(first, *, today, items, closures):
    """The weeks of the month of ``first``: ``items`` is ``{date: [Item]}``, ``closures`` is a list of Closure."""
    found = days(*days_shown(first), today=today, items=items, closures=closures, month=first.month)
    return [found[number : number + WEEK_DAYS] for number in range(0, len(found), WEEK_DAYS)]


def days(start, end, *, today, items, closures, month=None):
    """Every day from ``start`` to ``end``; where ``month`` is given, days of other months are marked as such.

    A closure is named on each of its days, so that no day of a long break looks open.
    """
    found = []
    for offset in range((end - start).days + 1):
        date = start + dt.timedelta(days=offset)
        why = [_closed(closure, date, start) for closure in closures if closure.starts_on <= date <= closure.ends_on]
        on_day = sorted(items.get(date, []), key=lambda item: item.begins)
        found.append(Day(date, month in (None, date.month), date == today, why, on_day))
    return found


def _closed(closure, date, start):
    goes_on = date > max(closure.starts_on, start)
    return Closed(closure.label, None if goes_on or closure.ends_on == date else closure.ends_on, goes_on)


def session_items(offers, url_of, shown):
    """``{date: [Item]}`` for ``offers`` on the days ``shown`` (first, last); a session stands on each of its days."""
    found = {}
    for offer in offers:
        session = offer.session
        last = session.last_day or session.held_on
        item = _item(offer, url_of(session), last)
        day = max(session.held_on, shown[0])
        while day <= min(last, shown[1]):
            found.setdefault(day, []).append(item)
            day += dt.timedelta(days=1)
    return found


def partner_items(entries, shown):
    """``{date: [Item]}`` for ``entries`` of partners on the days ``shown`` (first, last), on each of their days."""
    found = {}
    for entry in entries:
        local = timezone.localtime(entry.starts_at) if entry.starts_at else None
        item = Item(
            entry.title, entry.url, time_text(local) if local else "", "partner", span_text(entry), entry.place,
            entry.calendar.name, begins=local.time() if local else dt.time.min,
        )  # fmt: skip
        day = max(entry.first_day, shown[0])
        while day <= min(entry.last_day, shown[1]):
            found.setdefault(day, []).append(item)
            day += dt.timedelta(days=1)
    return found


def _item(offer, url, last):
    session = offer.session
    mark, words = _standing(offer)
    time = time_text(session.start_time)
    hours = hours_text(session) if last == session.held_on else time
    if mark == "cancelled":
        time, hours = f"{_('Cancelled')} · {time}", f"{_('Cancelled')} · {hours}"
    place = place_text(session)
    return Item(session.event.title, url, time, mark, hours, place, words=words, begins=session.start_time)


def _standing(offer):
    """``(mark, words)`` of a session for whoever looks at it."""
    if offer.session.is_cancelled:
        return "cancelled", ""
    if offer.state in NOT_SETTLED:
        return "waiting", NOT_SETTLED[offer.state]
    return ("mine", pgettext("status", "Signed up")) if offer.is_mine else ("", "")
