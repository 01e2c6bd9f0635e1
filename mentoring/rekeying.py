"""Seals notes and goals anew when a key is changed, without showing any of them."""

from mentoring import sealing
from mentoring.pair_records import Goal
from mentoring.records import MeetingNote


def reseal_all():
    """Seal every note and goal under the first key; returns ``(sealed, lost)`` as numbers.

    Afterwards the old key may be forgotten, unless some were lost.
    """
    done = lost = 0
    for model in (MeetingNote, Goal):
        for row in model.objects.order_by("pk").iterator():
            sealed = sealing.reseal(row.sealed)
            if sealed is None:
                lost += 1
            else:
                # What its author changed meanwhile is sealed under the first key already.
                done += model.objects.filter(pk=row.pk, sealed=row.sealed).update(sealed=sealed)
    return done, lost
