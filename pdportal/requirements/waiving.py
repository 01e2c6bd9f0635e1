"""Waives a requirement for one person, or gives a later date; both with who allowed it and why."""

from django.db import transaction

from pdportal.common.dates import today
from pdportal.people.calendar import SchoolCalendar
from pdportal.requirements.errors import AlreadyWaived, AssignmentEnded, NotLater, ReasonMissing
from pdportal.requirements.records import Assignment, Extension, Waiver


@transaction.atomic
def waive(assignment, *, by, reason, at=None):
    """Free the learner of ``assignment`` from meeting it, from the date of ``at`` (now) on; returns the Waiver.

    Asking twice returns the waiver that stands. Raises ReasonMissing and AssignmentEnded.
    """
    assignment = _locked(assignment, reason)
    waiver, _created = Waiver.objects.get_or_create(
        assignment=assignment, defaults={"granted_on": today(at), "granted_by": by, "reason": reason.strip()[:300]}
    )
    return waiver


@transaction.atomic
def extend(assignment, *, due_on, by, reason, at=None):
    """Give the learner of ``assignment`` until ``due_on`` (moved on to an open day); returns the Extension.

    Asking twice for the same day returns the extension that stands. Raises ReasonMissing, AssignmentEnded,
    AlreadyWaived and, where the date is not later than the present one, NotLater.
    """
    assignment = _locked(assignment, reason)
    if assignment.waivers.exists():
        raise AlreadyWaived
    due_on = SchoolCalendar.load().next_open(due_on)
    latest = assignment.extensions.order_by("-granted_on", "-pk").first()
    if latest and latest.due_on == due_on:
        return latest
    if due_on <= (latest or assignment).due_on:
        raise NotLater
    return Extension.objects.create(
        assignment=assignment, due_on=due_on, granted_on=today(at), granted_by=by, reason=reason.strip()[:300]
    )


def _locked(assignment, reason):
    if not reason.strip():
        raise ReasonMissing
    assignment = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if assignment.ended_on:
        raise AssignmentEnded
    return assignment
