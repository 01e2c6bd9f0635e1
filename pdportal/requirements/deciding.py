"""Decides what a changed rule or course means for those who were done: keep, a short top-up, or do it again."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from pdportal.common.dates import today
from pdportal.people.calendar import SchoolCalendar
from pdportal.requirements.choices import ConsequenceKind, RotateBy, StatusCode
from pdportal.requirements.errors import AlreadyDecided, DueDateMissing, TopUpMissing
from pdportal.requirements.records import Assignment, Requirement, RequirementVersion
from pdportal.requirements.rounds import activity_of
from pdportal.requirements.rule_records import Consequence
from pdportal.requirements.status import codes

BATCH = 500
ONE_DAY = dt.timedelta(days=1)
WAS_DONE = {StatusCode.DONE, StatusCode.EXPIRING}


@dataclass(frozen=True)
class Change:
    """What changed: the rule of a requirement (``version`` is the new one), or a course (``page_revision``)."""

    activity_key: uuid.UUID
    version: RequirementVersion | None = None
    page_revision: int | None = None

    @property
    def key(self):
        """What a Consequence of this change is found by."""
        if self.version:
            return {"version": self.version}
        return {"activity_key": self.activity_key, "page_revision": self.page_revision}

    def assignments(self, on):
        """The assignments on ``on`` that the change touches, done or not."""
        current = Assignment.objects.current(on)
        if self.version:
            return current.filter(requirement=self.version.requirement_id)
        return current.filter(activity_key=self.activity_key)


def done_under(assignments, *, on):
    """Ids of those ``assignments`` (a queryset) whose activity was completed and is good on ``on``."""
    learners = assignments.order_by().values("learner")
    return [row.pk for row, code in codes(assignments, learners, as_of=on) if code in WAS_DONE]


@transaction.atomic
def decide(change, kind, *, by, top_up_key=None, due_on=None, at=None):
    """Record what ``change`` means for those who were done, and ask them for what follows; returns the Consequence.

    *Keep* asks nothing. *Top-up* asks for another activity, *redo* for the same one again, by ``due_on`` (moved on to
    an open day). Completions and their dates stay as they are: the assignment that was met ends the day before, and one
    that follows it begins. Those who were not done yet keep their due date. Asking twice for the same returns what
    stands. Raises AlreadyDecided, DueDateMissing, TopUpMissing.
    """
    at = at or timezone.now()
    on = max(today(at), change.version.effective_on) if change.version else today(at)
    standing = Consequence.objects.filter(**change.key).first()
    if standing:
        if (standing.kind, standing.top_up_key) != (kind, top_up_key if kind == ConsequenceKind.TOP_UP else None):
            raise AlreadyDecided
        return standing
    _check(change, kind, top_up_key, due_on, on)
    asks = kind != ConsequenceKind.KEEP
    requirements = change.assignments(on).order_by().values("requirement")
    list(Requirement.objects.select_for_update().filter(pk__in=requirements).order_by("pk"))  # no assigning meanwhile
    done = done_under(change.assignments(on), on=on)
    consequence = Consequence.objects.create(
        activity_key=change.activity_key, version=change.version, page_revision=change.page_revision, kind=kind,
        top_up_key=top_up_key if kind == ConsequenceKind.TOP_UP else None,
        due_on=SchoolCalendar.load().next_open(due_on) if asks else None, people=len(done), decided_at=at,
        decided_by=by,
    )  # fmt: skip
    if asks:
        for start in range(0, len(done), BATCH):
            _follow(done[start : start + BATCH], consequence, change, on)
    return consequence


def _check(change, kind, top_up_key, due_on, on):
    if kind == ConsequenceKind.KEEP:
        return
    if due_on is None or due_on < on:
        raise DueDateMissing
    if kind == ConsequenceKind.TOP_UP and top_up_key in (None, change.activity_key):
        raise TopUpMissing


def _follow(ids, consequence, change, on):
    """End the assignments ``ids`` the day before ``on`` and begin those that follow them."""
    old = list(Assignment.objects.filter(pk__in=ids).select_related("version").order_by("pk"))
    new = [
        Assignment(
            requirement_id=row.requirement_id, version=change.version or row.version, learner_id=row.learner_id,
            period=row.period, activity_key=_activity(row, consequence, change), through=row.through,
            consequence=consequence, top_up_key=consequence.top_up_key, counted_from=on, due_on=consequence.due_on,
            by_start=False, assigned_on=on,
        )
        for row in old
    ]  # fmt: skip
    for row in old:
        row.ended_on = on - ONE_DAY
    reason = "followed by what a change asks for"
    bulk_update_with_history(old, Assignment, ["ended_on"], batch_size=BATCH, default_change_reason=reason)
    bulk_create_with_history(new, Assignment, batch_size=BATCH, default_change_reason="asked for by a change")


def _activity(row, consequence, change):
    """What is done again: the activity that the new rule asks for; of a set that turns by person, the same one."""
    version = change.version
    if version is None or consequence.kind == ConsequenceKind.TOP_UP:
        return row.activity_key
    if version.rotation and version.rotate_by == RotateBy.PERSON:
        return row.activity_key
    return activity_of(version, row.period, 0)
