"""Where Django finds the models; import them from ``pages`` and ``records``."""

from events.pages import EventIndexPage, EventPage
from events.records import CalendarMonth, CalendarToken, EventSession, FeedState, Registration

__all__ = [
    "CalendarMonth",
    "CalendarToken",
    "EventIndexPage",
    "EventPage",
    "EventSession",
    "FeedState",
    "Registration",
]
