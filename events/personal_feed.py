"""One person's feed: what they chose to have in it, as text, and which programs already know its latest state."""

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.db import DatabaseError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from events import calendar_sources, ical
from events.choices import EntryKind
from events.feed_records import CalendarChoice, CalendarReader
from events.programs import program_of
from events.public_feed import Feed, Part, Validators, remember, window
from pdportal.common.dates import end_of_day, start_of_day

NOTED_EVERY = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class Reading:
    """A program that reads an address, and whether it knows the latest state."""

    reader: CalendarReader
    is_latest: bool


def left_out(person):
    """The kinds of entries that ``person`` wants left out of the personal feed."""
    choice = CalendarChoice.objects.filter(person=person).first()
    return set(choice.left_out) if choice else set()


def choose(person, kinds):
    """Have ``kinds`` of entries in the personal feed of ``person``, and nothing else; asking twice changes nothing."""
    out = [kind for kind in EntryKind.values if kind not in kinds]
    CalendarChoice.objects.update_or_create(person=person, defaults={"left_out": out})


def entries_of(person, first, last):
    """What ``person`` chose to have in the feed from ``first`` to ``last``, by start."""
    out = left_out(person)
    return [entry for entry in calendar_sources.entries_for(person, first, last) if entry.kind not in out]


def feed_of(token, *, at=None):
    """The Feed behind ``token``, in its owner's language."""
    at = at or timezone.now()
    with translation.override(token.person.language):
        entries = entries_of(token.person, *window(at))
        data = _data([ical.vevent(entry) for entry in entries])
    newest = max((entry.changed_at for entry in entries), default=token.created_at)
    digest = digest_of(data)
    return Feed([Part.of(data)], Validators(digest, remember(f"personal {token.pk}", digest, newest, at=at)))


def note_fetch(token, client, digest, *, at=None):
    """Remember which program (``client``, its user agent) now knows the state ``digest``.

    The same state is written at most every ten minutes; where it cannot be written, so be it.
    """
    at = at or timezone.now()
    program = program_of(client)
    known = CalendarReader.objects.filter(token=token, program=program).first()
    if known and known.digest == digest and at - known.fetched_at < NOTED_EVERY:
        return
    row = CalendarReader(token=token, program=program, fetched_at=at, digest=digest)
    try:
        with transaction.atomic():
            CalendarReader.objects.bulk_create(
                [row],
                update_conflicts=True,
                unique_fields=["token", "program"],
                update_fields=["fetched_at", "digest"],
            )
    except DatabaseError:
        return  # a busy or read-only database must not keep a calendar from being read


def readings(token):
    """A Reading for each program that read the address ``token``, latest first.

    A program is compared with what it would be given today for the dates it asked about: days that have gone by since
    are no change.
    """
    readers = list(token.readers.all())
    if not readers:
        return []
    windows = {reader.pk: window(reader.fetched_at) for reader in readers}
    first, last = min(first for first, _last in windows.values()), max(last for _first, last in windows.values())
    with translation.override(token.person.language):
        texts = [(entry, ical.vevent(entry)) for entry in entries_of(token.person, first, last)]
        now = {
            pk: digest_of(_data([text for entry, text in texts if _is_within(entry, *asked)]))
            for pk, asked in windows.items()
        }
    return [Reading(reader, reader.digest == now[reader.pk]) for reader in readers]


def digest_of(text):
    """A short word that stands for ``text``."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _data(texts):
    return ical.feed(_("My PD calendar"), texts)


def _is_within(entry, first, last):
    if entry.all_day:
        return entry.starts_at <= last and entry.ends_at >= first
    return entry.starts_at < end_of_day(last) and entry.ends_at > start_of_day(first)
