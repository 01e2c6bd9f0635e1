"""The person report: statuses with their reasons, hours by year, completions."""

from dataclasses import dataclass
from decimal import Decimal

from pdportal.people.calendar import period_of
from pdportal.people.queries import appointments_on
from pdportal.requirements.status import statuses


@dataclass(frozen=True)
class PersonReport:
    """What one page shows of one person."""

    appointments: list
    statuses: list
    completions: list

    @property
    def hours(self):
        """(year, credit hours) of the completions, newest year first."""
        years = {}
        for completion in self.completions:
            year = period_of(completion.completed_on)
            years[year] = years.get(year, Decimal(0)) + completion.credit_hours
        return sorted(years.items(), reverse=True)

    def rows(self):
        """The cells of the exported table, in the order of the page."""
        for found in self.statuses:
            yield [str(found.requirement), found.assignment.period, found.label, found.due_on, found.completed_on,
                   found.expires_on, found.why_of_other]  # fmt: skip


def report_on(learner, moment):
    """The PersonReport of ``learner`` at ``moment``; five queries."""
    held = appointments_on(moment.as_of).filter(person=learner).select_related("school")
    found = statuses([learner], as_of=moment.as_of, known_at=moment.known_at)
    return PersonReport(
        appointments=list(held),
        statuses=sorted(found.values(), key=lambda status: status.urgency),
        completions=list(moment.completions().filter(learner=learner)),
    )
