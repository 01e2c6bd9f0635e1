"""The goals of a pair: text for the two of them, sealed like a note, with a day to reach it by."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from mentoring import sealing
from mentoring.errors import GoalEmpty, GoalTooLong, NotOfThePair, PairingHasEnded, TooManyGoals
from mentoring.pair_records import Goal
from mentoring.records import Pairing
from pdportal.common.dates import today

MOST_CHARACTERS = 300
MOST_GOALS = 30


@dataclass(frozen=True, repr=False)
class OpenedGoal:
    """A goal as one of the pair reads it; ``text`` is None where its key is lost. Its ``repr`` tells nothing."""

    pk: int
    text: str | None
    due_on: dt.date | None
    is_done: bool
    is_late: bool


@sensitive_variables()
@transaction.atomic
def add(pairing, *, by, text, due_on=None, form_key):
    """Set a goal; either of the two may. The same ``form_key`` again changes nothing. Returns the Goal.

    Raises NotOfThePair, PairingHasEnded, GoalEmpty, GoalTooLong, TooManyGoals.
    """
    pairing = _open_pairing(pairing.pk, by)
    earlier = pairing.goals.filter(form_key=form_key).first()
    if earlier:
        return earlier
    text = " ".join(text.split())
    if not text:
        raise GoalEmpty
    if len(text) > MOST_CHARACTERS:
        raise GoalTooLong
    if pairing.goals.count() >= MOST_GOALS:
        raise TooManyGoals
    sealed = sealing.seal(_owner(pairing.pk, by.pk), text)
    return Goal.objects.create(pairing=pairing, author=by, sealed=sealed, due_on=due_on, form_key=form_key)


@transaction.atomic
def mark(goal, *, by, done, at=None):
    """Say that a goal is reached, or (``done`` false) that it is not; twice changes nothing.

    Raises NotOfThePair, PairingHasEnded.
    """
    pairing = _open_pairing(goal.pairing_id, by)
    open_or_done = pairing.goals.filter(pk=goal.pk, done_at__isnull=done)
    open_or_done.update(done_at=(at or timezone.now()) if done else None)


@transaction.atomic
def remove(goal, *, by):
    """Take a goal off the list; removing it twice changes nothing. Raises NotOfThePair, PairingHasEnded."""
    _open_pairing(goal.pairing_id, by).goals.filter(pk=goal.pk).delete()


@sensitive_variables()
def goals_of(pairing, reader, *, at=None):
    """The goals of ``pairing`` for one of the two, those to reach first; nothing for a stranger. One query."""
    if not pairing.has(reader):
        return []
    on = today(at)
    found = [
        OpenedGoal(
            pk=goal.pk,
            text=sealing.unseal(_owner(goal.pairing_id, goal.author_id), goal.sealed),
            due_on=goal.due_on,
            is_done=goal.done_at is not None,
            is_late=goal.done_at is None and goal.due_on is not None and goal.due_on < on,
        )
        for goal in pairing.goals.all()
    ]
    return sorted(found, key=lambda goal: goal.is_done)


def _open_pairing(pk, by):
    pairing = Pairing.objects.select_for_update(of=("self",)).get(pk=pk)
    if not pairing.has(by):
        raise NotOfThePair
    if not pairing.is_active:
        raise PairingHasEnded
    return pairing


def _owner(pairing_id, author_id):
    return ["goal", pairing_id, author_id]
