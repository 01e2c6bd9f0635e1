"""What a rule would do, shown before it is saved: dates for three hires, who joins or leaves, and the time it takes."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.core.paginator import Page, Paginator

from pdportal.common.dates import today
from pdportal.people import audience, oversight
from pdportal.people.calendar import SchoolCalendar, period_dates, period_of
from pdportal.requirements import budget
from pdportal.requirements.choices import Recurrence
from pdportal.requirements.due import due
from pdportal.requirements.records import Assignment, RequirementVersion
from pdportal.requirements.rounds import admits, next_round, round_on

NAMES_A_PAGE = 20


@dataclass(frozen=True)
class Hire:
    """Somebody who starts on a day: counted from ``opens_on``, due on ``due_on``; None where never asked.

    ``waits``: the round under way passes this person by, and the dates are those of the next one.
    """

    starts_on: dt.date | None
    opens_on: dt.date | None
    due_on: dt.date | None
    waits: bool = False


@dataclass(frozen=True)
class Group:
    """People to whom the same happens: how many, and one page of those whom the reader may see, by name."""

    name: str
    count: int
    page: Page


@dataclass(frozen=True)
class Preview:
    """``hires`` are those who work here already (without a first day) and three who start later.

    ``times`` are the minutes each role is asked for in the school year, this rule included.
    """

    version: RequirementVersion
    hires: list
    audience: str
    members: int
    groups: list
    times: list

    def group(self, name):
        """How many people are ``joining``, ``leaving`` or ``unchanged``."""
        return next(group.count for group in self.groups if group.name == name)


def preview(requirement, rule, *, effective_on, viewer, pages=None):
    """The Preview of ``rule`` (fields of RequirementVersion) for ``requirement``, which may not be saved yet.

    The hires start on the next 1 July, 1 October and 1 March after the rule takes effect; the people are those of that
    day, or of today. Names are shown of people whom ``viewer`` may see; ``pages`` says which page of each group.
    """
    version = RequirementVersion(**{"effective_on": effective_on, "activity_key": requirement.activity_key} | rule)
    on = max(today(), effective_on)
    people = audience.people_in(rule["audience"], on)
    assigned = _assigned(requirement, version).order_by().values("learner")
    groups = {
        "joining": people.exclude(pk__in=assigned),
        "leaving": _people_of(assigned).exclude(pk__in=people.values("pk")),
        "unchanged": people.filter(pk__in=assigned),
    }
    found = [_group(name, group, viewer, (pages or {}).get(name)) for name, group in groups.items()]
    return Preview(
        version=version,
        hires=hires(version, SchoolCalendar.load()),
        audience=audience.describe(rule["audience"]),
        members=sum(group.count for group in found if group.name != "leaving"),
        groups=found,
        times=budget.with_version(version, requirement=requirement, on=on),
    )


def hires(version, calendar):
    """The Hires of the time line: who is here when the rule takes effect, then the next July, October and March."""
    starts = sorted(_next(version.effective_on, month) for month in (7, 10, 3))
    return [_hire(version, None, calendar), *(_hire(version, day, calendar) for day in starts)]


def _hire(version, starts_on, calendar):
    day = max(starts_on or version.effective_on, version.effective_on)
    found = round_on(version, day) or next_round(version, day)
    waits = not admits(version, starts_on, found, calendar)
    if waits and version.recurrence != Recurrence.YEARLY:
        return Hire(starts_on, None, None, waits=True)
    if waits:
        found = next_round(version, period_dates(period_of(found.opens_on))[1])
    counted_from = max(starts_on or found.opens_on, found.opens_on)
    return Hire(starts_on, counted_from, due(version, counted_from, found.period, calendar).on, waits)


def _assigned(requirement, version):
    if not requirement.pk:
        return Assignment.objects.none()
    period = period_of(max(today(), version.effective_on)) if version.recurrence == Recurrence.YEARLY else ""
    return requirement.assignments.in_force(today()).filter(period=period)


def _people_of(learners):
    return get_user_model().objects.filter(pk__in=learners)


def _group(name, people, viewer, number):
    seen = people.filter(pk__in=oversight.visible_to(viewer).values("pk"))
    pages = Paginator(seen.order_by("last_name", "first_name", "pk"), NAMES_A_PAGE)
    return Group(name, people.count(), pages.get_page(number))


def _next(day, month):
    """The first day of the next ``month`` that begins on or after ``day``."""
    found = dt.date(day.year, month, 1)
    return found if found >= day else dt.date(day.year + 1, month, 1)
