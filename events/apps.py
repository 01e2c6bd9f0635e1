"""Tells Django about the events app and registers what belongs in a person's calendar."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Configuration of ``events``."""

    name = "events"

    def ready(self):
        """Connect the receivers; register sessions and due dates as calendar sources."""
        from events import calendar_sources, due_dates, entries, receivers  # noqa: PLC0415  models are not loaded yet

        receivers.connect()
        calendar_sources.register("sessions", entries.sessions_of)
        calendar_sources.register("due dates", due_dates.entries_of)
