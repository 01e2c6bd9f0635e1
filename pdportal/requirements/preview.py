"""What a rule would do, shown before it is saved: dates for three hires, and who joins or leaves."""

import datetime as dt
from dataclasses import dataclass

from pdportal.common.dates import today
from pdportal.people import audience
from pdportal.people.calendar import SchoolCalendar, period_of
from pdportal.requirements.choices import Recurrence
from pdportal.requirements.due import due
from pdportal.requirements.records import Assignment, RequirementVersion


@dataclass(frozen=True)
class Preview:
    """``hires`` are (first day, due date), ``present`` is the due date of those who work here already.

    The numbers are people; ``audience`` is the rule in words.
    """

    hires: list
    present: dt.date
    audience: str
    members: int
    joining: int
    leaving: int


def preview(requirement, rule, *, effective_on):
    """The Preview of ``rule`` (fields of RequirementVersion) for ``requirement``, which may not be saved yet.

    The hires start on the next 1 July, 1 October and 1 March after the rule takes effect; the people are those of that
    day, or of today.
    """
    version = RequirementVersion(effective_on=effective_on, **rule)
    on = max(today(), effective_on)
    people = audience.people_in(rule["audience"], on)
    assigned = _assigned(requirement, version, on)
    return Preview(
        hires=_hires(version, effective_on),
        present=_due(version, effective_on, SchoolCalendar.load()),
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
    """For the next hires of July, October and March the first day and the due date."""
    calendar = SchoolCalendar.load()
    starts = sorted(_next(effective_on, month) for month in (7, 10, 3))
    return [(day, _due(version, day, calendar)) for day in starts]


def _due(version, starts_on, calendar):
    period = period_of(starts_on) if version.recurrence == Recurrence.YEARLY else ""
    return due(version, starts_on, period, calendar).on


def _next(day, month):
    """The first day of the next ``month`` that begins on or after ``day``."""
    found = dt.date(day.year, month, 1)
    return found if found >= day else dt.date(day.year + 1, month, 1)
