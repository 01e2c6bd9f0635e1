"""Kinds of events, states of sessions and registrations."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EventKind(models.TextChoices):
    """What an event is."""

    WORKSHOP = "workshop", _("Workshop")
    SESSION = "session", _("Librarian session")
    MEETING = "meeting", _("Meeting")


class SessionStatus(models.TextChoices):
    """Whether a session takes place."""

    SCHEDULED = "scheduled", pgettext_lazy("event session", "Scheduled")
    CANCELLED = "cancelled", pgettext_lazy("event session", "Cancelled")


class RegistrationStatus(models.TextChoices):
    """Where a person stands with one session."""

    REGISTERED = "registered", pgettext_lazy("registration", "Registered")
    WAITLISTED = "waitlisted", pgettext_lazy("registration", "On the waitlist")
    CANCELLED = "cancelled", pgettext_lazy("registration", "Cancelled")


class Attendance(models.TextChoices):
    """What the roster says after the session."""

    UNMARKED = "", pgettext_lazy("attendance", "Not marked")
    ATTENDED = "attended", pgettext_lazy("attendance", "Attended")
    PARTLY = "partly", pgettext_lazy("attendance", "Attended in part")
    ABSENT = "absent", pgettext_lazy("attendance", "Absent")
