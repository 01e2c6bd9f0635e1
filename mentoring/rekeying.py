"""Seals notes, goals and concerns anew when a key is changed, without showing any of them."""

from mentoring import sealing
from mentoring.care_records import Concern
from mentoring.pair_records import Goal
from mentoring.records import MeetingNote

SEALED = [(MeetingNote, "sealed"), (Goal, "sealed"), (Concern, "sealed"), (Concern, "answer")]


def reseal_all():
    """Seal every note, goal and concern under the first key; returns ``(sealed, lost)`` as numbers.

    Afterwards the old key may be forgotten, unless some were lost.
    """
    done = lost = 0
    for model, field in SEALED:
        for row in model.objects.exclude(**{field: b""}).order_by("pk").iterator():
            before = getattr(row, field)
            sealed = sealing.reseal(before)
            if sealed is None:
                lost += 1
            else:
                # What its author changed meanwhile is sealed under the first key already.
                done += model.objects.filter(pk=row.pk, **{field: before}).update(**{field: sealed})
    return done, lost
