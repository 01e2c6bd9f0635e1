"""What a rule would do, shown before it is saved: dates for three hires, and who joins or leaves."""

import datetime as dt
from dataclasses import dataclass

from pdportal.common.dates import today
from pdportal.people import audience
from pdportal.people.calendar import SchoolCalendar, period_dates, period_of
from pdportal.requirements.choices import Recurrence
from pdportal.requirements.due import due
from pdportal.requirements.records import Assignment, RequirementVersion


@dataclass(frozen=True)
class Preview:
    """``hires`` are (first day, due date); the numbers are people; ``audience`` is the rule in words."""

    hires: list
    audience: str
    members: int
    joining: int
    leaving: int


def preview(requirement, rule, *, effective_on):
    """The Preview of ``rule`` (fields of RequirementVersion) for ``requirement``, which may not be saved yet.

    The hires start on 1 July, 1 October and 1 March of the year in which the rule takes effect; the people are those
    of that day, or of today.
    """
    version = RequirementVersion(effective_on=effective_on, **rule)
    on = max(today(), effective_on)
    people = audience.people_in(rule["audience"], on)
    assigned = _assigned(requirement, version, on)
    return Preview(
        hires=_hires(version, effective_on),
        audience=audience.describe(rule["audience"]),
        members=people.count(),
        joining=people.exclude(pk__in=assigned.values("learner")).count(),
        leaving=assigned.exclude(learner__in=people.values("pk")).count(),
    )


def _assigned(requirement, version, on):
    if not requirement.pk:
        return Assignment.objects.none()
    period = period_of(on) if version.recurrence == Recurrence.YEARLY else ""
    return requirement.assignments.in_force(today()).filter(period=period)


def _hires(version, effective_on):
    calendar = SchoolCalendar.load()
    first, last = period_dates(period_of(effective_on))
    period = period_of(effective_on) if version.recurrence == Recurrence.YEARLY else ""
    starts = [first, dt.date(first.year, 10, 1), dt.date(last.year, 3, 1)]
    return [(day, due(version, max(day, effective_on), period, calendar).on) for day in starts]
