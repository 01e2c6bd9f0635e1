"""The checklist of a pair by month: the programme's own items, and the steps of the mentee's paths that fall due."""

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from mentoring.errors import NoSuchItem, NotOfThePair, PairingHasEnded
from mentoring.pair_records import ChecklistTick
from mentoring.records import Pairing
from pdportal.common.dates import end_of_day

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Item:
    """One line of the checklist. ``key`` is empty where only the portal can tick it: ``step`` says how that stands."""

    text: str
    is_done: bool
    key: uuid.UUID | None = None
    step: Any = None
    tick: Any = None


@dataclass(frozen=True)
class Month:
    """One month of a pairing, counted from its first day, with what belongs to it."""

    number: int
    first: dt.date
    last: dt.date
    items: tuple[Item, ...]
    is_current: bool

    @property
    def done(self):
        """How many items are done."""
        return sum(item.is_done for item in self.items)


def activity_keys(programme):
    """The activities the checklist of ``programme`` (in the language its items are kept in) points to."""
    return {block.value["activity"].translation_key for block in programme.checklist if block.value["activity"]}


def months_of(pairing, trail, on):
    """The Months of ``pairing`` that have items, as of ``on``.

    ``trail`` knows the mentee, with ``activity_keys`` loaded. Steps of paths stand in the month in which they are due,
    unless the programme names them itself; whether they are done is read from requirements and ledger, never ticked.
    """
    ticks = {tick.item: tick for tick in pairing.ticks.select_related("ticked_by")}
    by_month = _by_month(pairing, trail, ticks, _translated(pairing.programme))
    current = _month_of(pairing.starts_on, on)
    return [
        Month(number, start_of(pairing.starts_on, number), start_of(pairing.starts_on, number + 1) - DAY,
              tuple(by_month[number]), number == current)
        for number in sorted(by_month)
    ]  # fmt: skip


def done_of(pairings, trail, on):
    """By pairing id, ``(done, all)`` items of the months up to the one that runs on ``on``; one query for all.

    ``trail`` is as for ``months_of``. The pairings of a programme should share one programme object, whose items are
    looked up once.
    """
    ticks = defaultdict(dict)
    found = ChecklistTick.objects.filter(pairing__in=[each.pk for each in pairings], ticked_at__lt=end_of_day(on))
    for each in found:
        ticks[each.pairing_id][each.item] = each
    return {pairing.pk: _done_of(pairing, trail, ticks[pairing.pk], on) for pairing in pairings}


@transaction.atomic
def tick(pairing, *, by, item, done=True, at=None):
    """Tick an item of the checklist, or (``done`` false) take the tick back; twice changes nothing.

    Items that stand for an activity tick themselves. Raises NotOfThePair, PairingHasEnded, NoSuchItem.
    """
    pairing = Pairing.objects.select_for_update(of=("self",)).with_people().get(pk=pairing.pk)
    if not pairing.has(by):
        raise NotOfThePair
    if not pairing.is_active:
        raise PairingHasEnded
    own = {uuid.UUID(block.id) for block in pairing.programme.checklist if not block.value["activity"]}
    if item not in own:
        raise NoSuchItem
    if done:
        ChecklistTick.objects.get_or_create(
            pairing=pairing, item=item, defaults={"ticked_by": by, "ticked_at": at or timezone.now()}
        )
    else:
        pairing.ticks.filter(item=item).delete()


def start_of(first_day, number):
    """The first day of month ``number`` (1, 2, …; 0 and less before it) of a pairing that began on ``first_day``."""
    months = first_day.year * 12 + first_day.month - 1 + number - 1
    year, month = divmod(months, 12)
    following = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(dt.date(year, month + 1, 1) + (first_day.day - 1) * DAY, following - DAY)


def _month_of(first_day, day):
    number = (day.year - first_day.year) * 12 + day.month - first_day.month + 1
    return number if start_of(first_day, number) <= day else number - 1


def _by_month(pairing, trail, ticks, texts):
    programme, mentee, by_month = pairing.programme, pairing.mentee, {}
    for block in programme.checklist:
        item = _own_item(block, texts, ticks, trail, mentee)
        by_month.setdefault(block.value["month"], []).append(item)
    named = activity_keys(programme)
    for progress in trail.path_progress(mentee):
        for step in progress.steps:
            if step.status and step.status.due_on and step.activity.key not in named:
                named.add(step.activity.key)
                number = max(_month_of(pairing.starts_on, step.status.due_on), 1)
                by_month.setdefault(number, []).append(Item(step.activity.title, step.is_done, step=step))
    return by_month


def _done_of(pairing, trail, ticks, on):
    current = _month_of(pairing.starts_on, on)
    by_month = _by_month(pairing, trail, ticks, {})
    items = [item for number, found in by_month.items() if number <= current for item in found]
    return sum(item.is_done for item in items), len(items)


def _own_item(block, texts, ticks, trail, mentee):
    key = uuid.UUID(block.id)
    text = texts.get(block.id) or block.value["text"]
    activity = block.value["activity"]
    if activity:
        step = trail.step(mentee, activity.translation_key)
        return Item(text, is_done=bool(step and step.is_done), step=step)
    return Item(text, is_done=key in ticks, key=key, tick=ticks.get(key))


def _translated(programme):
    """By the id of the item, its words in the reader's language, where the page was translated."""
    page = programme.in_reader_language()
    return {block.id: block.value["text"] for block in page.checklist} if page.pk != programme.pk else {}
