"""What one visitor may do about one session: the state that decides which single button is shown."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from events import busy_times, eligibility, queries, registration, seat_queries, wording
from events.busy_times import Busy
from events.choices import Ending, RegistrationStatus, SessionStatus
from events.records import EventSession, Registration
from pdportal.common.dates import today

OWN_ENDINGS = {Ending.WITHDRAWN, Ending.DECLINED, Ending.NONE}
OPEN_STATES = {"sign_in", "sign_up", "join"}


@dataclass(frozen=True)
class Offer:
    """A session as it stands for one visitor at one moment.

    ``state`` is one of ``cancelled``, ``over``, ``started``; with a registration ``offered``, ``approval`` (a seat kept
    until the principal answers), ``confirm``, ``seated``, ``waiting``; without one ``not_open``, ``closed``,
    ``not_for_you`` (``why`` says for whom), ``sign_in``, ``sign_up``, ``join`` (the waitlist). ``ended`` is an earlier
    registration that came to its end; ``clash`` a session at the same time in which the visitor has a place, ``busy``
    something else the visitor has then.
    """

    session: EventSession
    registration: Registration | None
    state: str
    why: str = ""
    clash: EventSession | None = None
    ended: Registration | None = None
    needs_reason: bool = False
    busy: Busy | None = None

    @property
    def place(self):
        """The place in line, where there is one."""
        return getattr(self.registration, "place", None) if self.state == "waiting" else None

    @property
    def is_mine(self):
        """True where the visitor has a seat, an offer or waits."""
        return self.registration is not None

    @property
    def ended_note(self):
        """Why an earlier registration came to its end, where the visitor did not end it."""
        ended = self.ended
        return wording.ending_text(ended) if ended and ended.ending not in OWN_ENDINGS else ""

    @property
    def asks_substitute(self):
        """True where it makes sense to ask whether the visitor needs a substitute."""
        return self.state in {"seated", "confirm", "approval"} and self.session.in_school_hours


def offers(sessions, viewer, *, at=None):
    """An Offer for each of ``sessions`` (annotated by ``with_seats``); a fixed number of queries."""
    at = at or timezone.now()
    sessions = list(sessions)
    mine = queries.mine(sessions, viewer)
    clashes = seat_queries.clashes(viewer, sessions)
    queries.localized(clashes.values())
    ruled = viewer.is_authenticated and any(session.rules.audience for session in sessions)
    held = eligibility.holders(viewer, today(at)) if ruled else []
    busy = busy_times.beside(viewer, sessions)
    return [
        _offer(
            session, mine.get(session.pk), viewer, held, at, clash=clashes.get(session.pk), busy=busy.get(session.pk)
        )
        for session in sessions
    ]


def _offer(session, found, viewer, held, at, *, clash=None, busy=None):
    standing = found if found and _stands(found, session, at) else None
    state = _general_state(session, at) or _my_state(standing) or _open_state(session, viewer, held, at)
    why = eligibility.for_whom(session.rules.audience) if state == "not_for_you" else ""
    warns = state in {*OPEN_STATES, "offered"}
    return Offer(
        session, standing, state, why, clash if warns else None, None if standing else found,
        bool(standing) and registration.needs_reason(standing, at), busy if warns else None,
    )  # fmt: skip


def _stands(found, session, at):
    """False where the registration is over, also where the timer has not come by since its deadline."""
    if not found.is_holding or session.starts_at <= at:
        return found.is_holding
    if found.status == RegistrationStatus.OFFERED and found.offered_until <= at:
        return False
    if found.awaits_approval and found.approve_by <= at:
        return False
    return not (found.awaits_confirmation and found.confirm_by <= at)


def _general_state(session, at):
    if session.is_cancelled:
        return "cancelled"
    if session.starts_at <= at:
        return "over" if session.ends_at <= at else "started"
    return ""


def _my_state(found):
    if found is None:
        return ""
    if found.status == RegistrationStatus.OFFERED:
        return "offered"
    if found.status == RegistrationStatus.WAITLISTED:
        return "waiting"
    if found.awaits_approval:
        return "approval"
    return "confirm" if found.awaits_confirmation else "seated"


def _open_state(session, viewer, held, at):
    if session.opens_at and at < session.opens_at:
        return "not_open"
    if session.closes_at and at >= session.closes_at:
        return "closed"
    if not viewer.is_authenticated:
        return "sign_in"
    if not eligibility.is_for(session.rules.audience, held):
        return "not_for_you"
    return "sign_up" if session.seats_left else "join"


def joinable(sessions, viewer, *, at=None):
    """Those of ``sessions`` that ``viewer`` can still sign up for at ``at``, or join the waitlist of."""
    at = at or timezone.now()
    sessions = sessions.filter(
        Q(opens_at=None) | Q(opens_at__lte=at),
        Q(closes_at=None) | Q(closes_at__gt=at),
        status=SessionStatus.SCHEDULED,
        starts_at__gt=at,
    )
    if not viewer.is_authenticated:
        return sessions
    held = eligibility.holders(viewer, today(at))
    closed = [pk for pk, rule in queries.ruled_events() if not eligibility.is_for(rule, held)]
    taken = Registration.objects.filter(queries.HOLDING, learner=viewer).values("session")
    return sessions.exclude(event__in=closed).exclude(pk__in=taken)


def standing(registrations, viewer, *, at=None):
    """An Offer for each of the visitor's own ``registrations`` that still stands; no query."""
    at = at or timezone.now()
    found = [_offer(one.session, one, viewer, [], at) for one in registrations]
    return [offer for offer in found if offer.is_mine]


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


def whole_series(featured, coming):
    """``(series id, how many)`` of the coming dates of the featured session's series that the visitor may still take.

    None where that is fewer than two: then each date has its own button.
    """
    series = featured and featured.session.series_id
    if not series:
        return None
    of_it = [offer for offer in coming if offer.session.series_id == series]
    free = [offer for offer in of_it if offer.state in OPEN_STATES]
    return (series, len(free)) if len(free) > 1 else None
