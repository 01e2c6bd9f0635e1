"""Who presents a session: adds and removes them, and keeps the names that pages and calendars show."""

from django.db import transaction
from django.utils import timezone

from events import notifications, seat_queries
from events.errors import PresentsAlready, WhoPresents
from events.seats import lock

LONGEST = 500


@transaction.atomic
def add(session, *, by, person=None, name="", at=None):
    """Let ``person``, or whoever is called ``name``, present ``session``; returns the Presenter.

    Raises WhoPresents where neither or both are given, and PresentsAlready.
    """
    name = name.strip()
    if bool(person) == bool(name):
        raise WhoPresents
    session = lock(session)
    same = {"person": person} if person else {"name__iexact": name}
    if session.presenters.filter(**same).exists():
        raise PresentsAlready
    made = session.presenters.create(person=person, name=name)
    _write(session, by=by, at=at)
    if person and not session.is_cancelled:
        notifications.tell_presenter(person, session, "presenting", at=at)
    return made


@transaction.atomic
def remove(presenter, *, by, at=None):
    """Take ``presenter`` off the session; twice changes nothing. Returns the session."""
    session = lock(presenter.session)
    if session.presenters.filter(pk=presenter.pk).delete()[0]:
        _write(session, by=by, at=at)
        if presenter.person and not session.is_cancelled:
            notifications.tell_presenter(presenter.person, session, "presenting-ended", at=at)
    return session


@transaction.atomic
def name_again(person, *, at=None):
    """Show ``person``, who may be called otherwise now, by today's name in the sessions to come."""
    coming = seat_queries.ahead(at or timezone.now()).filter(presenters__person=person)
    for session in coming.order_by("pk"):
        _write(lock(session), by=None, at=at)


def also_later(session):
    """The later dates of the series of ``session`` that take place; nothing for a single session."""
    if session.series_id is None:
        return []
    return list(seat_queries.ahead(session.starts_at).filter(series=session.series_id).order_by("starts_at", "pk"))


def clashes(people, sessions):
    """``[(person, session, other session)]`` where one of ``people`` has something else during one of ``sessions``.

    That is another session they present, or one in which they have a seat, an offer or a place in line. Two queries.
    """
    people = {person.pk: person for person in people}
    if not people or not sessions:
        return []
    times = {"first": min(one.starts_at for one in sessions), "last": max(one.ends_at for one in sessions)}
    own = {session.pk for session in sessions}
    busy = [pair for pair in seat_queries.engaged(people, **times) if pair[1].pk not in own]
    return [
        (people[key], session, other)
        for session in sessions
        for key, other in busy
        if other.starts_at < session.ends_at and other.ends_at > session.starts_at
    ]


def _write(session, *, by, at):
    """Keep the names in ``session`` (locked); calendars learn that their text has changed."""
    names = "; ".join(str(each) for each in session.presenters.select_related("person").order_by("pk"))[:LONGEST]
    if session.presented_by != names:
        session.presented_by = names
        session.changed_at = at or timezone.now()
        session._history_user, session._change_reason = by, "Presenters"
        session.save(update_fields=["presented_by", "changed_at"])
