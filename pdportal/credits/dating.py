"""Enters the dates of a person's certificate, from which the cycle of a pack follows."""

import datetime as dt

from django.contrib.auth import get_user_model
from django.db import transaction

from pdportal.common.dates import add_months, today
from pdportal.credits.choices import CycleStart
from pdportal.credits.errors import DatesOutOfOrder, DatesUnlikely, NoDatesNeeded
from pdportal.credits.records import CertificateDates

EARLIEST = dt.date(1960, 1, 1)
LONGEST_MONTHS = 120


@transaction.atomic
def enter_dates(person, version, *, starts_on, ends_on=None, by, at=None):
    """Say when the certificate of ``person`` was issued or renewed, and when it expires; returns the CertificateDates.

    Entering the same dates twice changes nothing; other dates replace them, and the history keeps the old ones with who
    changed them. Hours are never touched: they only fall into other cycles. Raises NoDatesNeeded, DatesOutOfOrder,
    DatesUnlikely.
    """
    if version.cycle_start != CycleStart.PERSON:
        raise NoDatesNeeded
    if ends_on and ends_on <= starts_on:
        raise DatesOutOfOrder
    latest = add_months(starts_on, LONGEST_MONTHS) if starts_on.year < dt.MAXYEAR - 20 else starts_on
    if not EARLIEST <= starts_on <= today(at) or (ends_on and ends_on > latest):
        raise DatesUnlikely
    get_user_model().objects.select_for_update(no_key=True).get(pk=person.pk)
    dates = CertificateDates.objects.filter(person=person, pack=version.pack).first()
    dates = dates or CertificateDates(person=person, pack=version.pack)
    if dates.pk and (dates.starts_on, dates.ends_on) == (starts_on, ends_on):
        return dates
    dates.starts_on, dates.ends_on = starts_on, ends_on
    dates._history_user = by
    dates.save()
    return dates
