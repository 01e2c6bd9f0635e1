"""How requirements stand: the one function that every screen, export, mail and feed asks."""

import datetime as dt
from collections import namedtuple
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from pdportal.common.dates import today
from pdportal.requirements import wording
from pdportal.requirements.choices import StatusCode
from pdportal.requirements.evidence import EXPIRY_WARN_DAYS, KEY_TEXT, TOP_UP_TEXT, Evidence, Facts
from pdportal.requirements.records import Assignment, Requirement, RequirementVersion
from pdportal.requirements.rule_records import Consequence

COLUMNS = (
    "pk", "learner_id", "requirement_id", "version_id", "period", "assigned_on", "consequence_id", "due_on",
    "counted_from", "waived_on", "extended_to", "extended_on",
)  # fmt: skip
Row = namedtuple("Row", [*COLUMNS, "activity_key", "top_up_key"])
MOST_URGENT_FIRST = [
    StatusCode.OVERDUE,
    StatusCode.EXPIRED,
    StatusCode.DUE_SOON,
    StatusCode.EXPIRING,
    StatusCode.IN_PROGRESS,
    StatusCode.NOT_STARTED,
    StatusCode.DONE,
    StatusCode.WAIVED,
]
URGENCY = {code: rank for rank, code in enumerate(MOST_URGENT_FIRST)}
SETTLED = {StatusCode.DONE, StatusCode.EXPIRING, StatusCode.WAIVED}


@dataclass(frozen=True)
class Status:
    """How one requirement stands for one person on ``as_of``; sentences are made in the language active when read."""

    code: StatusCode
    due_on: dt.date
    completed_on: dt.date | None
    expires_on: dt.date | None
    requirement: Requirement
    assignment: Assignment
    as_of: dt.date
    facts: Facts

    @property
    def activity_key(self):
        """The activity to do, or that was done: of an assignment with a top-up still to do, the top-up."""
        return self.facts.activity_key or self.assignment.activity_key

    @property
    def label(self):
        """The code in words."""
        return str(self.code.label)

    @property
    def why(self):
        """One sentence to the learner: “Due Friday, 12 December, because you started on 1 October.”"""
        return wording.why(self.code, self.facts, self.assignment, as_of=self.as_of)

    @property
    def why_of_other(self):
        """The same sentence about the learner, for principals and mentors: same dates, no “you”."""
        return wording.why(self.code, self.facts, self.assignment, as_of=self.as_of, to_learner=False)

    @property
    def why_url(self):
        """The page that says why, in full; for whoever may see the learner."""
        return reverse("requirements:why", args=[self.assignment.pk])

    @property
    def is_settled(self):
        """True where nothing is to be done today: done (even if it expires soon) or waived."""
        return self.code in SETTLED

    @property
    def is_asked(self):
        """True where the learner has asked for more time or a waiver and waits for the answer; why, is not told."""
        return self.assignment.asked

    @property
    def urgency(self):
        """Sorts statuses, the most urgent first."""
        return URGENCY[self.code], self.due_on, self.requirement.position, self.requirement.pk


def decide(facts, as_of):
    """The StatusCode that ``facts`` give on ``as_of``. Pure: no clock, no query.

    Something done is done even if it was waived too. It is *expiring* in the last 30 days it is good for (the last day
    included), *expired* after them. The due day itself is still *due soon*; the day after is *overdue*. During leave
    that moves the date nothing becomes due soon.
    """
    if facts.completed_on:
        if facts.expires_on is None:
            return StatusCode.DONE
        left = (facts.expires_on - as_of).days
        if left >= 0:
            return StatusCode.EXPIRING if left <= max(EXPIRY_WARN_DAYS, facts.warn_days) else StatusCode.DONE
    if facts.waived_on:
        return StatusCode.WAIVED
    if facts.completed_on:
        return StatusCode.EXPIRED
    left = (facts.due_on - as_of).days
    if left < 0:
        return StatusCode.OVERDUE
    if left <= facts.warn_days and not facts.away:
        return StatusCode.DUE_SOON
    return StatusCode.IN_PROGRESS if facts.started else StatusCode.NOT_STARTED


