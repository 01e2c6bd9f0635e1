"""Rounds of a practice step: opened by handing in, closed by taking back, returning or signing off."""

from courses.choices import RoundOutcome
from courses.errors import WrongState
from courses.practice_records import PracticeRound


def open_round(submission, points, *, at):
    """Freeze what is handed in: each of ``points`` (id, text) with its tick, the note, the files of the draft."""
    ticked = set(submission.checked)
    found = PracticeRound.objects.create(
        submission=submission,
        number=submission.rounds.count() + 1,
        checklist=[[text, point_id in ticked] for point_id, text in points],
        note=submission.note,
        handed_in_at=at,
    )
    found.files.set(submission.files.filter(removed_at=None))
    return found


def close_round(submission, outcome, *, by, at, comment=""):
    """Note what became of the round that waits."""
    submission.rounds.filter(outcome=RoundOutcome.WAITING).update(
        outcome=outcome, decided_by=by, decided_at=at, comment=comment
    )


def check_is_round(submission, number):
    """Raise WrongState where another round than ``number`` waits: what was read is not what would be decided on."""
    waiting = submission.rounds.filter(outcome=RoundOutcome.WAITING).values_list("number", flat=True).first()
    if number is not None and waiting is not None and number != waiting:
        raise WrongState
