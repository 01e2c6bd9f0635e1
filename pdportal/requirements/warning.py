"""Warns of deadlines: no date comes near or passes without the learner being told, once.

What is *due soon* or *expiring* is told the night it becomes so, what is *overdue* or *expired* likewise; an assignment
that begins with its date near is told the first night. A date that moves on (a grant, a leave) is warned of anew.
"""

from collections import defaultdict

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from pdportal.common.dates import today
from pdportal.people.queries import lock_person
from pdportal.requirements import notifications, status
from pdportal.requirements.choices import StatusCode, WarningKind
from pdportal.requirements.records import Assignment
from pdportal.requirements.warning_records import DeadlineWarning

KINDS = {
    StatusCode.DUE_SOON: WarningKind.DUE_SOON,
    StatusCode.OVERDUE: WarningKind.OVERDUE,
    StatusCode.EXPIRING: WarningKind.EXPIRING,
    StatusCode.EXPIRED: WarningKind.EXPIRED,
}
PEOPLE_AT_ONCE = 200


def warn_all(*, at=None):
    """Tell everybody what has come near or passed since they were last told; returns how many people were told.

    One notice and one mail a person, whatever there is to say. Running it twice, or twice at once, tells nothing twice.
    """
    at = at or timezone.now()
    current, people = Assignment.objects.current(today(at)), get_user_model().objects.filter(is_active=True)
    concerned = defaultdict(list)
    for row, code in status.codes(current, people.values("pk"), as_of=today(at)):
        if code in KINDS:
            concerned[row.learner_id].append(row.pk)
    told = 0
    learners = sorted(concerned)
    for first in range(0, len(learners), PEOPLE_AT_ONCE):
        told += _warn_some({pk: concerned[pk] for pk in learners[first : first + PEOPLE_AT_ONCE]}, at)
    return told


def warn(learner, found, *, at=None):
    """Tell ``learner`` of those Statuses in ``found`` of which nothing was said yet; returns the ones told."""
    at = at or timezone.now()
    with transaction.atomic():
        learner = lock_person(learner.pk)
        told = set(
            DeadlineWarning.objects.filter(assignment__in=[each.assignment.pk for each in found])
            .values_list("assignment", "kind", "date")
        )  # fmt: skip
        new = [each for each in found if each.code in KINDS and _key(each) not in told]
        if new:
            DeadlineWarning.objects.bulk_create(
                DeadlineWarning(assignment_id=pk, kind=kind, date=date, told_at=at) for pk, kind, date in map(_key, new)
            )
            notifications.deadlines(learner, sorted(new, key=lambda each: each.urgency), at=at)
    return new


def _warn_some(concerned, at):
    keys = [key for found in concerned.values() for key in found]
    people = get_user_model().objects.in_bulk(concerned)
    statuses = defaultdict(list)
    for each in status.of_assignments(
        Assignment.objects.filter(pk__in=keys), as_of=today(at), learners=list(concerned)
    ):
        statuses[each.assignment.learner_id].append(each)
    told = 0
    for pk, person in people.items():
        if person.is_active:
            told += bool(warn(person, statuses[pk], at=at))
    return told


def _key(found):
    """What a warning is about: the assignment, the kind, and the date that comes near or has passed."""
    kind = KINDS[found.code]
    expires = kind in {WarningKind.EXPIRING, WarningKind.EXPIRED}
    return found.assignment.pk, kind, found.expires_on if expires else found.due_on
