"""Tells Django about the events app; registers what belongs in a person's calendar and what has been offered."""

from django.apps import AppConfig

from pdportal.people import belongings


class EventsConfig(AppConfig):
    """Configuration of ``events``."""

    name = "events"

    def ready(self):
        """Connect the receivers; register sessions and due dates as calendar sources, and sessions as offers."""
        from events import (  # noqa: PLC0415  models are not loaded before ready()
            calendar_sources,
            due_dates,
            entries,
            evaluating,
            offering,
            proposal_receivers,
            receivers,
            remainder,
        )
        from pdportal.credits import offered  # noqa: PLC0415  models are not loaded before ready()
        from pdportal.evaluations import settling  # noqa: PLC0415  models are not loaded before ready()
        from pdportal.requirements import remaining  # noqa: PLC0415  models are not loaded before ready()

        receivers.connect()
        proposal_receivers.connect()
        calendar_sources.register("sessions", entries.sessions_of)
        calendar_sources.register("presenting", entries.presented_by)
        calendar_sources.register("due dates", due_dates.entries_of)
        offered.register("sessions", offering.between)
        settling.register("events", settle=evaluating.settle, open_due=evaluating.open_due)
        remaining.register("events", remainder.remainder_of)
        belongings.register("events.SessionProposal", "proposer")
        belongings.register("events.Registration", "learner")
        belongings.register("events.CalendarToken", "person")
        belongings.register("events.CalendarChoice", "person")
        belongings.register("events.Presenter", "person")
