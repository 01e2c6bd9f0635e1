"""The coordinator's report: contact hours of every pair against the minimum, as of a date; dates and minutes only."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from mentoring import hours, silence
from mentoring.hours import PairHours
from mentoring.records import Pairing
from pdportal.people.queries import appointments_on

HEADER = (
    _("Mentor"), _("Mentee"), _("School"), _("Program"), _("From"), _("Term"), _("Hours this term"), _("Minimum"),
    _("Missing"), _("Hours in all"), _("Meetings"), _("Last contact"), _("Days without contact"),
    _("Hours confirmed"), _("Hours disputed"),
)  # fmt: skip
SHOW_ALL, SHOW_MISSING, SHOW_SILENT = "all", "missing", "silent"


@dataclass(frozen=True)
class Line:
    """One pair in the report."""

    pairing: Pairing
    school: Any
    hours: PairHours
    contact_missing: bool = False

    @property
    def term(self):
        """The TermHours of the term that ran on the date of the report."""
        return self.hours.current

    def cells(self):
        """The line as a row of a table, in the order of HEADER."""
        pairing, term = self.pairing, self.term
        return [
            str(pairing.mentor), str(pairing.mentee), str(self.school or ""), pairing.programme.title,
            pairing.starts_on, term.term.label, term.hours, term.minimum, term.missing, self.hours.total,
            self.hours.meetings, self.hours.last_contact, self.hours.days_silent,
            self.hours.confirmed, self.hours.disputed,
        ]  # fmt: skip


def lines(on, *, programme=None, show=SHOW_ALL):
    """The Line of every pairing in force on ``on``, by mentor and mentee; the same queries for any number.

    ``show`` leaves only those who miss hours this term, or whose contact is missing although they were reminded.
    """
    pairings = Pairing.objects.in_force(on).with_people()
    if programme:
        pairings = pairings.filter(programme=programme)
    pairings = list(pairings.order_by("mentor__last_name", "mentor__first_name", "mentee__last_name", "pk"))
    found = hours.of_pairings(pairings, on=on)
    schools = dict(
        appointments_on(on)
        .filter(person__in=[pairing.mentee_id for pairing in pairings])
        .order_by("-starts_on")
        .values_list("person", "school__name")
    )
    missing = silence.missing(on)
    every = [
        Line(pairing, schools.get(pairing.mentee_id), found[pairing.pk], pairing.pk in missing) for pairing in pairings
    ]
    if show == SHOW_MISSING:
        return [line for line in every if line.term.missing]
    if show == SHOW_SILENT:
        return [line for line in every if line.contact_missing]
    return every
