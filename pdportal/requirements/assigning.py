"""Decides who must meet what: makes, ends and reopens assignments as people join and leave audiences."""

import datetime as dt
from collections.abc import Iterable
from functools import cache

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Min
from django.db.models.functions import Coalesce
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from pdportal.common.dates import today
from pdportal.people import audience
from pdportal.people.calendar import SchoolCalendar, period_dates, period_of
from pdportal.requirements.choices import DueAnchor, Recurrence
from pdportal.requirements.due import due
from pdportal.requirements.records import Assignment, Gap, Requirement

BATCH = 500
ONE_DAY = dt.timedelta(days=1)


def assign_all(*, on=None):
    """Bring the assignments of every requirement in step with its audience on the date ``on`` (today).

    Set-based and idempotent: a second run changes nothing. People who left an audience get a last day; people who came
    back have their assignment opened again, with its old due date.
    """
    _assign(Requirement.objects.all(), on=on)


def assign_requirement(requirement, *, on=None):
    """The same for one requirement, for example after its rule changed."""
    _assign([requirement], on=on)


def assign_person(person, *, on=None):
    """The same for everything that concerns ``person``, for example after an appointment changed."""
    _assign(Requirement.objects.all(), on=on, only=[person.pk])


def _assign(requirements: Iterable, *, on, only=None):
    calendar = SchoolCalendar.load()
    for requirement in requirements:
        _assign_one(requirement.pk, on=on or today(), only=only, calendar=calendar)


@transaction.atomic
def _assign_one(requirement_id, *, on, only, calendar):
    """One requirement, with its row locked, so that two runs cannot both make the same assignment."""
    requirement = Requirement.objects.select_for_update().get(pk=requirement_id)
    version = requirement.version_on(on) if requirement.active else None
    members = _members(version, on, only) if version else {}
    period = period_of(on) if version and version.recurrence == Recurrence.YEARLY else ""
    standing = _standing(requirement, on, only)
    kept = {row.learner_id for row in standing if row.period == period}
    _end([row for row in standing if row.learner_id not in members or row.period != period], on)
    _reopen([row for row in standing if row.learner_id in members and row.period == period], on)
    new = {learner: starts_on for learner, starts_on in members.items() if learner not in kept}
    _create(requirement, version, new, period=period, on=on, calendar=calendar)


def _standing(requirement, on, only):
    """The assignments of this year and of no year, as light rows: most of them stay as they are."""
    standing = requirement.assignments.filter(period__in=["", period_of(on)]).order_by()
    if only is not None:
        standing = standing.filter(learner__in=only)
    return list(standing.values_list("pk", "learner_id", "period", "assigned_on", "ended_on", named=True))


def _members(version, on, only):
    """Who is in the audience on ``on``, by id, with the first day of the appointment that puts them there, or None."""
    people = audience.people_in(version.audience, on)
    if only is not None:
        people = people.filter(pk__in=only)
    appointments = audience.appointments_in(version.audience, on, people=people)
    members = dict.fromkeys(people.order_by().values_list("pk", flat=True))
    members.update(appointments.order_by().values_list("person").annotate(Min("starts_on")))
    return members


def _hire_dates(version, people):
    """The hire date of each of ``people`` by id, else their first appointment's; empty where the rule asks for none."""
    if version.due_anchor != DueAnchor.HIRE:
        return {}
    hired = Coalesce("hired_on", Min("appointments__starts_on"))
    asked = get_user_model().objects.filter(pk__in=people).order_by()
    return dict(asked.annotate(hired=hired).values_list("pk", "hired"))


def _end(rows, on):
    """Give those that are still open the day before ``on`` as their last day; those made later stay."""
    leaving = [row.pk for row in rows if row.assigned_on <= on and (row.ended_on is None or row.ended_on >= on)]
    _set_last_day(leaving, on - ONE_DAY, "left the audience")


def _reopen(rows, on):
    """Open again those that ended before ``on``, and remember the days in between."""
    returning = [row for row in rows if row.ended_on and row.ended_on < on]
    gaps = [
        Gap(assignment_id=row.pk, first_day=row.ended_on + ONE_DAY, last_day=on - ONE_DAY)
        for row in returning
        if row.ended_on + ONE_DAY < on
    ]
    Gap.objects.bulk_create(gaps, batch_size=BATCH)
    _set_last_day([row.pk for row in returning], None, "came back into the audience")


def _set_last_day(ids, day, reason):
    for start in range(0, len(ids), BATCH):
        changed = list(Assignment.objects.filter(pk__in=ids[start : start + BATCH]))
        for assignment in changed:
            assignment.ended_on = day
        bulk_update_with_history(changed, Assignment, ["ended_on"], batch_size=BATCH, default_change_reason=reason)


def _create(requirement, version, members, *, period, on, calendar):
    """New assignments, counted from the anchor of the rule, the rule or the year, whichever came last."""
    due_from = cache(lambda counted_from: due(version, counted_from, period, calendar))
    floor = max(version.effective_on, period_dates(period)[0]) if period else version and version.effective_on
    hired = _hire_dates(version, list(members)) if members else {}
    rows = []
    for learner, starts_on in members.items():
        first_day = max(starts_on or floor, floor)
        counted_from = _counted_from(version, first_day, max(hired.get(learner) or first_day, floor), on)
        date = due_from(counted_from)
        if date.on < first_day:  # hired long before this applied
            counted_from, date = first_day, due_from(first_day)
        rows.append(Assignment(
            requirement=requirement, version=version, learner_id=learner, period=period, counted_from=counted_from,
            due_on=date.on, by_start=date.by_start, assigned_on=min(first_day, on),
        ))  # fmt: skip
    if rows:
        bulk_create_with_history(rows, Assignment, batch_size=BATCH, default_change_reason="joined the audience")


def _counted_from(version, first_day, hired_on, on):
    if version.due_anchor == DueAnchor.ASSIGNED:
        return max(first_day, on)
    return hired_on if version.due_anchor == DueAnchor.HIRE else first_day
