"""What other subjects add to a printed transcript: a registry that upper floors fill.

A *source* is a function ``source(learner, day) -> [Note]``, in the reader's language.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Note:
    """A heading with sentences under it."""

    heading: str
    lines: tuple


_sources: dict[str, Callable] = {}


def register(name, source):
    """Add or replace the source ``name``; called from ``AppConfig.ready``."""
    _sources[name] = source


def notes_on(learner, day):
    """Every Note about ``learner`` on ``day``."""
    return [note for source in _sources.values() for note in source(learner, day)]
