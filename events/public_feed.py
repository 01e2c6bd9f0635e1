"""Builds the public feeds from stored text, block by block, so that one change in ten thousand costs one block.

A *part* is the text of one block of one feed, with its digest; it is kept with the version of its block, which every
change renews. What a feed's ETag is, is remembered under the version of the calendar as a whole: where nothing changed,
one query of one row tells it without building anything.
"""

import datetime as dt
import hashlib
import zlib
from collections import defaultdict
from dataclasses import dataclass

from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils import timezone

from events import ical, queries, scheduling
from events.feed_records import CalendarBlock, FeedState
from pdportal.common.dates import add_months, end_of_day, start_of_day, today

DAYS_BACK, MONTHS_AHEAD = 90, 13
SINGLE_BLOCKS = 50  # so many blocks are asked for one by one; more of them as one stretch
# Whoever changes rows behind Django's back is noticed after this long at the latest.
SECONDS_KEPT = 15 * 60
GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
DEFLATE_END = b"\x03\x00"
# The date of a feed that never held anything; it must be some date, and not now.
EPOCH = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a feed: its bytes, their digest, the newest change in it, and the version of its block."""

    data: bytes
    digest: bytes
    newest: dt.datetime | None = None
    version: str = ""

    @classmethod
    def of(cls, text, newest=None, version=""):
        """The part that holds ``text``."""
        data = text.encode()
        return cls(data, hashlib.sha256(data).digest(), newest, version)


FOOT = Part.of(ical.FOOT)


@dataclass(frozen=True)
class Validators:
    """What a client may come back with."""

    etag: str
    last_modified: dt.datetime


@dataclass(frozen=True)
class Feed:
    """A whole feed, ready to send; ``key`` is where the compressed forms of its parts are kept."""

    parts: list[Part]
    validators: Validators
    key: str = ""

    @property
    def data(self):
        """The feed's bytes."""
        return b"".join([part.data for part in self.parts])

    @property
    def gzipped(self):
        """The feed as one gzip member, put together from parts that were compressed one by one."""
        known = cache.get(self.key, {}) if self.key else {}
        packed = {part.digest: known.get(part.digest) or _deflated(part.data) for part in self.parts}
        if self.key and packed.keys() != known.keys():
            cache.set(self.key, packed, SECONDS_KEPT)
        data = self.data
        tail = zlib.crc32(data).to_bytes(4, "little") + (len(data) % 2**32).to_bytes(4, "little")
        return b"".join([GZIP_HEAD, *[packed[part.digest] for part in self.parts], DEFLATE_END, tail])


def _deflated(data):
    """``data`` compressed up to a byte border, so that such pieces can be joined."""
    squeeze = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return squeeze.compress(data) + squeeze.flush(zlib.Z_FULL_FLUSH)


