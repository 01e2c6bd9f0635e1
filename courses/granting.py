"""Giving a learner another attempt at a quiz, with the reason on record."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import queries, quizzes
from courses.answers import readable
from courses.errors import AttemptsLeft, MayNotGrant, NoSuchGate, ReasonForAttemptMissing
from courses.quiz_records import ExtraAttempt
from courses.records import Enrollment, QuizAttempt
from pdportal.common.dates import today
from pdportal.notices.telling import tell
from pdportal.people.permissions import can_coordinate
from pdportal.requirements.cycles import cycle_for

LONGEST_REASON = 300


@transaction.atomic
def grant(attempt, *, by, reason, at=None):
    """Give the learner of ``attempt`` one more attempt at its quiz, at once; she is told. Returns the ExtraAttempt.

    The enrollment is locked meanwhile. Raises MayNotGrant, ReasonForAttemptMissing, UnreadableText, NoSuchGate where
    the quiz is gone, and AttemptsLeft where she can go on without: that is what a second click finds.
    """
    at = at or timezone.now()
    if not can_coordinate(by, on=today(at)):
        raise MayNotGrant
    reason = readable(reason).strip()[:LONGEST_REASON]
    if not reason:
        raise ReasonForAttemptMissing
    page = queries.quiz_page(attempt.lesson_key)
    if page is None:
        raise NoSuchGate
    gate = quizzes.gate_of(page, attempt.gate_id)
    enrollment = Enrollment.objects.select_for_update().select_related("learner").get(pk=attempt.enrollment_id)
    cycle = cycle_for(enrollment.learner, enrollment.activity_key, on=today(at))
    _check(page, gate, enrollment, cycle, at)
    given = ExtraAttempt.objects.create(
        enrollment=enrollment, lesson_key=attempt.lesson_key, gate_id=gate.id, cycle=cycle, granted_at=at,
        granted_by=by, reason=reason,
    )  # fmt: skip
    _tell(enrollment.learner, page, gate, by, at)
    return given


def _check(page, gate, enrollment, cycle, at):
    taken = QuizAttempt.objects.filter(enrollment=enrollment, lesson_key=page.translation_key, gate_id=gate.id)
    taken = list(taken.select_related("enrollment__learner").order_by("-number"))
    if any(attempt.passed or not attempt.submitted_at for attempt in taken):
        raise AttemptsLeft
    if quizzes.allowance_of(page, gate, taken, at=at, cycle=cycle).is_open:
        raise AttemptsLeft


def _tell(learner, page, gate, by, at):
    tell(
        learner,
        "another-attempt",
        subject=lambda: _("Another attempt: %(title)s") % {"title": gate.title},
        body=lambda: (
            _("%(name)s has given you another attempt at “%(title)s”. You can take it at once.")
            % {"name": by, "title": gate.title}
        ),
        url=lambda: (
            reverse("courses:pre_check", args=[page.translation_key])
            if quizzes.is_pre_check(page)
            else reverse("courses:lesson", args=[page.translation_key])
        ),
        at=at,
    )
