"""Attempts at a quiz: kept as a draft, handed in, graded, tried again."""

from django.db import transaction
from django.utils import timezone

from courses import answers as answering
from courses import gates, progress
from courses.choices import GateKind
from courses.errors import AlreadyPassed, AnswersIncomplete, AttemptStillOpen
from courses.records import QuizAttempt


@transaction.atomic
def save_draft(learner, lesson, gate_id, data, *, number=None, at=None):
    """Keep the posted answers as a draft; returns the attempt.

    ``number`` says which attempt the page showed: answers to one that is handed in already change nothing. Raises
    NoSuchGate and UnreadableText.
    """
    at = at or timezone.now()
    gate = gates.gate_of(lesson, gate_id, GateKind.QUIZ)
    given = answering.read(gate.value, data)
    enrollment = progress.lock(learner, lesson, at=at)
    return _keep(_open_attempt(enrollment, lesson, gate, number, at), given, at)


@transaction.atomic
def submit(learner, lesson, gate_id, data, *, number=None, at=None):
    """Hand in and grade the posted answers; a passed quiz satisfies its gate. Returns the attempt.

    Handing in the same attempt twice changes nothing. Raises AnswersIncomplete (the draft is kept by ``save_draft``,
    which the caller runs first), NoSuchGate and UnreadableText.
    """
    at = at or timezone.now()
    gate = gates.gate_of(lesson, gate_id, GateKind.QUIZ)
    given = answering.read(gate.value, data)
    enrollment = progress.lock(learner, lesson, at=at)
    attempt = _open_attempt(enrollment, lesson, gate, number, at)
    if attempt.submitted_at:
        return attempt
    if answering.problems(gate.value, given):
        raise AnswersIncomplete
    _keep(attempt, given, at)
    attempt.results = answering.grade(gate.value, given)
    attempt.score_percent = answering.percent(attempt.results)
    attempt.passed = 100 * sum(attempt.results.values()) >= gate.value["pass_mark"] * len(attempt.results)
    attempt.submitted_at = at
    attempt.save()
    if attempt.passed:
        progress.pass_gate(enrollment, lesson, gate, at=at, detail={"attempt": attempt.number})
    return attempt


@transaction.atomic
def try_again(learner, lesson, gate_id, *, at=None):
    """Begin a new attempt after one that was not passed; the earlier ones stay. Returns the new attempt.

    Raises AttemptStillOpen where nothing has been handed in, and AlreadyPassed.
    """
    at = at or timezone.now()
    gate = gates.gate_of(lesson, gate_id, GateKind.QUIZ)
    enrollment = progress.lock(learner, lesson, at=at)
    latest = attempts(enrollment, lesson.translation_key).filter(gate_id=gate.id).first()
    if latest is None:
        raise AttemptStillOpen
    if latest.passed:
        raise AlreadyPassed
    return latest if latest.submitted_at is None else _begin(enrollment, lesson, gate, latest.number + 1, at)


def attempts(enrollment, lesson_key):
    """Attempts at the quizzes of a lesson, the newest first."""
    return QuizAttempt.objects.filter(enrollment=enrollment, lesson_key=lesson_key)


def handed_in_by(learner, lesson_key):
    """All attempts ``learner`` has handed in at the quizzes of a lesson, in the enrollment of any cycle."""
    return QuizAttempt.objects.filter(
        enrollment__learner=learner, lesson_key=lesson_key, submitted_at__isnull=False
    ).order_by("-enrollment__started_at", "-number")


def seed_of(learner, gate, number):
    """What the order of shuffled steps follows from: the same attempt shows the same order in both languages."""
    return f"{learner.pk}:{gate.id}:{number}"


def _open_attempt(enrollment, lesson, gate, number, at):
    """The attempt that ``number`` speaks of: an old one as it stands, the draft, or a new first one."""
    latest = attempts(enrollment, lesson.translation_key).filter(gate_id=gate.id).first()
    if latest is None:
        return _begin(enrollment, lesson, gate, 1, at)
    if latest.submitted_at and not latest.passed and number == latest.number + 1:
        return _begin(enrollment, lesson, gate, number, at)
    if number is not None and number < latest.number:
        return attempts(enrollment, lesson.translation_key).get(gate_id=gate.id, number=max(number, 1))
    return latest


def _begin(enrollment, lesson, gate, number, at):
    return QuizAttempt.objects.create(
        enrollment=enrollment, lesson_key=lesson.translation_key, gate_id=gate.id, number=number,
        started_at=at, saved_at=at,
    )  # fmt: skip


def _keep(attempt, given, at):
    if attempt.submitted_at is None:
        attempt.answers = given
        attempt.saved_at = at
        attempt.save(update_fields=["answers", "saved_at"])
    return attempt
