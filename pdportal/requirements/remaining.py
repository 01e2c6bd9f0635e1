"""What remains of an activity somebody has to do: a registry that upper floors add to.

A *source* is a function ``source(learner, activity_key) -> Remaining or None``, as things stand now; None where the
activity is none of its own. Its words are read by the learner and by whoever may see the learner: no “you”, nothing
confidential.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Remaining:
    """What is done and what waits, as sentences, and the next thing to do in one sentence (empty: nothing now)."""

    facts: tuple[str, ...] = ()
    next: str = ""


_sources: dict[str, Callable] = {}


def register(name, source):
    """Add or replace the source ``name``; called from ``AppConfig.ready``."""
    _sources[name] = source


def of(learner, activity_key):
    """The Remaining of ``learner`` in this activity; an empty one where no source knows the activity."""
    found = (source(learner, activity_key) for source in _sources.values())
    return next((each for each in found if each), Remaining())
