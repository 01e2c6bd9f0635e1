"""Reflections: kept while they are written, read by whom the writer chose, done when the writer says so."""

from django.db import transaction
from django.utils import timezone

from courses import gates, progress
from courses.answers import readable
from courses.choices import GateKind, SharedWith
from courses.errors import ReflectionTooShort
from courses.records import Reflection

MINIMUM = 20
LONGEST = 20_000


@transaction.atomic
def save(learner, lesson, gate_id, text, *, shared_with=None, at=None):
    """Keep ``text`` (cut at 20,000 characters) and who may read it; returns the Reflection.

    An unknown ``shared_with`` leaves the choice as it was, which at first is nobody. Raises NoSuchGate and
    UnreadableText.
    """
    at = at or timezone.now()
    gate = gates.gate_of(lesson, gate_id, GateKind.REFLECTION)
    text = readable(text)[:LONGEST]
    enrollment = progress.lock(learner, lesson, at=at)
    reflection = _find(enrollment, lesson, gate) or Reflection(
        enrollment=enrollment, lesson_key=lesson.translation_key, gate_id=gate.id
    )
    reflection.text, reflection.title, reflection.saved_at = text, gate.title, at
    if shared_with in SharedWith.values:
        reflection.shared_with = shared_with
    reflection.save()
    return reflection


@transaction.atomic
def finish(learner, lesson, gate_id, *, at=None):
    """Say that the reflection is done, which satisfies the gate; it can be written on afterwards.

    Raises ReflectionTooShort below 20 characters, and NoSuchGate.
    """
    at = at or timezone.now()
    gate = gates.gate_of(lesson, gate_id, GateKind.REFLECTION)
    enrollment = progress.lock(learner, lesson, at=at)
    reflection = _find(enrollment, lesson, gate)
    if reflection is None or len(reflection.text.strip()) < MINIMUM:
        raise ReflectionTooShort
    progress.pass_gate(enrollment, lesson, gate, at=at)
    return reflection


def _find(enrollment, lesson, gate):
    return Reflection.objects.filter(enrollment=enrollment, lesson_key=lesson.translation_key, gate_id=gate.id).first()
