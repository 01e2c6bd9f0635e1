"""What is known about assignments on a date, loaded for many at once and handed out one by one as Facts."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import CharField
from django.db.models.functions import Cast

from pdportal.common.dates import add_months, end_of_day
from pdportal.requirements.records import Extension, Requirement, RequirementVersion, Waiver
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
    """Waivers, extensions, starts, completions and rules of many assignments, in six queries however many there are.

    ``assignments`` is a queryset of those asked about; it is used as a subquery only. ``as_of`` is the date to look at;
    of completions, those true by then count, as the ledger knew them at the aware moment ``known_at`` (now). Where
    the learners are known to the caller, ``learners`` (a queryset of people) spares looking them up again.
    """

    def __init__(self, assignments, *, as_of, known_at=None, learners=None):
        """Load everything."""
        self.as_of = as_of
        self.versions = RequirementVersion.objects.in_bulk()
        self.requirements = Requirement.objects.in_bulk()
        if learners is None:
            learners = assignments.order_by().values("learner_id")
            granted = {"assignment__in": assignments.order_by().values("pk"), "granted_on__lte": as_of}
        else:
            granted = {"assignment__learner__in": learners, "granted_on__lte": as_of}
        self._waived = dict(Waiver.objects.filter(**granted).values_list("assignment_id", "granted_on"))
        self._extended = {}
        extensions = Extension.objects.filter(**granted).order_by("granted_on", "pk")
        for assignment, due_on, granted_on in extensions.values_list("assignment_id", "due_on", "granted_on"):
            self._extended[assignment] = (due_on, granted_on)
        self._keys = {str(key): key for each in self.requirements.values() if (key := each.activity_key)}
        self._keys |= {key.hex: key for key in self._keys.values()}
        concerned = {
            "learner__in": learners,
            "activity_key__in": set(self._keys.values()),
        }
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

    def facts(self, assignment):
        """The Facts of ``assignment``: an Assignment, or any row with its ids, period and due date."""
        version = self.versions[assignment.version_id]
        place = assignment.learner_id, self.requirements[assignment.requirement_id].activity_key
        period = assignment.period
        due_on, extended_on = self._extended.get(assignment.pk, (assignment.due_on, None))
        best = self._best(place, version, period)
        cycles = self._starts.get(place, ())
        return Facts(
            due_on=due_on,
            warn_days=version.warn_days,
            extended_on=extended_on,
            waived_on=self._waived.get(assignment.pk),
            started=period in cycles if period else bool(cycles),
            completed_on=best[1] if best else None,
            expires_on=best[2] if best else None,
        )

    def cycle_of(self, assignment):
        """The cycle of the completion that counts for ``assignment``; None where there is none."""
        key = self.requirements[assignment.requirement_id].activity_key
        best = self._best((assignment.learner_id, key), self.versions[assignment.version_id], assignment.period)
        return best[0] if best else None

    def _best(self, place, version, period):
        """The completion that counts, as (cycle, completed_on, expires_on): the one good for longest, then the first.

        In a yearly period only a completion of that cycle counts, and it is good for the period; else any does.
        """
        best = None
        for cycle, completed_on, valid_until in self._completions.get(place, ()):
            if period and cycle != period:
                continue
            months = None if period else version.valid_months
            expires_on = valid_until or (add_months(completed_on, months) if months else None)
            if best is None or (expires_on or FOREVER) > (best[2] or FOREVER):
                best = (cycle, completed_on, expires_on)
        return best
