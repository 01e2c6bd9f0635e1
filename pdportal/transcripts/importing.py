"""Imports past completions from a table: checked row by row first, then written as a whole, once, or not at all."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from django.db import transaction
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from pdportal.common import cells
from pdportal.common.dates import in_words
from pdportal.common.imports import BadCell, Column, Trouble, open_table
from pdportal.common.uploads import fingerprint, tidy_name
from pdportal.people.calendar import period_dates, period_of
from pdportal.transcripts import ledger, signals
from pdportal.transcripts.activities import Activity
from pdportal.transcripts.choices import ActivityKind, CreditType, Outcome
from pdportal.transcripts.errors import ImportHasErrors, ImportWritten, LedgerRefusal
from pdportal.transcripts.lookups import Activities, People
from pdportal.transcripts.records import LedgerImport

LONGEST_TITLE = 200
DATED = {ActivityKind.EVENT, ActivityKind.OUTSIDE}  # held on a day: two days of one year are two lines


def columns(order="", *, people=None, activities=None):
    """The Columns of the template; with ``people`` and ``activities`` their cells become ids and Activities."""
    as_text = cells.words(LONGEST_TITLE)
    return [
        Column("person", gettext_lazy("Person"), people.find if people else as_text, required=True),
        Column("activity", gettext_lazy("Activity"), activities.find if activities else as_text),
        Column("outside_title", gettext_lazy("Learned elsewhere"), as_text),
        Column("completed_on", gettext_lazy("Completed on"), cells.day(order), required=True),
        Column("credit_hours", gettext_lazy("Credit hours"), cells.number),
        Column("credit_type", gettext_lazy("Type of credit"), cells.choice(CreditType)),
        Column("year", gettext_lazy("Year"), _year),
        Column("valid_until", gettext_lazy("Valid until"), cells.day(order)),
        Column("note", gettext_lazy("Note"), cells.words(ledger.LONGEST_REASON)),
    ]


@dataclass(slots=True)
class Line:
    """A row of the table and what it comes to."""

    number: int
    values: dict
    troubles: list
    activity: Activity | None = None
    cycle: str = ""
    outcome: Outcome = Outcome.NEW
    remark: str = ""

    @property
    def learner_id(self):
        """Whose row it is; None where that is not known."""
        return self.values["person"]

    @property
    def completed_on(self):
        """The date in the row."""
        return self.values["completed_on"]

    @property
    def hours(self):
        """The hours in the row, else those of the activity."""
        given = self.values.get("credit_hours")
        return self.activity.credit_hours if given is None and self.activity else given

    def refuse(self, column, sentence):
        """Note what is wrong."""
        self.troubles.append(Trouble(self.number, str(column), sentence))


@dataclass(frozen=True)
class Plan:
    """Every Line of a table with its outcome."""

    lines: list = field(repr=False)

    @cached_property
    def counts(self):
        """How many lines there are of each Outcome."""
        found = Counter(line.outcome for line in self.lines)
        return {outcome.value: found[outcome] for outcome in Outcome}

    def of(self, outcome):
        """The lines with this outcome, errors first where none is asked for."""
        if outcome:
            return [line for line in self.lines if line.outcome == outcome]
        return sorted(self.lines, key=lambda line: line.outcome != Outcome.WRONG)


def check_in(file, *, name, by, date_order="", at=None):
    """Keep an uploaded table as a LedgerImport and count what it would do; nothing is written to the ledger.

    Raises TableUnreadable where the file is no table with the columns of the template.
    """
    at = at or timezone.now()
    run = LedgerImport(name=tidy_name(name), date_order=date_order, uploaded_by=by, uploaded_at=at)
    plan = _plan(file, date_order, at)
    run.sha256 = fingerprint(file)
    _count(run, plan)
    run.file.save(run.name, file, save=False)
    run.save()
    return run


def plan_of(run, *, at=None):
    """The Plan of a LedgerImport as things stand now."""
    with run.file.open("rb") as file:
        return _plan(file, run.date_order, at or timezone.now())


def write(run, *, by, at=None):
    """Write every new line of ``run`` to the ledger and say so in ``run``; a second time changes nothing.

    The table is read before anything is locked, since a large one takes a while; then the people concerned are locked,
    and their lines compared with the ledger. Raises ImportHasErrors, and then nothing is written at all. The lines
    issue no certificates: whoever held the training did.
    """
    at = at or timezone.now()
    if LedgerImport.objects.filter(pk=run.pk, written_at=None).exists():
        with run.file.open("rb") as file:
            lines = _read(file, run.date_order, at)
        return _write(run, lines, by=by, at=at)
    return LedgerImport.objects.get(pk=run.pk)


@transaction.atomic
def _write(run, lines, *, by, at):
    run = LedgerImport.objects.select_for_update().get(pk=run.pk)
    if run.written_at:
        return run
    plan = _compared(lines, locked=True)
    if plan.counts[Outcome.WRONG]:
        raise ImportHasErrors
    completions = ledger.write_many(plan.of(Outcome.NEW), run=run, by=by, at=at)
    _count(run, plan)
    run.written_by, run.written_at = by, at
    run.save()
    signals.imported.send(LedgerImport, completions=completions, at=at)
    return run


@transaction.atomic
def discard(run):
    """Forget a table that was only checked, and delete its file. Raises ImportWritten."""
    run = LedgerImport.objects.select_for_update().get(pk=run.pk)
    if run.written_at:
        raise ImportWritten
    file = run.file
    run.delete()
    transaction.on_commit(lambda: file.delete(save=False))


def _plan(file, order, at):
    return _compared(_read(file, order, at))


def _read(file, order, at):
    """The Lines of the table, with everything that can be said of them without the ledger."""
    return [_line(row, at) for row in open_table(file, columns(order, people=People(), activities=Activities()))]


def _compared(lines, *, locked=False):
    """The Plan of ``lines``, compared with what the ledger holds of their people, whom ``locked`` locks first."""
    people = {line.learner_id for line in lines if line.learner_id}
    held = ledger.held_by(people, locked=locked)
    _compare([line for line in lines if not line.troubles], held)
    for line in lines:
        if line.troubles:
            line.outcome = Outcome.WRONG
    return Plan(lines)


def _line(row, at):
    """A Line of which everything is known but what the ledger holds already."""
    line = Line(row.number, row.values, row.troubles)
    activity, title = row.values.get("activity"), row.values.get("outside_title")
    if not row.troubles and bool(activity) == bool(title):
        line.refuse("", _("Fill in one of the two: the activity, or what was learned elsewhere."))
    if row.troubles:
        return line
    if title and row.values.get("credit_hours") is None:
        line.refuse(_("Credit hours"), _("What was learned elsewhere needs its hours."))
    elif title:
        activity = _elsewhere(title, row.values["credit_hours"], get_language()[:2])
    if activity:
        line.activity = activity
        day = line.completed_on
        line.cycle = row.values.get("year") or (day.isoformat() if activity.kind in DATED else period_of(day))
        _check_dates(line, at)
    return line


@lru_cache(maxsize=1000)
def _elsewhere(title, hours, language):
    """Something learned elsewhere; made once for the many rows of a table that name it."""
    return Activity.outside(title, hours, language=language)


def _check_dates(line, at):
    try:
        ledger.check(line.completed_on, line.hours or Decimal(), line.values.get("valid_until"), at=at)
    except LedgerRefusal as refusal:
        column = _("Valid until") if refusal.about_validity else _("Completed on")
        line.refuse(column, str(refusal))


def _compare(lines, held):
    """Say of each line whether the ledger, or an earlier line, has it already."""
    seen = {}
    for line in lines:
        pair = line.learner_id, line.activity.key
        same_day, same_cycle = (*pair, line.completed_on), (*pair, line.cycle)
        if same_day in held.days:
            line.outcome = Outcome.KNOWN
            line.remark = "" if held.days[same_day] else _("Revoked since; it is not written again.")
        elif same_day in seen:
            line.refuse("", _("The same person, activity and date as in row %(row)d.") % {"row": seen[same_day]})
        elif same_cycle in held.cycles:
            words = {"cycle": line.cycle, "day": in_words(held.cycles[same_cycle])}
            line.refuse(_("Completed on"), _("The transcript has %(day)s for %(cycle)s; correct that line.") % words)
        elif same_cycle in seen:
            words = {"cycle": line.cycle, "row": seen[same_cycle]}
            line.refuse(_("Year"), _("Row %(row)d is for %(cycle)s too; say which year each counts for.") % words)
        else:
            seen[same_day] = seen[same_cycle] = line.number


def _year(text):
    try:
        period_dates(text)
    except ValueError:
        raise BadCell(_("“%(text)s” is not a year like 2026-27.") % {"text": cells.short(text)}) from None
    return text


def _count(run, plan):
    run.rows = len(plan.lines)
    run.new, run.known, run.wrong = (plan.counts[outcome] for outcome in Outcome)
