"""What of mentoring stands in a personal calendar: meetings with a time, for both of the pair; never a note."""

import datetime as dt

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from events.busy_times import Busy
from events.calendar_sources import Entry
from mentoring.choices import MeetingStatus
from mentoring.records import Meeting
from mentoring.wording import meeting_text
from pdportal.common.dates import today

STRUCK_OUT_DAYS = 30


def of_meetings(person, first, last):
    """Source: the meetings of ``person`` from ``first`` to ``last`` that have a time; one query.

    A cancelled one stays, marked, until its day has passed, and 30 days at most: calendars forget slowly.
    """
    now = timezone.now()
    gone = ~Q(status=MeetingStatus.CANCELLED) | Q(
        held_on__gte=today(now), changed_at__gte=now - dt.timedelta(days=STRUCK_OUT_DAYS)
    )
    rows = Meeting.objects.filter(
        gone,
        Q(pairing__mentor=person) | Q(pairing__mentee=person),
        start_time__isnull=False,
        held_on__range=(first, last),
    ).select_related("pairing__mentor", "pairing__mentee")
    return [entry_for(meeting, person) for meeting in rows]


def busy_with(person, first, last):
    """Source: the planned meetings of ``person`` from ``first`` to ``last``; one query."""
    days = [timezone.localdate(moment) for moment in (first, last)]
    rows = (
        Meeting.objects.planned()
        .filter(Q(pairing__mentor=person) | Q(pairing__mentee=person), start_time__isnull=False, held_on__range=days)
        .select_related("pairing__mentor", "pairing__mentee")
    )
    entries = [entry_for(meeting, person) for meeting in rows]
    return [Busy(entry.title, entry.starts_at, entry.ends_at, entry.url) for entry in entries]


def entry_for(meeting, person):
    """``meeting`` as it stands in the calendar of ``person``, in the language in force."""
    starts_at = timezone.make_aware(dt.datetime.combine(meeting.held_on, meeting.start_time)).astimezone(dt.UTC)
    title = _("Mentoring: %(name)s") % {"name": meeting.pairing.other_than(person)}
    cancelled = meeting.status == MeetingStatus.CANCELLED
    return Entry(
        uid=meeting.uid,
        kind="meeting",
        title=_("Cancelled: %(title)s") % {"title": title} if cancelled else title,
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(minutes=meeting.minutes),
        changed_at=meeting.changed_at,
        sequence=meeting.sequence,
        status="CANCELLED" if cancelled else "CONFIRMED",
        description=meeting_text(meeting),
        url=reverse("mentoring:pairing", args=[meeting.pairing_id]),
    )
