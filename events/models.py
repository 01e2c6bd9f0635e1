"""Where Django finds the models; import them from ``pages`` and ``records``."""

from events.pages import EventIndexPage, EventPage
from events.records import CalendarToken, EventSession, Registration

__all__ = ["CalendarToken", "EventIndexPage", "EventPage", "EventSession", "Registration"]
