"""The gates of a lesson: which there are, which are open, and the one sentence that says what completes the lesson."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.choices import GateKind
from courses.errors import NoSuchGate
from courses.records import GatePass

TITLE_LENGTH = 120


@dataclass(frozen=True)
class Gate:
    """One gate: the id of its block, which translations share, and the block's value in the language read."""

    id: str
    kind: GateKind
    title: str
    value: Any


def gate_from(block):
    """The Gate a stream block stands for, or None for text, an unpublished policy, and a module that is gone."""
    if block.block_type not in GateKind.values:
        return None
    kind = GateKind(block.block_type)
    if kind is GateKind.ACKNOWLEDGEMENT:
        policy = block.value["policy"]
        if policy is None or not policy.live:
            return None
        return Gate(block.id, kind, policy.title, block.value)
    if kind is GateKind.SCORM and block.value["package"] is None:
        return None
    return Gate(block.id, kind, block.value["title"], block.value)


def gates_of(lesson):
    """All gates of ``lesson`` in order; a policy that is not published cannot be asked for, so it is left out."""
    return [gate for gate in map(gate_from, lesson.body) if gate]


def gate_of(lesson, gate_id, kind):
    """The gate with this id and kind; raises NoSuchGate where the lesson has none."""
    for gate in gates_of(lesson):
        if gate.id == gate_id and gate.kind == kind:
            return gate
    raise NoSuchGate


def passes_of(enrollment, lesson_key):
    """What has been satisfied in a lesson: gate id to GatePass; nothing without an enrollment."""
    if enrollment is None:
        return {}
    return {passed.gate_id: passed for passed in GatePass.objects.filter(enrollment=enrollment, lesson_key=lesson_key)}


def open_gates(enrollment, lesson):
    """The gates of ``lesson`` that are still to be satisfied, in order."""
    passed = passes_of(enrollment, lesson.translation_key)
    return [gate for gate in gates_of(lesson) if gate.id not in passed]


def let_through(enrollment, lesson, gate, *, at, detail=None):
    """Note that ``gate`` is satisfied; the first time counts, and it is never taken back. Returns the GatePass."""
    passed, _created = GatePass.objects.get_or_create(
        enrollment=enrollment,
        lesson_key=lesson.translation_key,
        gate_id=gate.id,
        defaults={"kind": gate.kind, "passed_at": at, "detail": detail or {}},
    )
    return passed


def sentence(gates):
    """What completes a lesson with these gates, in one sentence of the reader's language."""
    if not gates:
        return _("Complete this lesson by reading it and choosing “Mark as done”.")
    kinds = [gate.kind for gate in gates]
    parts = [_phrase(kind, kinds.count(kind)) for kind in dict.fromkeys(kinds)]
    return _("Complete this lesson by %(what)s.") % {"what": _listed(parts)}


def _phrase(kind, count):
    """What to do with ``count`` gates of one kind."""
    phrases = {
        GateKind.QUIZ: ngettext("passing the quiz", "passing the %(count)s quizzes", count),
        GateKind.SCENARIO: ngettext("answering the scenario", "answering the %(count)s scenarios", count),
        GateKind.ACKNOWLEDGEMENT: ngettext("acknowledging the policy", "acknowledging the %(count)s policies", count),
        GateKind.PRACTICE: ngettext(
            "having the practice step signed off", "having the %(count)s practice steps signed off", count
        ),
        GateKind.REFLECTION: ngettext("writing the reflection", "writing the %(count)s reflections", count),
        GateKind.SCORM: ngettext("finishing the module", "finishing the %(count)s modules", count),
    }
    return phrases[kind] % {"count": count}


def _listed(parts):
    """Parts as people list them: “a”, “a and b”, “a, b and c”."""
    if len(parts) == 1:
        return parts[0]
    return _("%(first)s and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}
