"""What remains of a required event, in sentences: the seat held, the place in line, or the next session with a seat."""

from django.utils.translation import gettext as _

from events import offers, queries, wording
from pdportal.requirements.remaining import Remaining

GOING_ON = {"started", "over"}


def remainder_of(learner, key):
    """The Remaining of ``learner`` in the published event ``key``; None where there is no such event."""
    if not queries.event_pages().filter(translation_key=key).exists():
        return None
    mine = queries.registrations_of(learner).filter(session__event__translation_key=key)
    standing = [offer for offer in offers.standing(mine, learner) if _counts(offer)]
    if standing:
        said = [_said(offer) for offer in standing]
        return Remaining(tuple(fact for fact, _following in said), said[0][1])
    session = queries.with_open_seats(queries.upcoming().filter(event__translation_key=key)).first()
    if session is None:
        return Remaining((_("No session with a free seat is planned."),))
    words = {"when": wording.when_text(session)}
    return Remaining((_("Not signed up."),), _("The next session with a free seat: %(when)s.") % words)


def _counts(offer):
    """False for a session called off, one over for those who waited in vain, and one whose attendance is known."""
    if offer.state in GOING_ON:
        return offer.registration.has_seat and not offer.registration.attendance
    return offer.state != "cancelled"


def _said(offer):
    """How things stand with the registration of ``offer``, and what comes next."""
    found = offer.registration
    moments = {name: getattr(found, name) for name in ("confirm_by", "approve_by", "offered_until")}
    words = {name: wording.moment_text(moment) if moment else "" for name, moment in moments.items()}
    words |= {"when": wording.when_text(offer.session), "place": found.place}
    over = (_("The session of %(when)s has begun or is over."), _("Attendance is still to be recorded."))
    sentences = {
        "seated": (_("Has a seat: %(when)s."), _("Take part in the session.")),
        "confirm": (_("Has a seat, to be confirmed: %(when)s."), _("Confirm the seat by %(confirm_by)s.")),
        "approval": (
            _("A seat is kept: %(when)s."),
            _("The principal has been asked and has until %(approve_by)s."),
        ),
        "offered": (_("A seat is offered: %(when)s."), _("Accept the seat by %(offered_until)s.")),
        "waiting": (
            _("Place %(place)s in line: %(when)s."),
            _("Wait for a seat to become free, or choose another session."),
        ),
        "started": over,
        "over": over,
    }
    fact, following = sentences[offer.state]
    return fact % words, following % words
