"""What the district has made available: a registry that upper floors add to.

A *source* is a function ``source(first, last) -> [Offer]``: what people could take part in between two dates. Packs
whose duty is the district's count these, not what anybody took.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Offer:
    """An activity on offer; ``on`` is the first day it could be taken in the time asked for."""

    key: uuid.UUID
    title: str
    credit_hours: Decimal
    on: dt.date


_sources: dict[str, Callable] = {}


def register(name, source):
    """Add or replace the source ``name``; called from ``AppConfig.ready``."""
    _sources[name] = source


def between(first, last):
    """Every Offer between two dates, oldest first; an activity offered several times stands in the list once."""
    found = {}
    for offer in sorted((each for source in _sources.values() for each in source(first, last)), key=_order):
        found.setdefault(offer.key, offer)
    return list(found.values())


def _order(offer):
    return offer.on, offer.title, str(offer.key)
