"""Counts hours under the rules of a version: pure, so that a screen, a table and paper can only agree.

What counts once: a course once a school year (an annual refresher counts every year), a mentoring programme once a
pairing, an event or something learned elsewhere once a day (every meeting of a monthly series is time spent). A path
adds nothing, its steps have the hours. Where the same learning stands in the ledger twice, the longer entry counts.

How much counts is a small minimum-cut problem (entries of one learning share its longest hours, entries of one type
share a cap). Solving it exactly makes the answer independent of the order of rows, and never lower with one row more.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

from pdportal.common.dates import add_months
from pdportal.credits.choices import CycleStart, TopicLimit
from pdportal.people.calendar import period_dates, period_of
from pdportal.transcripts.choices import ActivityKind

NOTHING = Decimal(0)
DAY = dt.timedelta(days=1)
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Cycle:
    """The days, both included, whose hours count together; not ``known`` where nobody entered a certificate date."""

    starts_on: dt.date
    ends_on: dt.date
    known: bool = True

    def elapsed(self, on):
        """How much of the cycle is over at the end of the day ``on``, between 0 and 1."""
        days = (self.ends_on - self.starts_on).days + 1
        return Decimal(min(max((on - self.starts_on).days + 1, 0), days)) / days


@dataclass(frozen=True)
class Line:
    """One completion and its part: ``counted`` hours, and what did not count because of what."""

    completion: object
    counted: Decimal
    capped: Decimal
    repeated: Decimal
    surplus: Decimal


@dataclass(frozen=True)
class CapUse:
    """How far a cap is used: hours of its types, and how many of them count."""

    cap: object
    limit: Decimal
    earned: Decimal
    counted: Decimal
    capped: Decimal


@dataclass(frozen=True)
class TopicUse:
    """The hours counted on the topic of a rule; ``missing`` says that too few or none are there."""

    rule: object
    amount: Decimal | None
    counted: Decimal
    missing: bool


@dataclass(frozen=True)
class Totals:
    """What a list shows: ``earned`` = ``counted`` + what is capped, repeated or more than needed."""

    needed: Decimal
    earned: Decimal
    counted: Decimal
    capped: Decimal
    repeated: Decimal
    surplus: Decimal

    @property
    def still_needed(self):
        """Hours to go."""
        return self.needed - self.counted


@dataclass(frozen=True)
class Count:
    """Everything about one pack, one person and one cycle, on a date."""

    cycle: Cycle
    on: dt.date
    totals: Totals
    lines: tuple
    caps: tuple
    topics: tuple
    doubtful: Decimal

    @property
    def pace(self):
        """The hours one would have by now at an even pace; None where the cycle is not known."""
        return pace_of(self.totals, self.cycle, self.on)

    @property
    def ahead(self):
        """Hours ahead of the pace (less than nothing: behind); None where there is no pace."""
        return None if self.pace is None else self.totals.counted - self.pace

    @property
    def expires_on(self):
        """The last day of the cycle, where it is known."""
        return self.cycle.ends_on if self.cycle.known else None


class Tally:
    """Takes completions one by one and says of each how much more counts; at most ``needed`` in all."""

    def __init__(self, caps, needed):
        """``caps`` are the applied CapRules; no type stands under two of them."""
        self.needed = needed
        self.group = {name: number for number, cap in enumerate(caps) for name in cap.types}
        limits = [cap.limit(needed) for cap in caps]
        # A cut is a choice of caps that are full, with their limits; hours of their types are not looked at then.
        self.cuts = [
            (frozenset(full), sum((limits[number] for number in full), NOTHING))
            for size in range(len(caps) + 1)
            for full in combinations(range(len(caps)), size)
        ]
        self.values = [limit for _full, limit in self.cuts]
        self.seen = {}
        self.counted = NOTHING

    def add(self, completion):
        """``(counted, capped, repeated, surplus)`` hours of ``completion``; together they are its hours."""
        hours = completion.credit_hours
        if completion.activity_kind == ActivityKind.PATH:
            return NOTHING, NOTHING, hours, NOTHING
        fresh, allowed = self._grow(completion, hours)
        before, self.counted = self.counted, min(self.counted + allowed, self.needed)
        counted = self.counted - before
        repeated = min(hours - allowed, hours - fresh)
        return counted, hours - allowed - repeated, repeated, allowed - counted

    def _grow(self, completion, hours):
        """How much the learning grew without regard to caps, and how much of it the caps let through."""
        group = self.group.get(completion.credit_type)
        learning = identity(completion)
        before = min(self.values)
        if learning not in self.seen:
            self.seen[learning] = hours, {group: hours}
            self.values = [
                value if group in full else value + hours
                for value, (full, _limit) in zip(self.values, self.cuts, strict=True)
            ]
            return hours, min(self.values) - before
        longest, sums = self.seen[learning]
        now = max(longest, hours)
        for number, (full, _limit) in enumerate(self.cuts):
            old = sum((part for name, part in sums.items() if name not in full), NOTHING)
            new = old if group in full else old + hours
            self.values[number] += min(now, new) - min(longest, old)
        self.seen[learning] = now, {**sums, group: sums.get(group, NOTHING) + hours}
        return now - longest, min(self.values) - before


def identity(completion):
    """What makes two rows of the ledger the same learning."""
    if completion.activity_kind in {ActivityKind.EVENT, ActivityKind.OUTSIDE}:
        return completion.activity_key, completion.completed_on
    if completion.activity_kind == ActivityKind.MENTORING:
        return completion.activity_key, completion.cycle
    return completion.activity_key, period_of(completion.completed_on)


def cycle_of(version, dates, day):
    """The Cycle of ``version`` that holds ``day``; ``dates``: ``(starts_on, ends_on or None)`` as entered, or None.

    Cycles follow one another, before and after the dates that were entered. Without dates the years up to ``day`` stand
    in for the cycle, marked as not known.
    """
    if version.cycle_start == CycleStart.SCHOOL_YEAR:
        return Cycle(*period_dates(period_of(day)))
    months = 12 * version.cycle_years
    if dates is None:
        return Cycle(add_months(day, -months) + DAY, day, known=False)
    starts_on, ends_on = dates
    following = (ends_on or add_months(starts_on, months) - DAY) + DAY
    if starts_on <= day < following:
        return Cycle(starts_on, following - DAY)
    anchor = following if day >= following else starts_on
    steps = (day.year - anchor.year) // version.cycle_years - 1
    while add_months(anchor, months * (steps + 1)) <= day:
        steps += 1
    return Cycle(add_months(anchor, months * steps), add_months(anchor, months * (steps + 1)) - DAY)


def count(version, completions, cycle, *, on, known_at=None):
    """The Count of ``completions`` (of one person) under ``version`` in ``cycle``, as of the date ``on``.

    Rows outside the cycle, after ``on`` or revoked (by the moment ``known_at``, if given) are left out.
    """
    terms, needed = version.terms, version.hours_needed
    rows = sorted(_within(completions, cycle, on, known_at), key=_order)
    tally = Tally(terms.confirmed_caps, needed)
    lines = tuple(Line(row, *tally.add(row)) for row in rows)
    return Count(
        cycle=cycle, on=on, totals=_totals(needed, lines), lines=lines,
        caps=tuple(_use(cap, cap.limit(needed), lines) for cap in terms.caps),
        topics=tuple(_topic_use(rule, rule.amount(needed), lines) for rule in terms.topics),
        doubtful=tally.counted - _strictly(terms, needed, rows),
    )  # fmt: skip


def totals(version, completions, cycle, *, on, known_at=None):
    """The Totals alone: what lists of thousands need; equal to ``count(…).totals``."""
    tally = Tally(version.terms.confirmed_caps, version.hours_needed)
    parts = [NOTHING] * 4
    for row in sorted(_within(completions, cycle, on, known_at), key=_order):
        parts = [total + part for total, part in zip(parts, tally.add(row), strict=True)]
    return Totals(version.hours_needed, sum(parts, NOTHING), *parts)


def pace_of(found, cycle, on):
    """The hours there would be on the day ``on`` at an even pace; None where the cycle is not known."""
    if not cycle.known:
        return None
    return (found.needed * cycle.elapsed(on)).quantize(TENTH, ROUND_HALF_UP)


def _within(completions, cycle, on, known_at):
    last = min(cycle.ends_on, on)
    return [
        row
        for row in completions
        if cycle.starts_on <= row.completed_on <= last
        and (row.revoked_at is None or (known_at is not None and row.revoked_at > known_at))
    ]


def _order(completion):
    return (completion.completed_on, completion.activity_key, completion.cycle, completion.credit_type,
            completion.credit_hours)  # fmt: skip


def _totals(needed, lines):
    parts = [
        sum((getattr(line, name) for line in lines), NOTHING) for name in ("counted", "capped", "repeated", "surplus")
    ]
    return Totals(needed, sum(parts, NOTHING), *parts)


def _use(cap, limit, lines):
    own = [line for line in lines if line.completion.credit_type in cap.types]
    earned = sum((line.completion.credit_hours for line in own), NOTHING)
    return CapUse(
        cap, limit, earned, sum((line.counted for line in own), NOTHING), sum((line.capped for line in own), NOTHING)
    )


def _topic_use(rule, amount, lines):
    own = [line.counted for line in lines if rule.topic and rule.topic in line.completion.topics]
    counted = sum(own, NOTHING)
    missing = rule.limit == TopicLimit.AT_LEAST and counted < (amount or TENTH)
    return TopicUse(rule, amount, counted, missing)


def _strictly(terms, needed, rows):
    """What would count if the caps that are still to be confirmed were applied as well."""
    strict = Tally(terms.caps, needed)
    for row in rows:
        strict.add(row)
    return strict.counted
