"""Who may take attendance at which sessions, and what stands on the roster."""

import datetime as dt

from django.contrib.auth import get_user_model
from django.db.models import Count, Max, Q
from django.utils import timezone

from events import queries
from events.choices import MarkedThrough, PresenceState, RegistrationStatus, SessionStatus
from events.planning_records import Presenter
from events.presence_records import PresenceClaim
from events.records import EventSession
from pdportal.common.dates import today
from pdportal.people.choices import Role
from pdportal.people.permissions import can_coordinate
from pdportal.people.queries import people_with

MOST_FOUND = 12
NAMES = ["first_name", "last_name", "username", "email", "staff_id"]


def sessions_of(user):
    """The sessions at which ``user`` may take attendance: all of them for who coordinates, else those they present."""
    sessions = EventSession.objects.select_related("event__locale", "school")
    if can_coordinate(user):
        return sessions
    return sessions.filter(pk__in=Presenter.objects.filter(person=user).values("session"))


def presented_by(user, *, at=None):
    """The sessions ``user`` presents that take place from a month ago on, soonest first, as a list; two queries."""
    since = (at or timezone.now()) - dt.timedelta(days=30)
    found = EventSession.objects.filter(presenters__person=user, status=SessionStatus.SCHEDULED, ends_at__gt=since)
    return queries.localized(found.select_related("event", "school").order_by("starts_at", "pk"))


def people():
    """Everybody who can be put on a roster."""
    return get_user_model().objects.filter(is_active=True, merged_into=None)


def sheet_readings(session):
    """Who read how many rows from the paper sheet of ``session``, and when last; one line a person."""
    read = session.registrations.filter(marked_through=MarkedThrough.SHEET, marked_by__isnull=False)
    rows = read.order_by().values("marked_by").annotate(rows=Count("pk"), latest=Max("marked_at"))
    names = get_user_model().objects.in_bulk([row["marked_by"] for row in rows])
    return [row | {"name": names[row["marked_by"]]} for row in rows]


def people_called(words, session):
    """Up to a dozen people who can sign in and have no seat at ``session``, whose names hold all of ``words``."""
    seated = session.registrations.filter(status=RegistrationStatus.REGISTERED).values("learner")
    found = people().exclude(pk__in=seated)
    for word in words.split()[:5]:
        found = found.filter(Q(*[(f"{name}__icontains", word) for name in NAMES], _connector=Q.OR))
    return found.prefetch_related("appointments__school").order_by("last_name", "first_name", "pk")[:MOST_FOUND]


def coordinators(*, at=None):
    """Everybody who coordinates events today."""
    return people_with(today(at), role=Role.COORDINATOR).order_by("pk")


def answerers(session, *, at=None):
    """Who answers an “I was there” at ``session`` first: its presenters; who coordinates where none has an account."""
    presenters = people().filter(presented_sessions__session=session).order_by("pk")
    return presenters if presenters.exists() else coordinators(at=at)


def presence_claims(user):
    """Every “I was there” that ``user`` may answer, with what lists show."""
    found = PresenceClaim.objects.filter(registration__session__in=sessions_of(user).values("pk"))
    return found.select_related("registration__learner", "registration__session__event", "answered_by")


def presence_waiting(user):
    """Those that wait for ``user``: all of a presenter's; for who coordinates, those no presenter answers (in time)."""
    found = presence_claims(user).filter(state=PresenceState.OPEN)
    if can_coordinate(user):
        mine = Presenter.objects.filter(person=user).values("session")
        others = Presenter.objects.filter(person__is_active=True).exclude(person=user).values("session")
        found = found.filter(
            Q(escalated_at__isnull=False) | Q(registration__session__in=mine) | ~Q(registration__session__in=others)
        )
    return found.order_by("answer_by", "pk")
