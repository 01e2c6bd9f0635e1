"""Reusable questions to the ledger: what somebody completed, in which year, for how many hours."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from pdportal.people.calendar import period_of
from pdportal.transcripts.records import Certificate, Completion, Proof

CODE = re.compile(r"[2-9A-HJKMNP-Z]{12}")


@dataclass
class YearOfLearning:
    """One July-to-June year of somebody's transcript, newest completion first; ``hours`` is the year's total."""

    name: str
    completions: list = field(default_factory=list)

    @property
    def hours(self):
        """Credit hours of the year."""
        return sum((completion.credit_hours for completion in self.completions), Decimal())


@dataclass(frozen=True)
class Transcript:
    """Somebody's transcript: all years, those ``shown``, and what was revoked in the years shown."""

    learner: object
    years: list
    shown: list
    revoked: list
    chosen: str

    @property
    def hours(self):
        """Credit hours of the years shown."""
        return sum((year.hours for year in self.shown), Decimal())

    @property
    def completions(self):
        """The standing completions of the years shown, newest first."""
        return [completion for year in self.shown for completion in year.completions]


def transcript_of(learner, *, year=""):
    """The Transcript of ``learner``, narrowed to one ``year`` (2026-27; any other text shows all); two queries."""
    years = by_year(completions_of(learner))
    revoked = list(revoked_of(learner))
    chosen = year if year in {each.name for each in years} else ""
    if chosen:
        revoked = [completion for completion in revoked if period_of(completion.completed_on) == chosen]
    shown = [each for each in years if each.name == chosen] if chosen else years
    return Transcript(learner, years, shown, revoked, chosen)


def add_proofs(transcript):
    """Give everything ``transcript`` shows its ``shown_proofs``: its own, and those of the lines it corrects."""
    found = proofs_of(transcript.learner)
    for completion in [*transcript.completions, *transcript.revoked]:
        completion.shown_proofs = found.get(completion.pk, [])


def proofs_of(learner):
    """The proofs of ``learner`` by completion id, oldest first; a correction has those of what it corrects too.

    Two queries. A date that was mistyped is corrected by a new line, and the signed sheet behind the old line proves
    the new one too.
    """
    found = {}
    for proof in Proof.objects.filter(completion__learner=learner).select_related("disposal"):
        found.setdefault(proof.completion_id, []).append(proof)
    corrected = Completion.objects.filter(learner=learner).exclude(corrects=None).order_by("pk")
    for new, old in corrected.values_list("pk", "corrects"):
        if old in found:
            found[new] = [*found[old], *found.get(new, [])]
    return found


def completions_of(learner, *, as_of=None):
    """Standing completions of ``learner`` (up to the date ``as_of``), newest first, with all a transcript shows."""
    completions = _with_paper(Completion.objects.filter(learner=learner))
    return completions.standing() if as_of is None else completions.true_on(as_of)


def revoked_of(learner):
    """Revoked completions of ``learner``, newest first."""
    return _with_paper(Completion.objects.filter(learner=learner).exclude(revoked_at=None))


def hours_by_year(learner, *, as_of=None):
    """Credit hours of ``learner`` by July-to-June year, newest first, such as ``{"2026-27": Decimal("4.50")}``."""
    rows = completions_of(learner, as_of=as_of).values_list("completed_on", "credit_hours")
    totals = {}
    for completed_on, hours in rows.order_by("-completed_on"):
        year = period_of(completed_on)
        totals[year] = totals.get(year, Decimal()) + hours
    return totals


def by_year(completions):
    """``completions`` (newest first) as a list of YearOfLearning, newest first."""
    years = {}
    for completion in completions:
        name = period_of(completion.completed_on)
        years.setdefault(name, YearOfLearning(name)).completions.append(completion)
    return list(years.values())


def certificate_with(code):
    """The Certificate with this code, however sloppily it was typed, or None."""
    code = tidy_code(code)
    return Certificate.objects.select_related("completion").filter(code=code).first() if code else None


def tidy_code(text):
    """``text`` as a certificate code: upper case, three groups, dashes between; empty where it cannot be one."""
    letters = re.sub(r"[^0-9A-Z]", "", text[:100].upper())
    return "-".join((letters[:4], letters[4:8], letters[8:])) if CODE.fullmatch(letters) else ""


def _with_paper(completions):
    return completions.select_related("certificate", "vouched_by", "revoked_by").order_by("-completed_on", "-pk")
