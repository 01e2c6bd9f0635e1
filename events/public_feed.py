"""Builds the public feeds from stored text, month by month, so that one change in ten thousand costs one month.

A *part* is the text of one month of one feed, with its digest and its compressed form; parts are cached under the
month's version, which every change renews. What a feed's ETag is, is remembered under the version of the calendar as a
whole: where nothing changed, one query of one row tells it without building anything.
"""

import datetime as dt
import hashlib
import zlib
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from events import ical, queries, scheduling
from events.records import CalendarMonth, FeedState
from pdportal.common.dates import add_months, end_of_day, start_of_day, today
from pdportal.transcripts.pages import Topic

DAYS_BACK, MONTHS_AHEAD = 90, 13
# Whoever changes rows behind Django's back is noticed after this long at the latest.
SECONDS_KEPT = 15 * 60
GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
DEFLATE_END = b"\x03\x00"
# The date of a feed that never held anything; it must be some date, and not now.
EPOCH = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Part:
    """A stretch of a feed: its bytes, their digest, the newest change among its sessions, and where it is cached."""

    data: bytes
    digest: bytes
    newest: dt.datetime | None = None
    key: str = ""

    @classmethod
    def of(cls, text, newest=None, key=""):
        """The part that holds ``text``."""
        data = text.encode()
        return cls(data, hashlib.sha256(data).digest(), newest, key)

    def deflated(self):
        """The bytes compressed up to a byte border, so that such pieces can be joined."""
        found = cache.get(f"{self.key}z") if self.key else None
        if found is None:
            squeeze = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
            found = squeeze.compress(self.data) + squeeze.flush(zlib.Z_FULL_FLUSH)
            if self.key:
                cache.set(f"{self.key}z", found, SECONDS_KEPT)
        return found


@dataclass(frozen=True)
class Validators:
    """What a client may come back with."""

    etag: str
    last_modified: dt.datetime


@dataclass(frozen=True)
class Feed:
    """A whole feed, ready to send."""

    parts: list[Part]
    validators: Validators

    @property
    def data(self):
        """The feed's bytes."""
        return b"".join(part.data for part in self.parts)

    @property
    def gzipped(self):
        """The feed as one gzip member, put together from parts that were compressed one by one."""
        check, size = 0, 0
        for part in self.parts:
            check, size = zlib.crc32(part.data, check), size + len(part.data)
        tail = check.to_bytes(4, "little") + (size % 2**32).to_bytes(4, "little")
        return b"".join([GZIP_HEAD, *[part.deflated() for part in self.parts], DEFLATE_END, tail])


class Source:
    """One public feed at a moment: every session, or with ``slug`` those of a topic.

    It holds sessions that end no earlier than 90 days ago and begin in the 13 months ahead.
    """

    def __init__(self, slug="", *, at=None):
        self.slug = slug
        self.at = at or timezone.now()
        self.day = today(self.at)
        first, last = self.window(self.at)
        self.first, self.end = start_of_day(first), end_of_day(last)
        # One row by its key: whether anything changed since the validators were remembered.
        latest = CalendarMonth.objects.filter(first_day=CalendarMonth.ANY_MONTH).values_list("version", flat=True)
        self.key = self._key(*latest)

    @staticmethod
    def window(at):
        """First and last date of what a feed holds at the moment ``at``."""
        day = today(at)
        return day - dt.timedelta(days=DAYS_BACK), add_months(day, MONTHS_AHEAD)

    def validators(self):
        """The Validators of the feed as it stands, if they are known without building it; else None."""
        return cache.get(self.key)

    def build(self):
        """The Feed; None for a topic that does not exist. Remembers its Validators."""
        name = self._name()
        if name is None:
            return None
        parts = [Part.of(ical.head(name)), *self._parts(), Part.of(ical.FOOT)]
        digest = hashlib.sha256(b"".join(part.digest for part in parts)).hexdigest()[:32]
        newest = max((part.newest for part in parts if part.newest), default=None)
        validators = Validators(digest, remember(f"public {self.slug}", digest, newest, at=self.at))
        cache.set(self.key, validators, SECONDS_KEPT)
        return Feed(parts, validators)

    def _parts(self):
        """The parts of all months, those that are not cached built with one query."""
        months = self._months()
        rows = CalendarMonth.objects.filter(first_day__in=[CalendarMonth.EVERY_MONTH, *months])
        versions = dict(rows.values_list("first_day", "version"))
        every = versions.get(CalendarMonth.EVERY_MONTH)
        keys = {month: self._key(f"{month:%y%m}", versions.get(month), every) for month in months}
        known = cache.get_many(keys.values())
        missing = [month for month, key in keys.items() if key not in known]
        texts = self._texts(missing) if missing else {}
        fresh = {}
        for month in missing:
            rows = texts.get(month, [])
            newest = max((changed_at for changed_at, _text in rows), default=None)
            fresh[keys[month]] = Part.of("".join(text for _changed_at, text in rows), newest, keys[month])
        cache.set_many(fresh, SECONDS_KEPT)
        return [(known | fresh)[key] for key in keys.values()]

    def _texts(self, months):
        """``{month: [(changed_at, text)]}`` for the stretch that ``months`` cover."""
        start = dt.datetime.combine(months[0], dt.time.min, dt.UTC)
        end = dt.datetime.combine(add_months(months[-1], 1), dt.time.min, dt.UTC)
        sessions = self._sessions().filter(starts_at__gte=start, starts_at__lt=end).order_by("starts_at", "pk")
        rows = list(sessions.select_related(None).values_list("starts_at", "changed_at", "ical"))
        if any(not text for _starts_at, _changed_at, text in rows):  # put in by the hundred, without a text yet
            scheduling.store_ical(sessions.filter(ical=""))
            rows = list(sessions.select_related(None).values_list("starts_at", "changed_at", "ical"))
        found = {}
        for starts_at, changed_at, text in rows:
            found.setdefault((starts_at.year, starts_at.month), []).append((changed_at, text))
        return {dt.date(year, month, 1): texts for (year, month), texts in found.items()}

    def _key(self, *marks):
        text = "|".join([self.slug, self.day.isoformat(), *[mark or "" for mark in marks]])
        return f"feed:{hashlib.sha256(text.encode()).hexdigest()[:40]}"

    def _name(self):
        with translation.override(settings.LANGUAGE_CODE):
            district = settings.DISTRICT_NAME
            if not self.slug:
                return _("%(district)s: professional development") % {"district": district}
            topic = Topic.objects.filter(slug=self.slug).first()
            return topic and _("%(district)s: %(topic)s") % {"district": district, "topic": topic}

    def _months(self):
        """First days of the months (UTC) that the window touches."""
        month = (self.first.astimezone(dt.UTC).date() - dt.timedelta(days=31)).replace(day=1)
        months = []
        while month < self.end.astimezone(dt.UTC).date():
            months.append(month)
            month = add_months(month, 1)
        return months

    def _sessions(self):
        sessions = queries.public_sessions().filter(ends_at__gte=self.first, starts_at__lt=self.end)
        sessions = sessions.exclude(queries.faded(self.at))
        return sessions.filter(event__topics__slug=self.slug) if self.slug else sessions


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
