"""Mentoring by school and in the district: numbers, their table, and two charts of them."""

from dataclasses import dataclass
from statistics import median
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mentoring.wording import tidy_hours
from pdportal.reports.charts import stacked
from pdportal.transcripts.wording import hours_text

SCHOOLS_HEADER = [
    _("School"), _("People"), _("With a mentor"), _("Waiting"), _("Waiting beyond the deadline"),
    _("Days to a mentor (median)"), _("Found in time"), _("Had a deadline"), _("Pairs"), _("Hours this semester"),
    _("Hours asked for"), _("Pairs at the minimum"), _("Pairs with a minimum"), _("Hours disputed"),
]  # fmt: skip


@dataclass(frozen=True)
class Totals:
    """A school, or the district: how many need a mentor and have one, and the hours of its pairs this semester.

    ``needs`` are Needs of ``mentoring.coverage``, ``lines`` the report's Lines.
    """

    place: Any
    needs: tuple
    lines: tuple

    @property
    def needed(self):
        """How many people need a mentor or have one."""
        return len(self.needs)

    @property
    def paired(self):
        """How many have one."""
        return sum(1 for need in self.needs if need.pairing)

    @property
    def late(self):
        """How many wait beyond their day."""
        return sum(1 for need in self.needs if not need.pairing and need.is_late)

    @property
    def waiting(self):
        """How many wait, and their day has not passed."""
        return self.needed - self.paired - self.late

    @property
    def days(self):
        """The median of days until the first mentor; None where nobody's can be counted."""
        known = [need.days for need in self.needs if need.days is not None]
        return round(median(known)) if known else None

    @property
    def in_time(self):
        """``(in time, all)`` of those who have a mentor and had a deadline."""
        timed = [need for need in self.needs if need.pairing and need.due_on]
        return sum(1 for need in timed if not need.is_late), len(timed)

    @property
    def minutes(self):
        """Minutes of all pairs this semester."""
        return sum(line.term.minutes for line in self.lines)

    @property
    def minutes_missing(self):
        """Minutes that pairs miss; what one has too many does not help another."""
        return sum(max(line.term.minimum_minutes - line.term.minutes, 0) for line in self.lines)

    @property
    def hours(self):
        """The same in hours."""
        return tidy_hours(self.minutes)

    @property
    def asked(self):
        """Hours that the programmes ask of them."""
        return tidy_hours(sum(line.term.minimum_minutes for line in self.lines))

    @property
    def reached(self):
        """How many pairs of those with a minimum have reached it."""
        return sum(1 for line in self.lines if line.term.minimum and not line.term.missing)

    @property
    def asked_pairs(self):
        """How many pairs have a minimum this semester."""
        return sum(1 for line in self.lines if line.term.minimum)

    @property
    def disputed(self):
        """Hours disputed."""
        return tidy_hours(sum(line.hours.disputed_minutes for line in self.lines))


def school_rows(report):
    """Rows of the table of schools; the district stands last."""
    for found in [*report.schools, report.district]:
        yield [
            _place(report, found), found.needed, found.paired, found.waiting, found.late, found.days, *found.in_time,
            len(found.lines), found.hours, found.asked, found.reached, found.asked_pairs, found.disputed,
        ]  # fmt: skip


def _place(report, totals):
    if totals is report.district:
        return gettext("All schools")
    return str(totals.place or gettext("No school on that day"))


def charts(report):
    """The two Charts of the report: who has a mentor, and contact hours, by school."""
    who = [
        (_who_words(report, found), [("bar", found.paired), ("soft", found.waiting), ("overdue", found.late)])
        for found in report.schools
    ]
    contact = [
        (_hour_words(report, found), [("bar", found.minutes), ("soft", found.minutes_missing)])
        for found in report.schools
        if found.lines
    ]
    return [
        stacked(gettext("Who has a mentor, by school"), _who_finding(report.district), who),
        stacked(gettext("Contact hours this semester, by school"), _hour_finding(report.district), contact),
    ]


def _who_finding(district):
    first = gettext("%(paired)s of %(needed)s people have a mentor") % {
        "paired": district.paired, "needed": district.needed,
    }  # fmt: skip
    if not district.late:
        return gettext("%(sentence)s; nobody waits beyond the deadline.") % {"sentence": first}
    words = ngettext(
        "%(sentence)s; %(late)s waits beyond the deadline.", "%(sentence)s; %(late)s wait beyond the deadline.",
        district.late,
    )  # fmt: skip
    return words % {"sentence": first, "late": district.late}


def _hour_finding(district):
    words = ngettext(
        "%(hours)s hours this semester; %(reached)s of %(pairs)s pair has reached the minimum.",
        "%(hours)s hours this semester; %(reached)s of %(pairs)s pairs have reached the minimum.",
        district.asked_pairs,
    )
    return words % {
        "hours": hours_text(district.hours), "reached": district.reached, "pairs": district.asked_pairs,
    }  # fmt: skip


def _who_words(report, found):
    words = gettext("%(place)s: %(paired)s with a mentor, %(waiting)s waiting, %(late)s late")
    numbers = {"paired": found.paired, "waiting": found.waiting, "late": found.late}
    return words % {"place": _place(report, found), **numbers}


def _hour_words(report, found):
    words = gettext("%(place)s: %(hours)s of %(asked)s hours")
    if not found.asked:
        words = gettext("%(place)s: %(hours)s hours, no minimum")
    place = _place(report, found)
    return words % {"place": place, "hours": hours_text(found.hours), "asked": hours_text(found.asked)}
