"""The building report: exceptions first, then everybody and what is required of them."""

from collections import Counter
from dataclasses import dataclass, field

from pdportal.people.queries import appointments_on
from pdportal.reports.scope import staff_of
from pdportal.requirements.choices import StatusCode
from pdportal.requirements.records import Requirement
from pdportal.requirements.status import statuses

EXCEPTIONS = [StatusCode.OVERDUE, StatusCode.EXPIRED, StatusCode.DUE_SOON, StatusCode.EXPIRING]


@dataclass
class Line:
    """One person of the building: the appointments held there, and a Status or None for each requirement in order."""

    person: object
    appointments: list = field(default_factory=list)
    cells: list = field(default_factory=list)

    @property
    def roles(self):
        """The roles in words."""
        return ", ".join(str(held.get_role_display()) for held in self.appointments)


@dataclass(frozen=True)
class BuildingReport:
    """What one page shows: the requirements that apply to anybody, a Line each, and the exceptions, worst first."""

    school: object
    requirements: list
    lines: list

    @property
    def concerned(self):
        """The Lines of those of whom anything is required."""
        return [line for line in self.lines if any(line.cells)]

    @property
    def unconcerned(self):
        """The Lines of those of whom nothing is required."""
        return [line for line in self.lines if not any(line.cells)]

    @property
    def exceptions(self):
        """(Line, Status) of everything overdue, expired, due soon or expiring, the most urgent first."""
        found = [(line, cell) for line in self.lines for cell in line.cells if cell and cell.code in EXCEPTIONS]
        return sorted(found, key=lambda pair: pair[1].urgency)

    @property
    def counts(self):
        """How many statuses there are of each code, and all of them as ``required``."""
        codes = Counter(str(cell.code) for line in self.lines for cell in line.cells if cell)
        return codes | {"required": codes.total()}

    def rows(self):
        """The cells of the exported table: a row for every person and requirement, those without any included."""
        for line in self.lines:
            person = [line.person.last_name, line.person.first_name, line.roles]
            found = [cell for cell in line.cells if cell]
            for cell in found:
                yield [*person, str(cell.requirement), cell.assignment.period, cell.label, cell.due_on,
                       cell.completed_on, cell.expires_on, cell.why_of_other]  # fmt: skip
            if not found:
                yield [*person, "", "", "", "", "", "", ""]


def report_on(viewer, school, moment):
    """The BuildingReport of ``school`` for ``viewer``; five queries for any number of people."""
    people = staff_of(viewer, school, moment.as_of)
    lines = {person.pk: Line(person) for person in people}
    for held in appointments_on(moment.as_of).filter(school=school, person__in=people.values("pk")).order_by("pk"):
        if held.person_id in lines:
            lines[held.person_id].appointments.append(held)
    found = statuses(people.values("pk"), as_of=moment.as_of, known_at=moment.known_at)
    requirements = _in_order({status.requirement for status in found.values()})
    for pk, line in lines.items():
        line.cells = [found.get((pk, requirement.pk)) for requirement in requirements]
    return BuildingReport(school, requirements, list(lines.values()))


def _in_order(requirements: set[Requirement]):
    return sorted(requirements, key=lambda requirement: (requirement.position, requirement.name_en))
