"""Puts sessions on the calendar, moves and cancels them; keeps the calendar text that feeds are made of.

``sequence`` rises when time, place or status changes, ``changed_at`` when anything that calendars show does; nothing
else touches them. The stored text follows every save by itself (see ``receivers``), also where a form or a command
saved the session.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation

from events import ical, notifications, queries, rooms
from events.choices import SessionStatus
from events.entries import public_entry
from events.errors import BadTimes, SessionCancelled
from events.feed_records import CalendarBlock
from events.records import EventSession, Registration
from events.registration import set_capacity
from events.seats import lapsed, lock, settle

TIME_FIELDS = {"held_on", "start_time", "end_time", "last_day", "zone"}
PLACE_FIELDS = {"school", "room", "place", "online_url"}
TEXT_FIELDS = {"note", "event"}
NOBODY = Q(pk__in=[])
SIGN_UP_FIELDS = {"minimum", "opens_at", "closes_at"}  # no calendar shows them


@transaction.atomic
def add_session(event, *, by, at=None, **fields):
    """A new session of ``event`` (a page in any language); ``fields`` are those of EventSession.

    Raises BadTimes where it would end before it starts or start in an hour that the clocks skip, RoomTaken and
    RoomTooSmall.
    """
    session = EventSession(event=event, changed_at=at or timezone.now(), **fields)
    _check(session)
    rooms.book(session)
    session._history_user = by
    session.save()
    return session


@transaction.atomic
def reschedule(session, *, by, at=None, **changes):
    """Change time, place, note or event of ``session``; without a real change nothing happens. Returns the session.

    A new time or place raises SEQUENCE, and everybody with a seat or in the line is told, with a new invitation for
    who has a seat; unless the session was and stays in the past. Raises SessionCancelled,
    BadTimes, RoomTaken and RoomTooSmall.
    """
    session = lock(session)
    at = at or timezone.now()
    if session.is_cancelled:
        raise SessionCancelled
    was_over = session.ends_at <= at
    changed = {name for name, value in changes.items() if getattr(session, name) != value}
    if not changed:
        return session
    for name in changed:
        setattr(session, name, changes[name])
    if changed & {"school", "place"} and "room" not in changes:
        session.room = None  # it goes somewhere else
    _check(session)
    if changed & (TIME_FIELDS | PLACE_FIELDS):
        rooms.book(session)
    moved = bool(changed & (TIME_FIELDS | PLACE_FIELDS))
    session.sequence += moved
    if changed - SIGN_UP_FIELDS:
        session.changed_at = at
    if changed & (TIME_FIELDS | {"minimum"}):  # whether it takes place was said of another time or number
        session.warned_at = session.kept_at = None
    session._history_user = by
    session.save()
    if changed & TIME_FIELDS:  # who said they would come said so of another time
        Registration.objects.filter(queries.SEATED, session=session).update(confirm_by=None, confirmed_at=None)
    if moved and not (was_over and session.ends_at <= at):
        _tell_all(session, "changed", unless=lapsed(session, at), at=at)
    settle(session, at=at, by=by)
    return session


@transaction.atomic
def change(session, *, by, capacity=None, at=None, **changes):
    """What the form of the admin changes in one go: seats by ``set_capacity``, everything else by ``reschedule``."""
    if capacity is not None:
        session = set_capacity(session, capacity, by=by, at=at)
    session = reschedule(session, by=by, at=at, **changes)
    rooms.refuse_too_many(session)
    return session


@transaction.atomic
def cancel_session(session, *, by, reason="", at=None):
    """Take ``session`` off: it stays visible as cancelled for a while, and everybody concerned is told why.

    Asking twice changes nothing. Registrations stay as they are, so that one can see who would have come.
    """
    session = lock(session)
    at = at or timezone.now()
    if session.is_cancelled:
        return session
    session.status = SessionStatus.CANCELLED
    session.cancelled_at = session.changed_at = at
    session.sequence += 1
    session._history_user = by
    session._change_reason = reason[:100]
    session.save()
    if session.ends_at > at:
        _tell_all(session, "cancelled", reason=reason, at=at)
    return session


def text_of(session):
    """The public VEVENT of ``session``: in the portal's first language, where its event is published in it."""
    return texts_of([session])[0]


def texts_of(sessions):
    """The public VEVENTs of ``sessions``, in a fixed number of queries."""
    with translation.override(settings.LANGUAGE_CODE):
        pages = queries.pages_in(settings.LANGUAGE_CODE, [session.event for session in sessions])
        return [
            ical.vevent(public_entry(session, pages.get(session.event.translation_key, session.event)))
            for session in sessions
        ]


def store_ical(sessions):
    """Write the calendar text of ``sessions`` where it is missing or stale; the blocks concerned get a new version."""
    sessions = list(sessions)
    stale = []
    for session, text in zip(sessions, texts_of(sessions), strict=True):
        if session.ical != text:
            session.ical = text
            stale.append(session)
    # The plain manager: SessionQuerySet would renew every block.
    EventSession._base_manager.bulk_update(stale, ["ical"], batch_size=200)
    if stale:
        CalendarBlock.touch(*[session.pk for session in stale])
    return len(stale)


@transaction.atomic
def refresh_texts(sessions, *, at=None):
    """Rewrite the text of ``sessions`` after something around them changed: title, topics, the name of a building.

    Where the text is really another one, ``changed_at`` is moved to ``at`` (now): DTSTAMP says when content changed.
    """
    at = at or timezone.now()
    sessions = list(sessions.select_related("event__locale", "school"))
    fresh = texts_of(sessions)
    changed = [session for session, text in zip(sessions, fresh, strict=True) if session.ical != text]
    for session in changed:
        session.changed_at = at
    EventSession._base_manager.bulk_update(changed, ["changed_at"], batch_size=200)
    return store_ical(changed)


def _check(session):
    """Raise BadTimes, with the sentence of what is wrong, where date and times cannot be."""
    try:
        session.clean()
    except ValidationError as trouble:
        raise BadTimes(" ".join(trouble.messages)) from trouble


def _tell_all(session, kind, *, at, unless=NOBODY, **words):
    """Tell those with a seat, an offer or a place in line, and who presents, with the session as it is now.

    Who presents and has a seat as well is told once, as a presenter: both invitations would carry one UID.
    """
    presenters = [found.person for found in session.presenters.exclude(person=None).select_related("person")]
    presenters = presenters if session.ends_at > at else []
    found = session.registrations.filter(queries.HOLDING, learner__is_active=True).exclude(unless)
    seats = {registration.learner: registration for registration in found.select_related("learner")}
    for person in presenters:
        above = seats[person].sequence if person in seats else 0
        notifications.tell_presenter(person, session, f"presenting-{kind}", above=above, at=at, **words)
    for person, registration in seats.items():
        if person not in presenters:
            registration.session = session
            notifications.tell(registration, kind, had_seat=registration.has_seat, at=at, **words)


@transaction.atomic
def follow_room(room, *, at=None):
    """Write the name and building that ``room`` has now into its sessions that are not over; their text follows."""
    at = at or timezone.now()
    coming = EventSession.objects.filter(room=room, ends_at__gt=at)
    if coming.exclude(place=room.name, school=room.school_id).update(place=room.name, school=room.school_id):
        refresh_texts(coming, at=at)