class Source:
    """One public feed at a moment: the sessions of ``cut`` that end no earlier than 90 days ago, up to 13 months ahead.

    Blocks that did not change are taken from a *shelf* in the cache, ``{number: Part}``, one for each feed.
    """

    def __init__(self, cut, *, at=None):
        self.cut = cut
        self.at = at or timezone.now()
        first, last = window(self.at)
        self.first, self.end = start_of_day(first), end_of_day(last)
        word = hashlib.sha256(cut.word.encode()).hexdigest()[:32]  # of any length and shape
        self.shelf = f"feed-shelf:{cut.kind}:{word}:{first:%y%m%d}"
        # One row by its key: whether anything changed since the validators were remembered.
        latest = CalendarBlock.objects.filter(number=CalendarBlock.ANY).values_list("version", flat=True)
        self.key = f"{self.shelf}:{''.join(latest)}"

    def validators(self):
        """The Validators of the feed as it stands, if they are known without building it; else None."""
        return cache.get(self.key)

    def build(self):
        """The Feed; None where there is no such topic, building or audience. Remembers its Validators."""
        name = self.cut.name()
        if name is None:
            return None
        parts = [Part.of(ical.head(name)), *self._blocks(), FOOT]
        digest = hashlib.sha256(b"".join(part.digest for part in parts)).hexdigest()[:32]
        newest = max((part.newest for part in parts if part.newest), default=None)
        changed_at = remember(f"public {self.cut.kind} {self.cut.word}", digest, newest, at=self.at)
        validators = Validators(digest, changed_at)
        cache.set(self.key, validators, SECONDS_KEPT)
        return Feed(parts, validators, f"{self.shelf}:z")

    def _blocks(self):
        """The parts of all blocks that hold something; those that changed are built with one query."""
        versions = dict(CalendarBlock.objects.exclude(number=CalendarBlock.ANY).values_list("number", "version"))
        every = versions.pop(CalendarBlock.EVERY, "")
        known = cache.get(self.shelf, {})
        shelf = {number: known.get(number) for number in sorted(versions)}
        stale = [number for number in shelf if not shelf[number] or shelf[number].version != versions[number] + every]
        if stale:
            rows = self._rows(stale)
            for number in stale:
                shelf[number] = _part_of(rows.get(number, []), versions[number] + every)
        if stale or len(shelf) != len(known):
            cache.set(self.shelf, shelf, SECONDS_KEPT)
        return [part for part in shelf.values() if part.data]

    def _rows(self, numbers):
        """``{number: [(changed_at, text)]}`` of the blocks ``numbers``."""
        sessions = self._sessions(numbers)
        rows = list(sessions.values_list("pk", "changed_at", "ical"))
        if any(not text for _pk, _changed_at, text in rows):  # put in by the hundred, without a text yet
            scheduling.store_ical(sessions.filter(ical="").select_related("event__locale", "school"))
            rows = list(sessions.values_list("pk", "changed_at", "ical"))
        found = defaultdict(list)
        for pk, changed_at, text in rows:
            found[pk // CalendarBlock.SIZE].append((changed_at, text))
        return found

    def _sessions(self, numbers):
        sessions = queries.public_sessions().select_related(None)
        sessions = sessions.filter(_keys(numbers), ends_at__gte=self.first, starts_at__lt=self.end)
        return self.cut.of(sessions.exclude(queries.faded(self.at))).order_by("pk")


def window(at):
    """First and last date of what a feed holds at the moment ``at``."""
    day = today(at)
    return day - dt.timedelta(days=DAYS_BACK), add_months(day, MONTHS_AHEAD)


def _keys(numbers):
    """The condition that a session is in one of the blocks ``numbers``, or between them where they are many."""
    size = CalendarBlock.SIZE
    if len(numbers) > SINGLE_BLOCKS:
        numbers = [min(numbers), max(numbers)]
        return Q(pk__gte=numbers[0] * size, pk__lt=(numbers[1] + 1) * size)
    ranges = [Q(pk__gte=number * size, pk__lt=(number + 1) * size) for number in numbers]
    return Q(*ranges, _connector=Q.OR)


def _part_of(rows, version):
    newest = max((changed_at for changed_at, _text in rows), default=None)
    return Part.of("".join(text for _changed_at, text in rows), newest, version)


def remember(name, digest, newest, *, at):
    """Since when the feed ``name`` holds what ``digest`` stands for: its Last-Modified.

    A change is dated by the newest change in the feed; something that only disappeared, by the moment it was missed.
    The moment is kept, so that the same content always has the same date, and later content a later one.
    """
    state = FeedState.objects.filter(name=name).first()
    if state and state.digest == digest:
        return state.changed_at
    newest = newest or EPOCH
    changed_at = newest if state is None or newest > state.changed_at else at
    if state:
        changed_at = max(changed_at, state.changed_at + dt.timedelta(seconds=1))
    try:
        with transaction.atomic():
            FeedState.objects.bulk_create(
                [FeedState(name=name, digest=digest, changed_at=changed_at)],
                update_conflicts=True,
                unique_fields=["name"],
                update_fields=["digest", "changed_at"],
            )
    except DatabaseError:
        return changed_at  # a busy or read-only database must not keep a calendar from being read
    return changed_at
