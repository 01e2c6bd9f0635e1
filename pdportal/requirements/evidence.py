"""What is known about assignments on a date, loaded for many at once and handed out one by one as Facts."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import CharField
from django.db.models.functions import Cast

from pdportal.common.dates import add_months, end_of_day
from pdportal.transcripts.records import ActivityStart, Completion

FOREVER = dt.date.max
KEY_TEXT = Cast("activity_key", CharField())  # making a UUID of every row would cost more than reading it


@dataclass(frozen=True)
class Facts:
    """Everything that decides how one assignment stands on a date; dates only, so that ``decide`` stays pure.

    ``warn_days`` before ``due_on`` it is due soon; ``extended_on`` is when a later date was allowed.
    """

    due_on: dt.date
    warn_days: int = 14
    extended_on: dt.date | None = None
    waived_on: dt.date | None = None
    started: bool = False
    completed_on: dt.date | None = None
    expires_on: dt.date | None = None


class Evidence:
    """What ``learners`` (people, ids or a queryset) had begun and completed of the activities ``keys`` by ``as_of``.

    Two queries however many there are. Of completions, those true by then count, as the ledger knew them at the aware
    moment ``known_at`` (now).
    """

    def __init__(self, learners, keys, *, as_of, known_at=None):
        """Load everything."""
        self.as_of = as_of
        keys = set(keys)
        self._keys = {text: key for key in keys for text in (str(key), key.hex)}
        concerned = {"learner__in": learners, "activity_key__in": keys}
        self._starts = self._load_starts(concerned)
        self._completions = self._load_completions(concerned, known_at)

    def _load_starts(self, concerned):
        starts = ActivityStart.objects.filter(**concerned, started_at__lt=end_of_day(self.as_of))
        found = defaultdict(set)
        for learner, key, cycle in starts.values_list("learner_id", KEY_TEXT, "cycle"):
            found[learner, self._keys[key]].add(cycle)
        return found

    def _load_completions(self, concerned, known_at):
        known = Completion.objects.known_at(known_at) if known_at else Completion.objects.standing()
        rows = known.filter(**concerned, completed_on__lte=self.as_of).order_by("completed_on", "pk")
        columns = "cycle", "completed_on", "valid_until"
        found = defaultdict(list)
        for learner, key, *row in rows.values_list("learner_id", KEY_TEXT, *columns):
            found[learner, self._keys[key]].append(row)
        return found

    def facts(self, row, version, key):
        """The Facts of ``row`` (an assignment ``with_grants``, or its columns) under ``version``, for one activity."""
        period = row.period
        best = self.best(row, version, key)
        cycles = self._starts.get((row.learner_id, key), ())
        return Facts(
            due_on=row.extended_to or row.due_on,
            warn_days=version.warn_days,
            extended_on=row.extended_on,
            waived_on=row.waived_on,
            started=period in cycles if period else bool(cycles),
            completed_on=best[1] if best else None,
            expires_on=best[2] if best else None,
        )

    def best(self, row, version, key):
        """The completion that counts, as (cycle, completed_on, expires_on): the one good for longest, then the first.

        In a yearly period only a completion of that cycle counts, and it is good for the period; else any does. None
        where there is none.
        """
        best, period = None, row.period
        for cycle, completed_on, valid_until in self._completions.get((row.learner_id, key), ()):
            if period and cycle != period:
                continue
            months = None if period else version.valid_months
            expires_on = valid_until or (add_months(completed_on, months) if months else None)
            if best is None or (expires_on or FOREVER) > (best[2] or FOREVER):
                best = (cycle, completed_on, expires_on)
        return best
