"""What is known about assignments on a date, loaded for many at once and handed out one by one as Facts."""

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property

from django.db.models import CharField
from django.db.models.functions import Cast

from pdportal.common.dates import add_months, end_of_day
from pdportal.people.calendar import SchoolCalendar
from pdportal.people.queries import leaves_of
from pdportal.requirements.due import Moved, after_leave, due_after
from pdportal.requirements.records import again
from pdportal.transcripts.records import ActivityStart, Completion

FOREVER = dt.date.max
EXPIRY_WARN_DAYS = 30
# Keys are read as text: making a UUID of every row would cost more than reading it.
KEY_TEXT = Cast("activity_key", CharField())
TOP_UP_TEXT = Cast("top_up_key", CharField())


@dataclass(frozen=True)
class Facts:
    """Everything that decides how one assignment stands on a date; dates only, so that ``decide`` stays pure.

    ``warn_days`` before ``due_on`` it is due soon; ``extended_on`` is when a later date was allowed; ``after_on`` is
    when the activity was done that the date is counted from. ``leave_days`` are the working days by which leave has
    moved the date; ``away`` and ``open_ended`` say that it stands still, and that nobody knows until when. From
    ``renew_from`` on it may be renewed; ``activity_key`` is the activity asked for now.
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
    renew_from: dt.date | None = None
    activity_key: uuid.UUID | None = None


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

    def facts(self, row, version, *, leaves=()):
        """The Facts of ``row`` (an assignment ``with_grants``, or its columns with keys as text) under ``version``.

        Where a change asked for a top-up, nothing is done until that is; then what was completed counts as it was.
        ``leaves`` are those of the learner.
        """
        if row.top_up_key and not self._is_topped_up(row):
            key = self._key(row.top_up_key)
            return self._facts(row, version, key, None, again(row.period, row.consequence_id), leaves)
        return self.facts_of_main(row, version, leaves=leaves)

    def facts_of_main(self, row, version, *, leaves=()):
        """The Facts of ``row`` as far as its activity itself goes, whatever top-up there is."""
        key = self._key(row.activity_key)
        redone = row.consequence_id and not row.top_up_key
        cycle = again(row.period, row.consequence_id) if redone else row.period
        return self._facts(row, version, key, self.best(row, version, key), cycle, leaves)

    def best(self, row, version, key):
        """The completion that counts, as (cycle, completed_on, expires_on): the one good for longest, then the first.

        In a yearly period only a completion of that cycle counts, and it is good for the period; else any does. What
        is to be done again after a change counts from the day after that. A renewal in time begins where what it
        renews runs out, so that nobody loses days by being early. None where there is none.
        """
        best, months = None, None if row.period else version.valid_months
        for cycle, completed_on, valid_until in self._completions.get((row.learner_id, key), ()):
            if not _counts(row, cycle, completed_on):
                continue
            begins = completed_on
            if months and best and renewable_from(version, best[2]) <= completed_on <= best[2]:
                begins = best[2]
            expires_on = valid_until or (add_months(begins, months) if months else None)
            if best is None or (expires_on or FOREVER) > (best[2] or FOREVER):
                best = (cycle, completed_on, expires_on)
        return best

    def _facts(self, row, version, key, best, cycle, leaves):
        cycles = self._starts.get((row.learner_id, key), ())
        expires_on = best[2] if best else None
        after_on = self._done_before(row, version)
        moved = self._due(row, version, after_on, leaves)
        return Facts(
            due_on=moved.on,
            warn_days=version.warn_days,
            extended_on=row.extended_on,
            waived_on=row.waived_on,
            started=cycle in cycles if cycle else bool(cycles),
            completed_on=best[1] if best else None,
            expires_on=expires_on,
            after_on=after_on,
            leave_days=moved.days,
            away=moved.away,
            open_ended=moved.open_ended,
            renew_from=expires_on and renewable_from(version, expires_on),
            activity_key=key,
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
        if after_on and not row.consequence_id:
            since = max(since, after_on)
            due_on = due_after(version, row.counted_from, after_on, self.calendar)
        return self._moved(due_on, since, leaves)

    def _after_leave(self, day, since, leaves):
        return after_leave(day, since, leaves, self.calendar, as_of=self.as_of) if leaves else Moved(day)

    def _is_topped_up(self, row):
        done = self._completions.get((row.learner_id, self._key(row.top_up_key)), ())
        own = again(row.period, row.consequence_id)
        return any(cycle == own or completed_on > row.assigned_on for cycle, completed_on, _until in done)

    def _key(self, key):
        return self._keys.get(key) if isinstance(key, str) else key


def renewable_from(version, expires_on):
    """The first day on which what expires on ``expires_on`` may be renewed; it never says “expiring” before that."""
    return expires_on - dt.timedelta(days=max(EXPIRY_WARN_DAYS, version.warn_days, version.renew_days))


def _counts(row, cycle, completed_on):
    """True where a completion of ``cycle`` on a day counts for ``row``."""
    if row.consequence_id is None or row.top_up_key:
        return not row.period or cycle == row.period
    in_time = completed_on > row.assigned_on and (not row.period or cycle == row.period)
    return in_time or cycle == again(row.period, row.consequence_id)
