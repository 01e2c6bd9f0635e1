"""Missing contact: the pair is reminded first, and told when the coordinator will see it; only then it is shown."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from mentoring import care_notifications, hours
from mentoring.care_records import SilenceReminder
from mentoring.records import Meeting, Pairing
from pdportal.common.dates import today
from pdportal.people.oversight import leads
from pdportal.people.records import Leave

GRACE = dt.timedelta(days=7)  # between the reminder and the coordinator's list


def silent_pairs(on):
    """``[(pairing, date of the last contact or beginning)]`` of the pairs silent for too long on ``on``.

    Pairs that have planned to meet, or of whom one is on leave, are not silent.
    """
    away = Leave.objects.filter(Q(last_day=None) | Q(last_day__gte=on), first_day__lte=on).values("person")
    planned = Meeting.objects.planned().filter(held_on__gte=on).values("pairing")
    pairings = Pairing.objects.in_force(on).exclude(pk__in=planned).exclude(mentor__in=away).exclude(mentee__in=away)
    pairings = list(pairings.with_people().order_by("pk"))
    found = hours.of_pairings(pairings, on=on)
    return [
        (pairing, found[pairing.pk].last_contact or pairing.starts_on)
        for pairing in pairings
        if found[pairing.pk].is_silent
    ]


def missing(on=None):
    """The ids of pairings whose contact coordinators see as missing on ``on`` (today): reminded, and still silent."""
    on = on or today()
    silent = {(pairing.pk, since) for pairing, since in silent_pairs(on)}
    shown = SilenceReminder.objects.filter(shows_on__lte=on, pairing__in=[pk for pk, _since in silent])
    return {pk for pk, since in shown.values_list("pairing", "since") if (pk, since) in silent}


def tend(*, at=None):
    """Remind silent pairs, and show coordinators those silent on; ``(reminded, shown)``. Twice changes nothing."""
    at = at or timezone.now()
    on = today(at)
    silent = silent_pairs(on)
    known = {
        (reminder.pairing_id, reminder.since): reminder
        for reminder in SilenceReminder.objects.filter(pairing__in=[pairing.pk for pairing, _since in silent])
    }
    fresh = [(pairing, since) for pairing, since in silent if (pairing.pk, since) not in known]
    due = [
        (pairing, known[pairing.pk, since])
        for pairing, since in silent
        if (pairing.pk, since) in known and known[pairing.pk, since].shows_on <= on
    ]
    reminded = sum(_remind(pairing, since, on, at) for pairing, since in fresh)
    return reminded, sum(_show(pairing, reminder, on, at) for pairing, reminder in due if not reminder.shown_at)


@transaction.atomic
def _remind(pairing, since, on, at):
    reminder, is_new = SilenceReminder.objects.get_or_create(
        pairing=pairing, since=since, defaults={"reminded_at": at, "shows_on": on + GRACE}
    )
    if is_new:
        care_notifications.contact_missing(reminder, at=at)
    return is_new


@transaction.atomic
def _show(pairing, reminder, on, at):
    if not SilenceReminder.objects.filter(pk=reminder.pk, shown_at=None).update(shown_at=at):
        return False
    for coordinator in leads(None, on).order_by("pk"):
        care_notifications.contact_still_missing(pairing, reminder, coordinator, at=at)
    return True
