"""Reminds those with a seat: a day before by the clock on the wall, and as many hours before as the event says."""

import datetime as dt
import zoneinfo

from django.db import transaction
from django.utils import timezone

from events import notifications, queries, seat_queries
from events.seats import lock, settle
from pdportal.notices.records import Notice


def moments(session):
    """When those with a seat at ``session`` are reminded, earliest first."""
    start = dt.datetime.combine(session.held_on, session.start_time, zoneinfo.ZoneInfo(session.zone))
    a_day_before = (start - dt.timedelta(days=1)).astimezone(dt.UTC)  # the same time of day, also where clocks change
    hours = session.rules.remind_hours
    return sorted({a_day_before, session.starts_at - dt.timedelta(hours=hours)} if hours else {a_day_before})


@transaction.atomic
def remind(session, *, at=None):
    """Send the latest reminder of ``session`` that is due; returns how many people were told.

    Nobody who has been told anything about their seat since that moment, a change or the reminder itself, is told
    again. Late is better than never, but nothing is sent once the session has begun.
    """
    session = lock(session)
    at = at or timezone.now()
    settle(session, at=at)
    people = _to_remind(session, at)
    for registration in people:
        registration.session = session
        notifications.tell(registration, "reminder", change=f"reminder {_due(session, at):%Y%m%dT%H%M}", at=at)
    return len(people)


def remind_all(*, at=None):
    """Send every reminder that is due; returns how many. Run by ``manage.py remind``.

    Each session has a transaction of its own: of two runs at once the second finds everybody told.
    """
    at = at or timezone.now()
    return sum(remind(session, at=at) for session in seat_queries.soon(at) if _to_remind(session, at))


def _due(session, at):
    passed = [moment for moment in moments(session) if moment <= at]
    return passed[-1] if passed else None


def _to_remind(session, at):
    """Registrations with a seat whose person has heard nothing of it since the latest reminder was due."""
    moment = _due(session, at)
    if moment is None or session.is_cancelled or session.starts_at <= at:
        return []
    seated = session.registrations.filter(queries.SEATED, learner__is_active=True).select_related("learner")
    found = [registration for registration in seated.order_by("requested_at", "pk") if registration.has_seat]
    subjects = [notifications.about(registration) for registration in found]
    told = set(Notice.objects.filter(about__in=subjects, created_at__gte=moment).values_list("recipient", "about"))
    return [one for one, subject in zip(found, subjects, strict=True) if (one.learner_id, subject) not in told]
