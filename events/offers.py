"""What one visitor may do about one session: the state that decides which single button is shown."""

from dataclasses import dataclass

from django.utils import timezone

from events import queries
from events.choices import RegistrationStatus
from events.records import EventSession, Registration


@dataclass(frozen=True)
class Offer:
    """A session as it stands for one visitor.

    ``state`` is one of ``sign_in``, ``sign_up``, ``join`` (the waitlist), ``waiting``, ``seated``, ``started``,
    ``over`` and ``cancelled``; ``place`` is the place in line of who waits.
    """

    session: EventSession
    registration: Registration | None
    state: str

    @property
    def place(self):
        """The place in line, where there is one."""
        return getattr(self.registration, "place", None) if self.state == "waiting" else None

    @property
    def is_mine(self):
        """True where the visitor has a seat or waits."""
        return self.registration is not None


def offers(sessions, viewer, *, at=None):
    """An Offer for each of ``sessions`` (annotated by ``with_seats``); one query for the visitor's registrations."""
    at = at or timezone.now()
    mine = queries.mine(sessions, viewer)
    return [_offer(session, mine.get(session.pk), viewer, at) for session in sessions]


def _offer(session, registration, viewer, at):
    return Offer(session, registration, _state(session, registration, viewer, at))


def _state(session, registration, viewer, at):
    if session.is_cancelled:
        return "cancelled"
    if session.starts_at <= at:
        return "over" if session.ends_at <= at else "started"
    if registration:
        return "seated" if registration.status == RegistrationStatus.REGISTERED else "waiting"
    if not viewer.is_authenticated:
        return "sign_in"
    return "sign_up" if session.seats_left else "join"


def of_event(page, viewer, *, at=None):
    """``(coming, earlier)``: offers for the sessions of ``page``, soonest first, and for past ones, latest first."""
    at = at or timezone.now()
    sessions = queries.with_seats(queries.sessions_of(page)).exclude(queries.faded(at)).order_by("starts_at", "pk")
    for session in (sessions := list(sessions)):
        session.show_in(page)
    found = offers(sessions, viewer, at=at)
    coming = [offer for offer in found if offer.session.ends_at > at]
    earlier = [offer for offer in reversed(found) if offer.session.ends_at <= at]
    return coming, earlier


def featured(coming):
    """The offer at the head of an event's page: the visitor's own session, else the first one still open, else any."""
    held = [offer for offer in coming if offer.state != "cancelled"]
    mine = [offer for offer in held if offer.is_mine]
    return next(iter([*mine, *held, *coming]), None)
