"""Where Django finds the models; import them from ``pages`` and the modules of records."""

from events.feed_records import CalendarBlock, CalendarChoice, CalendarReader, CalendarToken, FeedState
from events.pages import EventIndexPage, EventPage
from events.planning_records import Material, Presenter, Room
from events.presence_records import PresenceClaim
from events.proposal_records import ProposalStep, SessionProposal
from events.records import EventSession, Registration
from events.series_records import SessionSeries

__all__ = [
    "CalendarBlock",
    "CalendarChoice",
    "CalendarReader",
    "CalendarToken",
    "EventIndexPage",
    "EventPage",
    "EventSession",
    "FeedState",
    "Material",
    "PresenceClaim",
    "Presenter",
    "ProposalStep",
    "Registration",
    "Room",
    "SessionProposal",
    "SessionSeries",
]
