"""Who was trained in what, as of a date, straight from the ledger."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Max
from django.http import Http404

from pdportal.common.dates import today
from pdportal.people.queries import appointments_on
from pdportal.reports.scope import people_of
from pdportal.transcripts.records import Completion


@dataclass(frozen=True)
class Trained:
    """One activity somebody completed: how many people did, and when the last one."""

    key: object
    title: str
    kind: str
    people: int
    last_on: object


@dataclass(frozen=True)
class ActivityReport:
    """Everybody with a standing completion of one activity; ``schools`` are those of the date, by learner id."""

    title: str
    completions: list
    schools: dict

    @property
    def lines(self):
        """(completion, schools in words), by name."""
        return [(row, ", ".join(self.schools.get(row.learner_id, ()))) for row in self.completions]

    @property
    def people(self):
        """How many different people."""
        return len({row.learner_id for row in self.completions})

    def rows(self):
        """The cells of the exported table, in the order of the page."""
        for row, schools in self.lines:
            yield [row.learner.last_name, row.learner.first_name, schools, row.completed_on, row.credit_hours,
                   row.valid_until, today(row.recorded_at), row.get_source_display(), row.cycle]  # fmt: skip


def trained_in(people, moment):
    """The Trained activities of ``people`` at ``moment``, by title; two queries."""
    standing = moment.completions().filter(learner__in=people.values("pk"))
    totals = standing.order_by().values_list("activity_key").annotate(
        Count("learner", distinct=True), Max("completed_on"), Max("pk")
    )  # fmt: skip
    totals = list(totals)
    latest = Completion.objects.in_bulk([row[3] for row in totals])
    found = [
        Trained(key, latest[pk].title, latest[pk].get_activity_kind_display(), count, last_on)
        for key, count, last_on, pk in totals
    ]
    return sorted(found, key=lambda each: each.title.casefold())


def report_on(viewer, key, moment):
    """The ActivityReport for ``viewer``; raises Http404 for an activity that nobody in the ledger ever completed."""
    title = Completion.objects.filter(activity_key=key).order_by("-pk").first()
    if title is None:
        raise Http404
    people = people_of(viewer)
    rows = moment.completions().filter(activity_key=key, learner__in=people.values("pk"))
    completions = list(
        rows.select_related("learner").order_by("learner__last_name", "learner__first_name", "completed_on", "pk")
    )
    return ActivityReport(title.title, completions, _schools(people, moment.as_of))


def _schools(people, day):
    held = appointments_on(day).filter(person__in=people.values("pk")).select_related("school").order_by("school__name")
    schools = defaultdict(list)
    for each in held:
        if each.school.name not in schools[each.person_id]:
            schools[each.person_id].append(each.school.name)
    return schools
