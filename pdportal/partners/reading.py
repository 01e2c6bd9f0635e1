"""Reads partners' calendars: one at a time, each in one transaction; what was read before stays until then."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from pdportal.common import page_cache
from pdportal.common.dates import add_months, today
from pdportal.partners.choices import Trouble
from pdportal.partners.errors import NotRead
from pdportal.partners.fetching import fetch
from pdportal.partners.parsing import entries_in
from pdportal.partners.records import PartnerCalendar, PartnerEntry

DAYS_BACK, MONTHS_AHEAD = 31, 13
EVERY = dt.timedelta(hours=1)
APART = dt.timedelta(seconds=30)  # so long at least between two readings, whoever asks


def read_all(*, at=None, limits=None):
    """Read every active calendar that was last tried an hour ago or longer; ``(read, failed)`` as numbers.

    Safe to run twice at once: a calendar is claimed before it is read.
    """
    at = at or timezone.now()
    due = PartnerCalendar.objects.filter(Q(tried_at=None) | Q(tried_at__lte=at - EVERY), active=True)
    outcomes = [read(calendar, at=at, limits=limits) for calendar in due]
    return outcomes.count(True), outcomes.count(False)


def read(calendar, *, at=None, limits=None):
    """Read ``calendar`` now. True where it could be read, False where not (its row says why), None if just tried.

    No transaction is open while the other server is waited for.
    """
    at = at or timezone.now()
    claim = PartnerCalendar.objects.filter(Q(tried_at=None) | Q(tried_at__lte=at - APART), pk=calendar.pk)
    if not claim.update(tried_at=at):
        return None
    calendar.refresh_from_db()
    whole_day = calendar.read_at is not None and today(calendar.read_at) == today(at)
    known = {"etag": calendar.etag, "last_modified": calendar.last_modified} if whole_day else {}
    try:
        answer = fetch(calendar.address, limits=limits, **known)
        if answer.data is None:
            PartnerCalendar.objects.filter(pk=calendar.pk).update(read_at=at, trouble="", detail="")
        else:
            store(calendar, answer.data, at=at, etag=answer.etag, last_modified=answer.last_modified)
    except NotRead as refusal:
        PartnerCalendar.objects.filter(pk=calendar.pk).update(trouble=refusal.trouble, detail=refusal.detail[:200])
        return False
    return True


def store(calendar, data, *, at=None, etag="", last_modified=""):
    """Put the entries in ``data`` (bytes of an ICS file) in the place of those read before; raises NotRead.

    Holds 31 days back and 13 months ahead. A file without a single event empties the calendar only if it is one.
    """
    at = at or timezone.now()
    first, last = today(at) - dt.timedelta(days=DAYS_BACK), add_months(today(at), MONTHS_AHEAD)
    entries, left_out = entries_in(data, first, last)
    if left_out and not entries:
        raise NotRead(Trouble.MALFORMED)
    with transaction.atomic():
        locked = PartnerCalendar.objects.select_for_update().get(pk=calendar.pk)
        locked.entries.all().delete()
        for entry in entries:
            entry.calendar = locked
        PartnerEntry.objects.bulk_create(entries, batch_size=500)
        locked.read_at, locked.left_out, locked.trouble, locked.detail = at, left_out, "", ""
        locked.etag, locked.last_modified = etag, last_modified
        locked.save()
        page_cache.forget_all()
    return len(entries)
