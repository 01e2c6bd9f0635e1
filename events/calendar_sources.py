"""What belongs in a person's calendar: a registry that upper floors add to.

A *source* is a function ``source(person, first, last) -> iterable of Entry`` for the dates from ``first`` to ``last``.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """One thing in a calendar.

    ``starts_at`` and ``ends_at`` are aware moments, or both dates for something that lasts all day (the end is the
    last day itself). ``uid`` never changes; ``changed_at`` and ``sequence`` say when the content last did. ``status``
    is CONFIRMED, TENTATIVE or CANCELLED. ``url`` is a path in the portal or a whole address. ``conference`` is the
    link to an online meeting: never set it in an entry that others than the person may read.
    """

    uid: str
    kind: str
    title: str
    starts_at: dt.datetime | dt.date
    ends_at: dt.datetime | dt.date
    changed_at: dt.datetime
    sequence: int = 0
    status: str = "CONFIRMED"
    place: str = ""
    description: str = ""
    url: str = ""
    conference: str = ""
    categories: tuple[str, ...] = ()

    @property
    def all_day(self):
        """True where dates are given, not moments."""
        return not isinstance(self.starts_at, dt.datetime)


_sources: dict[str, Callable] = {}


def register(name, source):
    """Add or replace the source ``name``; called from ``AppConfig.ready``."""
    _sources[name] = source


def entries_for(person, first, last):
    """Everything in the calendar of ``person`` from ``first`` to ``last``, by start."""
    entries = [entry for source in _sources.values() for entry in source(person, first, last)]
    return sorted(entries, key=lambda entry: (_moment(entry.starts_at), entry.uid))


def _moment(value):
    if isinstance(value, dt.datetime):
        return value
    return dt.datetime.combine(value, dt.time.min, dt.UTC)
