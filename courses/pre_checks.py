"""The pre-check of a course as its learner sees it: the offer on the course page, and the sheet to answer."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from courses import progress, quiz_sheets, quizzes, testing_out


@dataclass(frozen=True)
class Offer:
    """The pre-check on the course page: its minutes and address, and the attempt begun or handed in, if any."""

    minutes: int
    url: str
    attempt: Any = None
    is_open: bool = True


def offer_to(reader, course, *, is_done, at=None):
    """The Offer of ``course`` to ``reader``; None for visitors, for whoever is done, and where the author has none."""
    gate = testing_out.pre_check_of(course)
    if gate is None or reader is None or is_done:
        return None
    enrollment = progress.current(reader, course.translation_key)
    if enrollment is not None and enrollment.completed_at:
        return None
    attempts = quizzes.attempts_by(reader, course.translation_key).filter(gate_id=gate.id, enrollment=enrollment)
    attempts = list(attempts) if enrollment else []
    latest = attempts[0] if attempts else None
    allowed = quizzes.allowance_of(course, gate, attempts, at=at or timezone.now()).is_open
    is_draft = bool(latest and not latest.submitted_at)
    return Offer(course.test_out_minutes, quizzes.address_of(course), latest, is_open=allowed or is_draft)


def sheet_for(learner, course, *, check=None):
    """``(QuizSheet, Gate)`` of the pre-check; ``(None, None)`` where there is none, or nothing left to check."""
    gate = testing_out.pre_check_of(course)
    if gate is None:
        return None, None
    enrollment = progress.current(learner, course.translation_key)
    sheet = quiz_sheets.sheets(course, [gate], learner, enrollment, check=check)[gate.id]
    if enrollment and enrollment.completed_at and not sheet.review:
        return None, None
    return sheet, gate
