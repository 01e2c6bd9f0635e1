"""What is known about assignments on a date, loaded for many at once and handed out one by one as Facts."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property

from django.db.models import CharField
from django.db.models.functions import Cast

from pdportal.common.dates import add_months, end_of_day
from pdportal.people.calendar import SchoolCalendar
from pdportal.people.queries import leaves_of
from pdportal.requirements.due import Moved, after_leave, due_after
from pdportal.transcripts.records import ActivityStart, Completion

FOREVER = dt.date.max
KEY_TEXT = Cast("activity_key", CharField())  # making a UUID of every row would cost more than reading it


@dataclass(frozen=True)
class Facts:
    """Everything that decides how one assignment stands on a date; dates only, so that ``decide`` stays pure.

    ``warn_days`` before ``due_on`` it is due soon; ``extended_on`` is when a later date was allowed; ``after_on`` is
    when the activity was done that the date is counted from. ``leave_days`` are the working days by which leave has
    moved the date; ``away`` and ``open_ended`` say that it stands still, and that nobody knows until when.
    """

    due_on: dt.date
    warn_days: int = 14
    extended_on: dt.date | None = None
    waived_on: dt.date | None = None
    started: bool = False
    completed_on: dt.date | None = None
    expires_on: dt.date | None = None
    after_on: dt.date | None = None
    leave_days: int = 0
    away: bool = False
    open_ended: bool = False


class Evidence:
    """What ``learners`` (people, ids or a queryset) had begun and completed of the activities ``keys`` by ``as_of``.

    Two queries however many there are, one more where leaves are asked for and two for the school calendar where a date
    depends on it. Of completions, those true by then count, as the ledger knew them at the aware moment ``known_at``
    (now); leaves are those known at that moment, whenever they were.
    """

    def __init__(self, learners, keys, *, as_of, known_at=None):
        """Load everything."""
        self.as_of, self._learners, self._known_at = as_of, learners, known_at
        self._moved = cache(self._after_leave)
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

    @cached_property
    def calendar(self):
        """The school calendar; two queries the first time."""
        return SchoolCalendar.load()

    @cached_property
    def leaves(self):
        """Leaves by learner id; one query the first time."""
        return leaves_of(self._learners, known_at=self._known_at)

    def facts(self, row, version, key, *, leaves=()):
        """The Facts of ``row`` (an assignment ``with_grants``, or its columns) under ``version``, for one activity.

        ``leaves`` are those of the learner.
        """
        period = row.period
        best = self.best(row, version, key)
        cycles = self._starts.get((row.learner_id, key), ())
        after_on = self._done_before(row, version)
        moved = self._due(row, version, after_on, leaves)
        return Facts(
            due_on=moved.on,
            warn_days=version.warn_days,
            extended_on=row.extended_on,
            waived_on=row.waived_on,
            started=period in cycles if period else bool(cycles),
            completed_on=best[1] if best else None,
            expires_on=best[2] if best else None,
            after_on=after_on,
            leave_days=moved.days,
            away=moved.away,
            open_ended=moved.open_ended,
        )

    def _done_before(self, row, version):
        """When the activity that ``version`` counts from was first done, or None."""
        done = self._completions.get((row.learner_id, version.due_after_key), ()) if version.due_after_key else ()
        return done[0][1] if done else None

    def _due(self, row, version, after_on, leaves):
        """The due date as a Moved: a date allowed, else the one counted from ``after_on``, else the one assigned."""
        if row.extended_to:
            later = tuple(leave for leave in leaves if leave[0] > row.extended_on)  # known of when the date was given
            return self._moved(row.extended_to, row.extended_on, later)
        due_on, since = row.due_on, row.counted_from
        if after_on:
            since = max(since, after_on)
            due_on = due_after(version, row.counted_from, after_on, self.calendar)
        return self._moved(due_on, since, leaves)

    def _after_leave(self, day, since, leaves):
        return after_leave(day, since, leaves, self.calendar, as_of=self.as_of) if leaves else Moved(day)

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
