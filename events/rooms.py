"""Books rooms: one session at a time in each, and no more seats than it holds."""

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events import wording
from events.choices import SessionStatus
from events.errors import RoomTaken, RoomTooSmall
from events.planning_records import Room
from events.records import EventSession


def named(school, place):
    """The room in use that ``place`` names in the building ``school``, or None."""
    place = place.strip()
    return Room.objects.filter(school=school, name__iexact=place, is_active=True).first() if school and place else None


def find(session):
    """Write into ``session`` the room it is to take place in, with its building; nothing where it has none.

    A place that is the name of a room of the building is that room.
    """
    room = session.room or named(session.school, session.place)
    if room:
        session.room, session.school, session.place = room, room.school, room.name


def check(session):
    """Find the room of ``session`` and raise RoomTaken or RoomTooSmall where it cannot be had."""
    find(session)
    if session.room:
        refuse_taken(session)
        refuse_too_many(session)


def book(session):
    """Check the room of ``session``, which is about to be saved in this transaction, with the room's row locked.

    The lock lasts until the transaction ends, so that two sessions never get a room for the same time.
    """
    find(session)
    if session.room:
        session.room = Room.objects.select_for_update(of=("self",)).select_related("school").get(pk=session.room_id)
        check(session)


def refuse_taken(session):
    """Raise RoomTaken, with what takes place there, where the room of ``session`` is not free at its time."""
    other = taking_place(session.room, session.starts_at, session.ends_at).exclude(pk=session.pk).first()
    if other:
        raise RoomTaken(
            _("%(room)s is taken then: “%(title)s”, %(when)s. Choose another room or time.")
            % {"room": session.room, "title": other.event.title, "when": wording.when_text(other)}
        )


def refuse_too_many(session):
    """Raise RoomTooSmall where ``session`` has more seats than its room holds; who joins online needs no chair."""
    room = session.room
    if room and session.capacity > room.capacity and not session.online_url:
        raise RoomTooSmall(
            ngettext(
                "%(room)s holds %(number)s person. Choose fewer seats or another room.",
                "%(room)s holds %(number)s people. Choose fewer seats or another room.",
                room.capacity,
            )
            % {"room": room, "number": room.capacity}
        )


def taking_place(room, first, last):
    """Sessions that take place in ``room`` at any moment between ``first`` and ``last``, soonest first."""
    found = EventSession.objects.filter(
        room=room, status=SessionStatus.SCHEDULED, starts_at__lt=last, ends_at__gt=first
    )
    return found.select_related("event").order_by("starts_at", "pk")


def crowded(room, at):
    """Sessions to come at ``at`` in ``room`` that have more seats than it holds, and nobody online."""
    coming = EventSession.objects.filter(room=room, status=SessionStatus.SCHEDULED, ends_at__gt=at, online_url="")
    return coming.filter(capacity__gt=F("room__capacity"))
