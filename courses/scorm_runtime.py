"""SCORM modules in a lesson: open, keep what the module sends, start anew, confirm what does not report by itself."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from courses import gates, progress, queries, scorm_data
from courses.choices import GateKind, ScormRule
from courses.errors import NoSuchGate
from courses.records import Enrollment
from courses.scorm_errors import CommitRefused, ModuleNotOpened, ModuleReports, OpenedElsewhere
from courses.scorm_records import ScormSitting, ScormVersion


@dataclass(frozen=True)
class Saved:
    """What became of a commit: the part's result, and whether the whole module is finished."""

    result: scorm_data.Result
    finished: bool


@transaction.atomic
def open_module(learner, lesson, gate_id, *, at=None):
    """The learner's sitting at this module, begun with the newest version where there is none. Raises NoSuchGate."""
    at = at or timezone.now()
    gate = gates.gate_of(lesson, gate_id, GateKind.SCORM)
    enrollment = progress.lock(learner, lesson, at=at)
    return _latest(enrollment, lesson, gate) or _begin(enrollment, lesson, gate, at)


@transaction.atomic
def start_again(learner, lesson, gate_id, *, at=None):
    """A new sitting from the beginning, with the newest version; what was done before stays on record.

    Raises NoSuchGate. A sitting in which nothing has been saved yet is not left for the same version again.
    """
    at = at or timezone.now()
    gate = gates.gate_of(lesson, gate_id, GateKind.SCORM)
    enrollment = progress.lock(learner, lesson, at=at)
    sitting = _latest(enrollment, lesson, gate)
    if sitting and sitting.saved_at is None and sitting.version == gate.value["package"].latest:
        return sitting
    return _begin(enrollment, lesson, gate, at)


@transaction.atomic
def keep(sitting, part, number, data, *, launch, at=None):
    """Keep what part number ``part`` sent (a mapping of elements), and satisfy the gate where its rule is met.

    A commit that arrives late or twice changes nothing; raises OpenedElsewhere for one from a window that was opened
    before another. Raises CommitRefused for data no module may send. Returns Saved.
    """
    at = at or timezone.now()
    enrollment = Enrollment.objects.select_for_update().get(pk=sitting.enrollment_id)
    sitting = ScormSitting.objects.select_related("version__package").get(pk=sitting.pk)
    version = sitting.version
    if not 0 <= part < len(version.parts):
        raise CommitRefused
    if launch < sitting.launch:
        raise OpenedElsewhere
    kept = scorm_data.known(version.standard, data)
    if launch > sitting.launch or number > sitting.commit:
        sitting.data = {**sitting.data, version.parts[part].id: kept}
        sitting.launch, sitting.commit, sitting.saved_at = launch, number, at
        sitting.score_percent = _score(results_of(sitting))
        sitting.save(update_fields=["data", "launch", "commit", "saved_at", "score_percent"])
    _finish_if_done(sitting, enrollment, at)
    return Saved(results_of(sitting)[part], sitting.finished_at is not None)


@transaction.atomic
def confirm_finished(learner, lesson, gate_id, *, at=None):
    """Satisfy the gate of a module that does not report, because the learner says so; recorded as just that.

    Raises ModuleReports where the module reports by itself, ModuleNotOpened before it was opened, and NoSuchGate.
    """
    at = at or timezone.now()
    gate = gates.gate_of(lesson, gate_id, GateKind.SCORM)
    enrollment = progress.lock(learner, lesson, at=at)
    sitting = _latest(enrollment, lesson, gate)
    if sitting is None:
        raise ModuleNotOpened
    if not sitting.version.is_confirmed_by_hand:
        raise ModuleReports
    detail = {"version": sitting.version_id, "confirmed_by": learner.pk, "reason": "module does not report"}
    return _pass(sitting, enrollment, lesson, gate, at, detail)


def results_of(sitting):
    """The Result of each part, in order."""
    version = sitting.version
    return [
        scorm_data.result_of(version.standard, sitting.data.get(part.id, {}), mastery=part.mastery)
        for part in version.parts
    ]


def meets(rule, minimum, result):
    """True where one part's Result satisfies the author's rule."""
    if rule == ScormRule.SCORE:
        return result.score_percent is not None and result.score_percent >= (minimum or 0)
    if rule == ScormRule.PASSED:
        return result.passed
    return result.completed and not result.failed


def sittings_of(enrollment, lesson_key):
    """The sittings in a lesson, the newest first, with their versions."""
    found = ScormSitting.objects.filter(enrollment=enrollment, lesson_key=lesson_key)
    return found.select_related("version__package")


def _latest(enrollment, lesson, gate):
    """The learner's latest sitting at the package that this page shows."""
    found = sittings_of(enrollment, lesson.translation_key).filter(gate_id=gate.id)
    return found.filter(version__package=gate.value["package"]).first()


def _begin(enrollment, lesson, gate, at):
    version = ScormVersion.objects.select_related("package").filter(package=gate.value["package"]).first()
    place = {"enrollment": enrollment, "lesson_key": lesson.translation_key, "gate_id": gate.id}
    last = ScormSitting.objects.filter(**place).aggregate(last=Max("number"))["last"] or 0
    return ScormSitting.objects.create(**place, version=version, number=last + 1, opened_at=at)


def _finish_if_done(sitting, enrollment, at):
    """Satisfy the gate where every part that counts meets the rule of the page on which the package stands."""
    if sitting.finished_at:
        return
    lesson, gate = _place_of(sitting)
    if gate is None:
        return
    rule, minimum = gate.value["rule"], gate.value["minimum_score"]
    results = dict(zip(sitting.version.parts, results_of(sitting), strict=True))
    if not all(meets(rule, minimum, results[part]) for part in sitting.version.counted):
        return
    detail = {"version": sitting.version_id, "rule": rule, "score": sitting.score_percent}
    _pass(sitting, enrollment, lesson, gate, at, detail)


def _pass(sitting, enrollment, lesson, gate, at, detail):
    if sitting.finished_at is None:
        sitting.finished_at = at
        sitting.save(update_fields=["finished_at"])
    return progress.pass_gate(enrollment, lesson, gate, at=at, detail=detail)


def _place_of(sitting):
    """``(lesson, gate)`` in the language whose page holds this package; ``(None, None)`` where none does any more."""
    for lesson in queries.page_model("LessonPage").objects.live().filter(translation_key=sitting.lesson_key):
        try:
            gate = gates.gate_of(lesson, sitting.gate_id, GateKind.SCORM)
        except NoSuchGate:
            continue
        if gate.value["package"].pk == sitting.version.package_id:
            return lesson, gate
    return None, None


def _score(results):
    """The mean of the scores that were given, in whole per cent; None where none was."""
    scores = [result.score_percent for result in results if result.score_percent is not None]
    return sum(scores) // len(scores) if scores else None
