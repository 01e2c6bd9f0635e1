"""How a SCORM module stands for a learner, as the lesson page and the player show it. One query for each lesson."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from courses import scorm_runtime
from courses.choices import GateKind, ScormRule
from courses.scorm_records import ScormSitting, ScormVersion


@dataclass(frozen=True)
class PartLine:
    """One part of a module: its place, its name, whether it is finished, and whether it was begun."""

    number: int
    title: str
    finished: bool
    begun: bool

    @property
    def code(self):
        """The code of its status badge."""
        if self.finished:
            return "done"
        return "in_progress" if self.begun else "not_started"


@dataclass(frozen=True)
class ModuleSheet:
    """A module for one learner; ``version`` is the one to open: that of the sitting, else the newest."""

    gate: Any
    version: ScormVersion
    sitting: ScormSitting | None = None
    is_newest: bool = True

    @property
    def rule(self):
        """When the module counts as finished, in one sentence."""
        if self.version.is_confirmed_by_hand:
            return _(
                "This module does not report by itself when you have finished it. "
                "Work through it, then confirm here that you have finished."
            )
        if self.gate.value["rule"] == ScormRule.SCORE:
            words = {"score": self.gate.value["minimum_score"]}
            return _("It is finished when it reports a score of at least %(score)s%%.") % words
        if self.gate.value["rule"] == ScormRule.PASSED:
            return self._passed_sentence()
        return _("It is finished when it reports that you have completed or passed it. Your place is kept.")

    def _passed_sentence(self):
        mastery = next((part.mastery for part in self.version.counted if part.mastery is not None), None)
        if mastery is None:
            return _("It is finished when it reports that you have passed it.")
        return _("It is finished when it reports that you have passed it, with at least %(score)s%%.") % {
            "score": f"{mastery:g}"
        }

    @property
    def parts(self):
        """The parts in order, with how each stands."""
        version = self.version
        results = scorm_runtime.results_of(self.sitting) if self.sitting else [None] * len(version.parts)
        lines = []
        for number, (part, result) in enumerate(zip(version.parts, results, strict=True)):
            begun = bool(self.sitting and part.id in self.sitting.data)
            finished = bool(result) and scorm_runtime.meets(*self._rule, result)
            lines.append(PartLine(number, part.title or _("Part %(number)s") % {"number": number + 1}, finished, begun))
        return lines

    @property
    def has_parts(self):
        """True where there is more than one thing to open."""
        return len(self.version.parts) > 1

    @property
    def next_part(self):
        """The part to open: the first that is not finished, else the first."""
        return next((line.number for line in self.parts if not line.finished), 0)

    @property
    def can_confirm(self):
        """True where the learner has opened it and may say that it is finished."""
        return self.sitting is not None and self.version.is_confirmed_by_hand

    @property
    def _rule(self):
        return self.gate.value["rule"], self.gate.value["minimum_score"]


def sheets(enrollment, lesson_key, found):
    """Gate id to ModuleSheet for the SCORM gates among ``found``; two queries for any number of them."""
    asked = [gate for gate in found if gate.kind is GateKind.SCORM]
    if not asked:
        return {}
    newest = newest_of({gate.value["package"].pk for gate in asked})
    mine = defaultdict(list)
    for sitting in scorm_runtime.sittings_of(enrollment, lesson_key) if enrollment else ():
        mine[sitting.gate_id, sitting.version.package_id].append(sitting)
    found_sheets = {}
    for gate in asked:
        latest = newest[gate.value["package"].pk]
        sitting = next(iter(mine[gate.id, latest.package_id]), None)
        version = sitting.version if sitting else latest
        found_sheets[gate.id] = ModuleSheet(gate, version, sitting, version.pk == latest.pk)
    return found_sheets


def newest_of(package_ids):
    """Package id to its newest ScormVersion; one query."""
    rows = ScormVersion.objects.filter(package__in=package_ids).select_related("package").order_by("number")
    return {row.package_id: row for row in rows}