def status(learner, requirement, *, as_of=None, known_at=None):
    """How ``requirement`` stands for ``learner`` on the date ``as_of`` (today); None where it was not required then."""
    found = statuses([learner], requirements=[requirement], as_of=as_of, known_at=known_at)
    return found.get((learner.pk, requirement.pk))


def statuses(learners, *, requirements=None, keys=None, as_of=None, known_at=None):
    """The Status of every (learner id, requirement id) that was required on ``as_of``: three queries for any number.

    ``learners`` and ``requirements`` are querysets or lists of people or ids and of requirements (all those in use);
    ``keys`` narrows them to what asks for these activities. The facts are those of ``as_of``: assignments in force
    then, dates and waivers granted by then, completions true by then, as the ledger knew them at the aware moment
    ``known_at`` (now). A requirement that changed from once to yearly shows its yearly period.
    """
    as_of = as_of or today()
    learners = learners if isinstance(learners, QuerySet) else list(learners)
    assignments = Assignment.objects.current(as_of).filter(learner__in=learners)
    if requirements is not None:
        assignments = assignments.filter(requirement__in=requirements)
    if keys is not None:
        assignments = assignments.asking_for(keys)
    return {(found.assignment.learner_id, found.assignment.requirement_id): found
            for found in of_assignments(assignments, as_of=as_of, known_at=known_at, learners=learners)}  # fmt: skip


def of_assignments(assignments, *, as_of, known_at=None, learners=None):
    """The Status on ``as_of`` of each of ``assignments`` (a queryset), in order of period; three queries.

    ``learners`` are the people concerned, where the caller knows them: a queryset, where there may be thousands.
    """
    rows = assignments.with_grants(as_of).select_related("requirement", "version").order_by("period", "pk")
    learners = {row.learner_id for row in rows} if learners is None else learners
    keys = {key for row in rows for key in (row.activity_key, row.top_up_key, row.version.due_after_key) if key}
    evidence = Evidence(learners, keys, as_of=as_of, known_at=known_at)
    return [_status(row, evidence) for row in rows]


def codes(assignments, learners, *, as_of, known_at=None):
    """(row, StatusCode) for each of ``assignments``, without making objects of them: to count very many.

    A row has pk, learner_id and requirement_id. ``learners`` are the people concerned, as a queryset.
    """
    versions = RequirementVersion.objects.in_bulk()
    keys = {key for version in versions.values() for key in [*version.activity_keys, version.due_after_key] if key}
    keys.update(Consequence.objects.exclude(top_up_key=None).values_list("top_up_key", flat=True))
    evidence = Evidence(learners, keys, as_of=as_of, known_at=known_at)
    rows = assignments.with_grants(as_of).order_by("period").values_list(*COLUMNS, KEY_TEXT, TOP_UP_TEXT)
    for row in map(Row._make, rows.iterator(chunk_size=5000)):
        leaves = evidence.leaves.get(row.learner_id, ())
        yield row, decide(evidence.facts(row, versions[row.version_id], leaves=leaves), as_of)


def of_person(learner, *, as_of=None):
    """Everything required of ``learner`` on ``as_of`` (today), the most urgent first."""
    return sorted(statuses([learner], as_of=as_of).values(), key=lambda found: found.urgency)


def for_activity(learner, activity_key, *, as_of=None):
    """The Status of ``learner`` in the requirement that asks for this activity; None where there is none."""
    return for_activities(learner, [activity_key], as_of=as_of).get(activity_key)


def for_activities(learner, keys, *, as_of=None):
    """By activity key, the Status of ``learner`` in each activity that is required; the most urgent one of several."""
    found = statuses([learner], keys=keys, as_of=as_of).values()
    by_urgency = sorted(found, key=lambda status: status.urgency, reverse=True)
    return {status.activity_key: status for status in by_urgency}


def _status(assignment, evidence):
    leaves = evidence.leaves.get(assignment.learner_id, ()) if assignment.has_leave else ()
    facts = evidence.facts(assignment, assignment.version, leaves=leaves)
    return Status(
        code=decide(facts, evidence.as_of),
        due_on=facts.due_on,
        completed_on=facts.completed_on,
        expires_on=facts.expires_on,
        requirement=assignment.requirement,
        assignment=assignment,
        as_of=evidence.as_of,
        facts=facts,
    )
