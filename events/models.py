"""Where Django finds the models; import them from ``pages``, ``records`` and ``series_records``."""

from events.pages import EventIndexPage, EventPage
from events.records import CalendarMonth, CalendarToken, EventSession, FeedState, Registration
from events.series_records import SessionSeries

__all__ = [
    "CalendarMonth",
    "CalendarToken",
    "EventIndexPage",
    "EventPage",
    "EventSession",
    "FeedState",
    "Registration",
    "SessionSeries",
]
