"""Decides who must meet what: makes, ends and reopens assignments as people join and leave audiences."""

import datetime as dt
from collections.abc import Iterable
from functools import cache

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Count, Min
from django.db.models.functions import Coalesce
from django.utils import timezone

from pdportal.common.dates import today
from pdportal.common.histories import BATCH, change, insert
from pdportal.people import audience
from pdportal.people.calendar import SchoolCalendar, period_of
from pdportal.requirements.choices import DueAnchor, Recurrence, RotateBy
from pdportal.requirements.due import due
from pdportal.requirements.records import Assignment, Gap, Requirement
from pdportal.requirements.rounds import activity_of, admits, round_on

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
    people = _members(version, on, only)
    members = set(people.order_by().values_list("pk", flat=True)) if version else set()
    period = period_of(on) if version and version.recurrence == Recurrence.YEARLY else ""
    standing = _standing(requirement, on, only)
    _end([row for row in standing if row.learner_id not in members or row.period != period], on)
    _reopen([row for row in standing if row.learner_id in members and row.period == period], on)
    new = members - {row.learner_id for row in standing if row.period == period}
    found = round_on(version, on) if new else None
    if found:
        _create(version, found, _through(version, new, people, on), on=on, calendar=calendar)


def _standing(requirement, on, only):
    """The assignments of this year and of no year, as light rows: most of them stay as they are.

    Of somebody who was to do it again after a change, only the latest one: those before it are over.
    """
    standing = requirement.assignments.filter(period__in=["", period_of(on)]).order_by("pk")
    if only is not None:
        standing = standing.filter(learner__in=only)
    rows = standing.values_list("pk", "learner_id", "period", "assigned_on", "ended_on", named=True)
    return list({(row.learner_id, row.period): row for row in rows}.values())


def _members(version, on, only):
    """Who is in the audience of ``version`` (None: nobody) on ``on``, as a queryset."""
    people = audience.people_in(version.audience, on) if version else get_user_model().objects.none()
    return people if only is None else people.filter(pk__in=only)


def _through(version, new, people, on):
    """For each of the people ``new`` (ids) the appointment that puts them in, as (first day, facts), or (None, {})."""
    held = audience.appointments_in(version.audience, on, people=people).order_by("starts_on", "pk")
    through = {}
    for person, starts_on, role, school in held.values_list("person_id", "starts_on", "role", "school__name"):
        if person in new and person not in through:
            through[person] = starts_on, {"role": role, "school": school, "from": starts_on.isoformat()}
    return {person: through.get(person, (None, {})) for person in sorted(new)}


def _hire_dates(version, people):
    """The hire date of each of ``people`` by id, else their first appointment's; empty where the rule asks for none."""
    if version.due_anchor != DueAnchor.HIRE or not people:
        return {}
    hired = Coalesce("hired_on", Min("appointments__starts_on"))
    asked = get_user_model().objects.filter(pk__in=list(people)).order_by()
    return dict(asked.annotate(hired=hired).values_list("pk", "hired"))


def _end(rows, on):
    """Give those that are still open the day before ``on`` as their last day; those made later stay."""
    leaving = [row.pk for row in rows if row.assigned_on <= on and (row.ended_on is None or row.ended_on >= on)]
    change(Assignment, leaving, ended_on=on - ONE_DAY, reason="left the audience")


def _reopen(rows, on):
    """Open again those that ended before ``on``, and remember the days in between."""
    returning = [row for row in rows if row.ended_on and row.ended_on < on]
    gaps = [
        Gap(assignment_id=row.pk, first_day=row.ended_on + ONE_DAY, last_day=on - ONE_DAY)
        for row in returning
        if row.ended_on + ONE_DAY < on
    ]
    Gap.objects.bulk_create(gaps, batch_size=BATCH)
    change(Assignment, [row.pk for row in returning], ended_on=None, reason="came back into the audience")


def _create(version, found, people, *, on, calendar):
    """New assignments, counted from the anchor of the rule, the rule or the round, whichever came last."""
    due_from = cache(lambda counted_from: due(version, counted_from, found.period, calendar))
    people = {learner: why for learner, why in people.items() if admits(version, why[0], found, calendar)}
    hired, earlier = _hire_dates(version, people), _earlier_rounds(version, found.period)
    floor, now, rows = found.opens_on, timezone.now(), []
    for learner, (starts_on, facts) in people.items():
        first_day = max(starts_on or floor, floor)
        counted_from = _counted_from(version, first_day, max(hired.get(learner) or first_day, floor), on)
        date = due_from(counted_from)
        if date.on < first_day:  # hired long before this applied
            counted_from, date = first_day, due_from(first_day)
        rows.append({
            "requirement_id": version.requirement_id, "version_id": version.pk, "learner_id": learner,
            "period": found.period, "activity_key": activity_of(version, found.period, earlier.get(learner, 0)),
            "through": facts, "consequence_id": None, "top_up_key": None, "counted_from": counted_from,
            "due_on": date.on, "by_start": date.by_start, "assigned_on": min(first_day, on), "ended_on": None,
            "recorded_at": now,
        })  # fmt: skip
    if rows:
        insert(rows, among=Assignment.objects.filter(requirement=version.requirement_id), reason="joined the audience")


def _counted_from(version, first_day, hired_on, on):
    if version.due_anchor == DueAnchor.ASSIGNED:
        return max(first_day, on)
    return hired_on if version.due_anchor == DueAnchor.HIRE else first_day


def _earlier_rounds(version, period):
    """How many rounds before ``period`` each person had, by id; asked only where the set turns by person."""
    if not version.rotation or version.rotate_by != RotateBy.PERSON:
        return {}
    rounds = Assignment.objects.filter(requirement=version.requirement_id, period__lt=period).exclude(period="")
    return dict(rounds.order_by().values_list("learner").annotate(Count("period", distinct=True)))
