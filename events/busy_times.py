"""What else a person has at a time, beside sessions: a registry that upper floors fill, for warnings at sign-up.

A *source* is a function ``source(person, first, last) -> iterable of Busy`` for the moments from ``first`` to ``last``;
it asks one query.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Busy:
    """Something a person has between two aware moments; ``url`` is where to change it."""

    title: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    url: str = ""


_sources: dict[str, Callable] = {}


def register(name, source):
    """Add or replace the source ``name``; called from ``AppConfig.ready``."""
    _sources[name] = source


def between(person, first, last):
    """Everything ``person`` has from ``first`` to ``last``, by start."""
    found = [busy for source in _sources.values() for busy in source(person, first, last)]
    return sorted(found, key=lambda busy: (busy.starts_at, busy.title))


def beside(person, sessions):
    """By key of ``sessions``, the first thing that ``person`` has at the same time beside sessions."""
    if not person.is_authenticated or not sessions:
        return {}
    found = between(person, min(one.starts_at for one in sessions), max(one.ends_at for one in sessions))
    return {
        session.pk: busy
        for session in sessions
        for busy in reversed(found)
        if busy.starts_at < session.ends_at and busy.ends_at > session.starts_at
    }
