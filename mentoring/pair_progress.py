"""How far pairs are on a date: checklist, the mentee's paths, the mentor's training; a fixed few queries."""

import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.trail import Trail
from mentoring import checklist
from mentoring.matching_records import TrainingOverride
from pdportal.transcripts.records import Completion


class Trained(models.TextChoices):
    """Where a mentor stands with the training that the programme asks for."""

    NOT_ASKED = "not_asked", _("None asked for")
    DONE = "done", pgettext_lazy("training", "Completed")
    EXCUSED = "excused", _("May begin without, as decided")
    MISSING = "missing", pgettext_lazy("training", "Not completed")


@dataclass(frozen=True)
class PairProgress:
    """``(done, all)`` of the checklist until now and of the steps on the mentee's paths, and the mentor's training."""

    checklist: tuple[int, int]
    path: tuple[int, int]
    trained: Trained
    trained_on: dt.date | None = None


def of_pairings(pairings, on):
    """The PairProgress of each of ``pairings`` by id, as of the date ``on``.

    The pairings of a programme share one programme object, with its training loaded.
    """
    programmes = {pairing.programme.pk: pairing.programme for pairing in pairings}.values()
    keys = {key for programme in programmes for key in checklist.activity_keys(programme)}
    trail = Trail({pairing.mentee_id: pairing.mentee for pairing in pairings}.values(), as_of=on, extra_keys=keys)
    items = checklist.done_of(pairings, trail, on)
    completed, excused = _trainings(pairings, programmes, on)
    return {
        pairing.pk: PairProgress(
            checklist=items[pairing.pk],
            path=_steps(trail, pairing.mentee),
            **_training(pairing, completed, excused),
        )
        for pairing in pairings
    }


def _steps(trail, mentee):
    paths = trail.path_progress(mentee)
    return sum(path.steps_done for path in paths), sum(path.steps_needed for path in paths)


def _trainings(pairings, programmes, on):
    """``{(mentor, activity key): day}`` of trainings completed and valid, and ``{(mentor, programme)}`` excused."""
    mentors = [pairing.mentor_id for pairing in pairings]
    keys = [programme.mentor_training.translation_key for programme in programmes if programme.mentor_training]
    rows = Completion.objects.true_on(on).filter(learner__in=mentors, activity_key__in=keys).exclude(valid_until__lt=on)
    completed = {(mentor, key): day for mentor, key, day in rows.values_list("learner", "activity_key", "completed_on")}
    excused = TrainingOverride.objects.filter(programme__in=programmes, mentor__in=mentors)
    return completed, set(excused.values_list("mentor", "programme"))


def _training(pairing, completed, excused):
    training = pairing.programme.mentor_training
    if training is None:
        return {"trained": Trained.NOT_ASKED}
    day = completed.get((pairing.mentor_id, training.translation_key))
    if day:
        return {"trained": Trained.DONE, "trained_on": day}
    is_excused = (pairing.mentor_id, pairing.programme_id) in excused
    return {"trained": Trained.EXCUSED if is_excused else Trained.MISSING}
