"""Practice steps between learner and mentor: draft, hand in, take back, sign off, return with a comment."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import gates, practice_rounds, progress, queries
from courses.answers import items_of, readable
from courses.choices import AskForFiles, GateKind, PracticeStatus, RoundOutcome
from courses.errors import ChecklistIncomplete, CommentMissing, FileMissing, MayNotVouch, NoSuchGate, WrongState
from courses.records import Enrollment, PracticeSubmission
from pdportal.common.dates import today
from pdportal.notices.telling import tell
from pdportal.people import oversight

LONGEST_NOTE = 5_000
LONGEST_COMMENT = 2_000
OPEN = {PracticeStatus.DRAFT, PracticeStatus.RETURNED}


def points_of(gate):
    """``(id, text)`` of the points to tick."""
    return items_of(gate.id, gate.value["checklist"])


@transaction.atomic
def save_draft(learner, lesson, gate_id, *, checked, note, at=None):
    """Keep what is ticked and written (cut at 5,000 characters), as long as it is not handed in.

    Returns the PracticeSubmission, unchanged where it is handed in or signed off. Raises NoSuchGate and UnreadableText.
    """
    at = at or timezone.now()
    gate = gates.gate_of(lesson, gate_id, GateKind.PRACTICE)
    note = readable(note)[:LONGEST_NOTE]
    submission = locked(learner, lesson, gate, at)
    if submission.status in OPEN:
        submission.title = gate.title
        submission.checked = [point_id for point_id, _text in points_of(gate) if point_id in set(checked)]
        submission.note = note
        submission.save()
    return submission


@transaction.atomic
def hand_in(learner, lesson, gate_id, *, at=None):
    """Hand the practice step in and tell the nearest person who may sign it off; a second time changes nothing.

    Raises ChecklistIncomplete where a point is not ticked, FileMissing where a file is asked for, WrongState where it
    is signed off already, and NoSuchGate.
    """
    at = at or timezone.now()
    gate = gates.gate_of(lesson, gate_id, GateKind.PRACTICE)
    submission = locked(learner, lesson, gate, at)
    if submission.status == PracticeStatus.HANDED_IN:
        return submission
    if submission.status not in OPEN:
        raise WrongState
    if not set(submission.checked).issuperset(point_id for point_id, _text in points_of(gate)):
        raise ChecklistIncomplete
    if gate.value["ask_for_files"] == AskForFiles.MUST and not submission.files.filter(removed_at=None).exists():
        raise FileMissing
    _move(submission, PracticeStatus.HANDED_IN, handed_in_at=at)
    practice_rounds.open_round(submission, points_of(gate), at=at)
    for person in oversight.nearest_to(learner, on=today(at)):
        _tell_handed_in(person, learner, submission, at)
    return submission


@transaction.atomic
def take_back(learner, lesson, gate_id, *, at=None):
    """Take a step back before anybody decided on it; what is a draft stays one, so a second time changes nothing.

    Raises WrongState where it has been decided on, and NoSuchGate.
    """
    at = at or timezone.now()
    gate = gates.gate_of(lesson, gate_id, GateKind.PRACTICE)
    submission = locked(learner, lesson, gate, at)
    if submission.status == PracticeStatus.DRAFT:
        return submission
    if submission.status != PracticeStatus.HANDED_IN:
        raise WrongState
    practice_rounds.close_round(submission, RoundOutcome.TAKEN_BACK, by=learner, at=at)
    return _move(submission, PracticeStatus.DRAFT, handed_in_at=None)


@transaction.atomic
def sign_off(submission, *, by, comment="", number=None, at=None):
    """Sign the step off: its gate is satisfied, and the lesson complete where that was the last one.

    ``number`` is the round that was read. A second time changes nothing. Raises MayNotVouch, WrongState where it is
    not handed in or another round is, and UnreadableText.
    """
    at = at or timezone.now()
    submission = _for_decision(submission, by, at)
    if submission.status == PracticeStatus.SIGNED_OFF:
        return submission
    if submission.status != PracticeStatus.HANDED_IN:
        raise WrongState
    practice_rounds.check_is_round(submission, number)
    comment = readable(comment).strip()[:LONGEST_COMMENT]
    practice_rounds.close_round(submission, RoundOutcome.SIGNED_OFF, by=by, at=at, comment=comment)
    _move(submission, PracticeStatus.SIGNED_OFF, by=by, decided_at=at, decided_by=by, comment=comment)
    lesson = queries.published("LessonPage", submission.lesson_key)
    if lesson:
        _let_through(submission, lesson, by, at)
    _tell_decided(submission, by, at)
    return submission


@transaction.atomic
def send_back(submission, *, by, comment, number=None, at=None):
    """Return the step with a comment that says what is missing; a second time changes nothing.

    ``number`` is the round that was read. Raises CommentMissing, MayNotVouch, WrongState where it is not handed in or
    another round is, and UnreadableText.
    """
    at = at or timezone.now()
    comment = readable(comment).strip()[:LONGEST_COMMENT]
    submission = _for_decision(submission, by, at)
    if submission.status == PracticeStatus.RETURNED and submission.comment == comment:
        return submission
    if submission.status != PracticeStatus.HANDED_IN:
        raise WrongState
    if not comment:
        raise CommentMissing
    practice_rounds.check_is_round(submission, number)
    practice_rounds.close_round(submission, RoundOutcome.RETURNED, by=by, at=at, comment=comment)
    _move(submission, PracticeStatus.RETURNED, by=by, decided_at=at, decided_by=by, comment=comment)
    _tell_decided(submission, by, at)
    return submission


def locked(learner, lesson, gate, at):
    """The submission under the enrollment's lock; a new unsaved draft where there is none."""
    enrollment = progress.lock(learner, lesson, at=at)
    place = {"enrollment": enrollment, "lesson_key": lesson.translation_key, "gate_id": gate.id}
    return PracticeSubmission.objects.filter(**place).first() or PracticeSubmission(**place, title=gate.title)


