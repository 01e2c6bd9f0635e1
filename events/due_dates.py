"""Due dates as calendar entries: they last all day and block no time."""

import datetime as dt

from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from events.calendar_sources import Entry
from pdportal.common.dates import start_of_day
from pdportal.requirements import status
from pdportal.requirements.records import Extension


def entries_of(person, first, last):
    """Calendar source: what ``person`` must still do, on the days from ``first`` to ``last`` on which it is due."""
    open_ones = [found for found in status.of_person(person) if not found.is_settled and first <= found.due_on <= last]
    granted = _extended([found.assignment.pk for found in open_ones])
    return [_entry(found, granted.get(found.assignment.pk)) for found in open_ones]


def _extended(assignments):
    """When the last extension of each of ``assignments`` (keys) was granted."""
    found = Extension.objects.filter(assignment__in=assignments).values("assignment").annotate(day=Max("granted_on"))
    return {row["assignment"]: row["day"] for row in found.order_by()}


def _entry(found, extended_on):
    assignment = found.assignment
    changed_at = assignment.recorded_at
    if extended_on:
        changed_at = max(changed_at, start_of_day(extended_on))
    return Entry(
        uid=f"due-{assignment.pk}@{settings.CALENDAR_HOST}",
        kind="due",
        title=_("Due: %(requirement)s") % {"requirement": found.requirement},
        starts_at=found.due_on,
        ends_at=found.due_on,
        changed_at=changed_at.astimezone(dt.UTC),
        # Days of delay granted: a number that rises with every extension, and is the same whenever it is asked for.
        sequence=max((found.due_on - assignment.due_on).days, 0),
        url=reverse("home:my_page"),
    )
