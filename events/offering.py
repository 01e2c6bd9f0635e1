"""What workshops the district has offered, for clock-hour rules that count offers."""

from events.choices import SessionStatus
from events.queries import localized, public_sessions
from pdportal.credits.offered import Offer


def between(first, last):
    """An Offer for every session with hours that was not called off, held between two dates; in two queries."""
    sessions = public_sessions().filter(
        status=SessionStatus.SCHEDULED, held_on__range=(first, last), event__credit_hours__gt=0
    )
    return [
        Offer(session.event.translation_key, session.event.title, session.event.credit_hours, session.held_on)
        for session in localized(sessions)
    ]
