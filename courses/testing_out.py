"""Testing out: passing the pre-check of a course completes it with the minutes the author gives for that."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from courses import gates, locks, progress
from courses.choices import GateKind
from courses.errors import NoSuchGate
from pdportal.transcripts import ledger
from pdportal.transcripts.activities import Activity
from pdportal.transcripts.choices import Source

ATTEMPTS = 1


def pre_check_of(course):
    """The pre-check of ``course`` as a Gate; None where the author offers none."""
    blocks = course.quiz_blocks
    return gates.gate_from(blocks[0]) if blocks and course.test_out_minutes else None


def pre_check(course, gate_id):
    """The pre-check with this id; raises NoSuchGate."""
    found = pre_check_of(course)
    if found is None or found.id != gate_id or found.kind is not GateKind.QUIZ:
        raise NoSuchGate
    return found


def hours_of(course):
    """The credit hours of testing out: its minutes as hours, never more than the whole course gives."""
    hours = (Decimal(course.test_out_minutes) / 60).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return min(hours, course.credit_hours)


def complete(enrollment, course, *, at):
    """Award ``course`` to the learner of the locked ``enrollment`` for a passed pre-check, once per cycle.

    Raises StillLocked where a path keeps the course, or one of its lessons, locked.
    """
    locks.refuse_locked(enrollment.learner, course, at=at)
    enrollment.completed_at = at
    enrollment.save(update_fields=["completed_at"])
    activity = replace(Activity.of(course), credit_hours=hours_of(course))
    completion = ledger.award(enrollment.learner, activity, source=Source.TEST_OUT, cycle=enrollment.cycle, at=at)
    progress.tell_completed(enrollment.learner, activity, at=at)
    return completion
