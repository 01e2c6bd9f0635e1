"""Sessions with fewer sign-ups than their minimum: coordinators are told once, and decide whether they take place."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from events import queries, seat_queries, wording
from events.errors import SessionCancelled, SessionHasStarted
from events.seats import lock
from pdportal.common.dates import today
from pdportal.notices.telling import tell
from pdportal.people.oversight import leads


def tell_due(*, at=None):
    """Tell the coordinators of every session that is due and of which they have not been told; returns how many.

    One notice and mail each, in their language. A session that is moved, or gets another minimum, is told anew.
    """
    at = at or timezone.now()
    return sum(_tell_one(found, at) for found in seat_queries.too_few(at) if found.warned_at is None)


@transaction.atomic
def keep(session, *, by, at=None):
    """Let ``session`` take place with however few people; twice changes nothing. Returns the session.

    Raises SessionCancelled and SessionHasStarted.
    """
    session = lock(session)
    at = at or timezone.now()
    if session.is_cancelled:
        raise SessionCancelled
    if session.starts_at <= at:
        raise SessionHasStarted
    if session.kept_at is None:
        session.kept_at = at
        session._history_user, session._change_reason = by, "Takes place with few people"
        session.save(update_fields=["kept_at"])
    return session


@transaction.atomic
def _tell_one(found, at):
    """Tell of one session, looked at again under its lock; 1 where it was told."""
    session = lock(found)
    if session.warned_at or session.kept_at or session.is_cancelled:
        return 0
    session.warned_at = at
    session.save(update_fields=["warned_at"])
    for person in leads(None, today(at)):
        tell(
            person,
            "session-few",
            subject=lambda: _("Few sign-ups: %(title)s") % {"title": _title(session)},
            body=lambda: _body(session, found.seated),
            url=reverse("event_sessions:few"),
            at=at,
        )
    return 1


def _title(session):
    return queries.localized([session])[0].event.title


def _body(session, seated):
    facts = [_title(session), wording.when_text(session), wording.place_text(session)]
    opening = _(
        "%(taken)s of at least %(minimum)s people have signed up. Please decide whether the session takes place, or "
        "cancel it in time; those who signed up are told."
    ) % {"taken": seated, "minimum": session.minimum}
    return "\n".join([opening, "", *[fact for fact in facts if fact]])
