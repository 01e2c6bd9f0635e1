"""Ends the pairings of whoever leaves the district, without anybody having to remember."""

from django.utils import timezone

from events.seat_queries import have_left
from mentoring import notifications, queries
from mentoring import pairing as pairings
from mentoring.choices import EndCode
from pdportal.common.dates import today


def end_for_leavers(*, at=None):
    """End every pairing, and withdraw every proposal, of which one has left; returns how many. Twice changes nothing.

    Left means: the account is closed, or there were appointments and none of them is in force or to come. The pairing
    ends on the last day of work, or that of the last meeting; hours and notes stay. Both are told, and the coordinators
    where a mentee now waits for another mentor. Run every night by ``manage.py tend_pairings``.
    """
    at = at or timezone.now()
    on = today(at)
    gone = set(have_left(at).values_list("pk", flat=True))
    found = [pairing for pairing in queries.standing() if {pairing.mentor_id, pairing.mentee_id} & gone]
    for pairing in found:
        pairings.end(pairing, by=None, code=EndCode.LEFT, ends_on=_last_day(pairing, gone, on), at=at)
        if pairing.activated_at and pairing.mentee_id not in gone:
            notifications.mentor_has_left(pairing, queries.coordinators(on), at=at)
    return len(found)


def _last_day(pairing, gone, on):
    """The last day of work of who has left, but not before the pairing began or met, and not ahead."""
    if pairing.activated_at is None:
        return on
    leavers = [person for person in (pairing.mentor, pairing.mentee) if person.pk in gone]
    ends = [day for person in leavers for day in person.appointments.values_list("ends_on", flat=True) if day]
    met = list(pairing.meetings.held().values_list("held_on", flat=True))
    return min(max([min(ends, default=on), pairing.starts_on, *met]), on)