def _for_decision(submission, by, at):
    Enrollment.objects.select_for_update().get(pk=submission.enrollment_id)
    submission = PracticeSubmission.objects.select_related("enrollment__learner").get(pk=submission.pk)
    if not oversight.may_vouch(by, submission.enrollment.learner, on=today(at)):
        raise MayNotVouch
    return submission


def _move(submission, status, *, by=None, **fields):
    submission.status = status
    for name, value in fields.items():
        setattr(submission, name, value)
    submission._history_user = by or submission.enrollment.learner
    submission.save()
    return submission


def _let_through(submission, lesson, by, at):
    """Satisfy the gate; a step whose block has been taken out of the lesson meanwhile has none to satisfy."""
    try:
        gate = gates.gate_of(lesson, submission.gate_id, GateKind.PRACTICE)
    except NoSuchGate:
        return
    progress.pass_gate(submission.enrollment, lesson, gate, at=at, detail={"signed_off_by": by.pk})


def _tell_handed_in(person, learner, submission, at):
    tell(
        person,
        "practice-handed-in",
        subject=lambda: _("%(learner)s asks for your sign-off") % {"learner": learner},
        body=lambda: (
            _("%(learner)s has handed in the practice step “%(title)s”.")
            % {"learner": learner, "title": submission.title}
        ),
        url=lambda: reverse("courses:practice_decide", args=[submission.pk]),
        at=at,
    )


def _tell_decided(submission, by, at):
    signed = submission.status == PracticeStatus.SIGNED_OFF
    facts = {"name": by, "title": submission.title}
    tell(
        submission.enrollment.learner,
        "practice-signed-off" if signed else "practice-returned",
        subject=lambda: (_("Signed off: %(title)s") if signed else _("Returned to you: %(title)s")) % facts,
        body=lambda: (
            _("%(name)s has signed off your practice step “%(title)s”.") % facts
            if signed
            else _("%(name)s has returned your practice step “%(title)s” with a comment.") % facts
        ),
        url=lambda: reverse("courses:lesson", args=[submission.lesson_key]),
        at=at,
    )
