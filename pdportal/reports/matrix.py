"""The district matrix: schools by requirements, counted from statuses, kept until anything changes."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Max

from pdportal.people.queries import appointments_on
from pdportal.people.records import Appointment, Leave, School, User
from pdportal.reports.scope import people_of
from pdportal.requirements.choices import StatusCode
from pdportal.requirements.records import Assignment, Extension, Requirement, RequirementVersion, Waiver
from pdportal.requirements.status import codes
from pdportal.transcripts.records import ActivityStart, Completion

LATE = [StatusCode.OVERDUE, StatusCode.EXPIRED]
MET = [StatusCode.DONE, StatusCode.EXPIRING, StatusCode.WAIVED]
KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Cell:
    """Statuses of one requirement at one school (or everywhere), counted by code."""

    requirement: Requirement
    counts: dict

    @property
    def required(self):
        """How many people it is required of."""
        return sum(self.counts.values())

    @property
    def met(self):
        """How many have done it or need not."""
        return sum(self.counts.get(code, 0) for code in MET)

    @property
    def late(self):
        """How many are overdue or have let it expire."""
        return sum(self.counts.get(code, 0) for code in LATE)

    @property
    def by_code(self):
        """(code, count) for every code in a fixed order."""
        return [(code, self.counts.get(code, 0)) for code in StatusCode]


@dataclass(frozen=True)
class Matrix:
    """``lines`` are (school, Cells in the order of ``requirements``); ``totals`` count each person once.

    ``stamp`` changes whenever anything in it may have changed.
    """

    requirements: list
    lines: list
    totals: list
    stamp: str

    @property
    def late(self):
        """How many requirements of people are overdue or have expired, in the whole district."""
        return sum(cell.late for cell in self.totals)

    def rows(self):
        """The cells of the exported table: one row per school and requirement, then the district."""
        for school, cells in [*self.lines, (None, self.totals)]:
            for cell in cells:
                if cell.required:
                    counts = [count for _code, count in cell.by_code]
                    yield [school.name if school else "", str(cell.requirement), cell.required, *counts]


def matrix_for(viewer, moment):
    """The Matrix for ``viewer``: a person with two schools counts at both, and once in the totals."""
    stamp = _stamp(viewer)
    counts = _counts(viewer, moment, stamp)
    asked = {requirement for _school, requirement in counts}
    requirements = [each for each in Requirement.objects.all() if each.pk in asked]
    schools = [each for each in School.objects.all() if any((each.pk, pk) in counts for pk in asked)]
    lines = [(school, _cells(school.pk, requirements, counts)) for school in schools]
    names = [each.name for each in schools]
    return Matrix(requirements, lines, _cells(None, requirements, counts), f"{stamp}{names}")


def _cells(school, requirements, counts):
    return [Cell(requirement, counts.get((school, requirement.pk), {})) for requirement in requirements]


def _counts(viewer, moment, stamp):
    """Counts of codes by (school id or None for all, requirement id); from the cache while nothing has changed."""
    key = f"reports.matrix.{viewer.pk}.{moment.as_of}.{moment.known_then}"
    kept = cache.get(key)
    if kept and kept[0] == stamp:
        return kept[1]
    counts = _count(viewer, moment)
    cache.set(key, (stamp, counts), KEPT_SECONDS)
    return counts


def _count(viewer, moment):
    people = people_of(viewer).values("pk")
    schools = defaultdict(set)
    held = appointments_on(moment.as_of).filter(person__in=people).order_by()
    for person, school in held.values_list("person_id", "school_id"):
        schools[person].add(school)
    counts = defaultdict(Counter)
    assignments = Assignment.objects.current(moment.as_of).filter(learner__in=people)
    for row, code in codes(assignments, people, as_of=moment.as_of, known_at=moment.known_at):
        for school in (None, *schools.get(row.learner_id, ())):
            counts[school, row.requirement_id][code] += 1
    return {place: dict(found) for place, found in counts.items()}


def _stamp(viewer):
    """Changes whenever a row the matrix depends on is added or changed; eleven look-ups in indexes."""
    newest = [
        model.objects.order_by().aggregate(newest=Max("pk"))["newest"]
        for model in (RequirementVersion, Waiver, Extension, ActivityStart, Completion, Assignment.history.model,
                      Requirement.history.model, Appointment.history.model, User.history.model, Leave.history.model)
    ]  # fmt: skip
    revoked = (
        Completion.objects.filter(revoked_at__isnull=False).order_by().aggregate(newest=Max("revoked_at"))["newest"]
    )
    return (*newest, revoked, viewer.is_active)
