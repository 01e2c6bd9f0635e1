"""The report on mentoring programmes: who has a mentor, how soon, and how each pair stands on a date."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring import coverage, hours, pair_progress
from mentoring.coverage import Need
from mentoring.hours import PairHours
from mentoring.queries import programmes, programmes_on_record
from pdportal.people.permissions import can_coordinate
from pdportal.people.queries import appointments_on
from pdportal.people.records import School
from pdportal.reports.mentoring_totals import Totals
from pdportal.reports.scope import buildings_of, people_of

MISSING, DISPUTED, SILENT, OVER = "missing", "disputed", "silent", "over"
SHOW = [
    ("", _("All pairs")),
    (MISSING, _("Hours missing this semester")),
    (DISPUTED, _("Hours disputed")),
    (SILENT, _("No contact for too long")),
    (OVER, _("Past the end of the program")),
]
HEADER = [
    _("Mentor"), _("Mentee"), _("School"), _("Program"), _("From"), _("Runs until"), _("Days to a mentor"),
    _("Deadline in days"), _("Semester"), _("Hours this semester"), _("Minimum"), _("Missing"), _("Hours in all"),
    _("Hours confirmed"), _("Hours disputed"), _("Meetings"), _("Last contact"), _("Next meeting by"),
    _("Checklist done"), _("Checklist until now"), _("Path steps done"), _("Path steps"), _("Mentor training"),
    _("Training completed on"),
]  # fmt: skip


WAITING_HEADER = [_("Name"), _("School"), _("Program"), _("Waiting since"), _("Mentor due by")]


class FilterForm(forms.Form):
    """What to show; a value that is not offered is ignored, the others still count."""

    programme = forms.ModelChoiceField(
        None, to_field_name="translation_key", label=_("Program"), required=False, empty_label=_("All programs")
    )
    school = forms.ModelChoiceField(School.objects.none(), label=_("School"), required=False, empty_label=_("All"))
    show = forms.ChoiceField(label=_("Show"), required=False, choices=SHOW)

    def __init__(self, data, *, schools):
        """Offer these schools, and the programmes there are."""
        super().__init__(data, auto_id="filter_%s")
        self.fields["school"].queryset = schools
        self.fields["programme"].queryset = programmes()
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"

    def chosen(self):
        """The valid values by name."""
        self.is_valid()
        return self.cleaned_data


@dataclass(frozen=True)
class Line:
    """One pair in force on the date of the report."""

    need: Need
    hours: PairHours
    progress: Any = None

    @property
    def pairing(self):
        """The pair."""
        return self.need.pairing

    @property
    def term(self):
        """The TermHours of the semester that ran on that date."""
        return self.hours.current

    @property
    def is_over(self):
        """True where the programme's last semester has ended and nobody has completed the pair."""
        return bool(self.hours.planned_end) and self.hours.planned_end < self.need.on

    def is_shown(self, show):
        """True where the line belongs to what ``show`` asks for."""
        asked = {
            MISSING: self.term.missing, DISPUTED: self.hours.disputed_minutes, SILENT: self.hours.is_silent,
            OVER: self.is_over,
        }  # fmt: skip
        return bool(asked.get(show, True))

    def cells(self):
        """The line as a row of a table, in the order of HEADER."""
        need, pairing, term, found, progress = self.need, self.pairing, self.term, self.hours, self.progress
        return [
            str(pairing.mentor), str(pairing.mentee), str(need.school or ""), need.programme.title_read,
            pairing.starts_on, found.planned_end, need.days, need.programme.assign_within_days or None,
            term.term.label, term.hours, term.minimum, term.missing, found.total, found.confirmed, found.disputed,
            found.meetings, found.last_contact, found.meeting_due_on, *progress.checklist, *progress.path,
            str(progress.trained.label), progress.trained_on,
        ]  # fmt: skip


@dataclass(frozen=True)
class MentoringReport:
    """Everything of one date; ``lines`` are the pairs to show, ``everything`` all of them before that choice."""

    needs: tuple[Need, ...]
    everything: tuple[Line, ...]
    show: str
    on: Any

    @cached_property
    def lines(self):
        """The Lines to show."""
        return [line for line in self.everything if line.is_shown(self.show)]

    @cached_property
    def waiting(self):
        """The Needs without a mentor, the day that is due first on top."""
        alone = [need for need in self.needs if not need.pairing]
        return sorted(alone, key=lambda need: (need.due_on is None, need.due_on or self.on))

    @cached_property
    def district(self):
        """The Totals of all."""
        return Totals(None, self.needs, self.everything)

    @cached_property
    def schools(self):
        """The Totals by school, by name; people without an appointment stand under none."""
        places = {need.school for need in self.needs}
        return [
            Totals(
                place,
                tuple(need for need in self.needs if need.school == place),
                tuple(line for line in self.everything if line.need.school == place),
            )
            for place in sorted(places, key=lambda place: (place is None, place.name if place else ""))
        ]

    def whole(self, lines):
        """``lines`` with their progress; the same queries for any number."""
        found = pair_progress.of_pairings([line.pairing for line in lines], self.on)
        return [Line(line.need, line.hours, found[line.pairing.pk]) for line in lines]

    def waiting_rows(self):
        """The cells of the table of those who wait."""
        for need in self.waiting:
            yield [str(need.person), str(need.school), need.programme.title_read, need.since, need.due_on]

    def rows(self, *, batch=500):
        """The cells of the exported table, made batch by batch."""
        for start in range(0, len(self.lines), batch):
            for line in self.whole(self.lines[start : start + batch]):
                yield line.cells()


def report_for(viewer, on, chosen):
    """The MentoringReport for ``viewer`` on the date ``on``, of what ``chosen`` (a FilterForm's values) leaves.

    Principals see the mentees who work in their building, on that date and today.
    """
    found = coverage.needs(on, programmes_on_record(), held_for(viewer, on))
    programme, school = chosen.get("programme"), chosen.get("school")
    needs = tuple(
        need
        for need in found
        if (programme is None or need.programme.pk == programme.pk) and (school is None or need.school == school)
    )
    paired = [need for need in needs if need.pairing]
    sums = hours.of_pairings([need.pairing for need in paired], on=on)
    lines = tuple(Line(need, sums[need.pairing.pk]) for need in paired)
    return MentoringReport(needs, lines, chosen.get("show", ""), on)


def held_for(viewer, on):
    """The appointments of the date ``on`` that ``viewer`` may see: None (all), or those in the own buildings."""
    if can_coordinate(viewer):
        return None
    people = people_of(viewer).order_by().values("pk")
    return appointments_on(on).filter(school__in=buildings_of(viewer).values("pk"), person__in=people)
