"""The clock from hire to a mentor: who waits, until when, and telling coordinators before the day is missed."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from mentoring import match_notifications
from mentoring.queries import programmes, unmatched
from pdportal.common.dates import today
from pdportal.notices.records import Notice
from pdportal.people.oversight import leads

WARN_DAYS = 10


@dataclass(frozen=True)
class Waiting:
    """Somebody new without a mentor, and the last day on which one is to be named."""

    person: Any
    programme: Any
    due_on: dt.date
    days_left: int

    @property
    def is_missed(self):
        """True where the day has passed."""
        return self.days_left < 0

    @property
    def is_near(self):
        """True where the day is near or has passed."""
        return self.days_left <= WARN_DAYS


def waiting(on=None):
    """Everybody a programme is for who has no mentor on ``on`` (today), by the day it is due; a query a programme.

    Where somebody could be in several programmes, the one with the earliest day counts; where none has a deadline,
    nobody is listed.
    """
    on, found = on or today(), {}
    for programme in programmes().exclude(assign_within_days=0):
        days = dt.timedelta(days=programme.assign_within_days)
        for person in unmatched(on, programme):
            again = person.new_since == person.lost_on
            due_on = (person.new_since if again else programme.counted_from(person.new_since)) + days
            each = Waiting(person, programme, due_on, (due_on - on).days)
            known = found.setdefault(person.pk, each)
            found[person.pk] = min(known, each, key=lambda either: (either.due_on, either.programme.pk))
    return sorted(found.values(), key=lambda each: (each.due_on, each.person.pk))


def near(on=None):
    """Those of ``waiting`` whose day is near or has passed."""
    return [each for each in waiting(on) if each.is_near]


@transaction.atomic
def warn(*, at=None):
    """Tell every coordinator once before somebody's day is missed, and once when it is; returns how many notices."""
    on, told = today(at), 0
    coordinators = list(leads(None, on).select_for_update().order_by("pk"))
    for each in near(on):
        kind = match_notifications.clock_kind(each)
        url = match_notifications.clock_url(each)
        knowing = set(Notice.objects.filter(kind=kind, url=url).values_list("recipient", flat=True))
        for coordinator in coordinators:
            if coordinator.pk not in knowing:
                match_notifications.mentor_due(each, coordinator, at=at)
                told += 1
    return told
