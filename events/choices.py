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
    OFFERED = "offered", pgettext_lazy("registration", "Seat offered")
    WAITLISTED = "waitlisted", pgettext_lazy("registration", "On the waitlist")
    CANCELLED = "cancelled", pgettext_lazy("registration", "Cancelled")


class Approval(models.TextChoices):
    """What the principal says, where the event asks for it."""

    NOT_NEEDED = "", pgettext_lazy("approval", "Not needed")
    ASKED = "asked", pgettext_lazy("approval", "Waiting for the principal")
    GIVEN = "given", pgettext_lazy("approval", "Approved")
    REFUSED = "refused", pgettext_lazy("approval", "Not approved")


class Ending(models.TextChoices):
    """How a registration came to its end."""

    NONE = "", pgettext_lazy("end of a registration", "Not ended")
    WITHDRAWN = "withdrawn", pgettext_lazy("end of a registration", "Cancelled by the person")
    REMOVED = "removed", pgettext_lazy("end of a registration", "Cancelled for the person")
    DECLINED = "declined", pgettext_lazy("end of a registration", "Declined the offered seat")
    EXPIRED = "expired", pgettext_lazy("end of a registration", "Did not answer the offer in time")
    UNCONFIRMED = "unconfirmed", pgettext_lazy("end of a registration", "Did not confirm in time")
    REFUSED = "refused", pgettext_lazy("end of a registration", "Not approved by the principal")
    UNANSWERED = "unanswered", pgettext_lazy("end of a registration", "The principal did not answer in time")
    LEFT = "left", pgettext_lazy("end of a registration", "Left the district")


class Attendance(models.TextChoices):
    """What the roster says after the session."""

    UNMARKED = "", pgettext_lazy("attendance", "Not marked")
    ATTENDED = "attended", pgettext_lazy("attendance", "Attended")
    LATE = "late", pgettext_lazy("attendance", "Came late")
    LEFT_EARLY = "left_early", pgettext_lazy("attendance", "Left early")
    PARTLY = "partly", pgettext_lazy("attendance", "Attended in part")
    ABSENT = "absent", pgettext_lazy("attendance", "Absent")


PRESENT = (Attendance.ATTENDED, Attendance.LATE, Attendance.LEFT_EARLY, Attendance.PARTLY)


class MarkedThrough(models.TextChoices):
    """How an attendance mark came about."""

    ROSTER = "", pgettext_lazy("attendance mark", "Roster")
    CHECK_IN = "check_in", pgettext_lazy("attendance mark", "Check-in by the person")
    SHEET = "sheet", pgettext_lazy("attendance mark", "Paper sheet")
    CLAIM = "claim", pgettext_lazy("attendance mark", "“I was there”")


class PresenceState(models.TextChoices):
    """Where an “I was there” stands."""

    OPEN = "open", pgettext_lazy("claim of presence", "Waiting for an answer")
    GRANTED = "granted", pgettext_lazy("claim of presence", "Granted")
    REFUSED = "refused", pgettext_lazy("claim of presence", "Not granted")
    SETTLED = "settled", pgettext_lazy("claim of presence", "Settled on the roster")


class SeriesRhythm(models.TextChoices):
    """How the dates of a series follow one another."""

    WEEKLY = "weekly", _("Every so many weeks, on the same weekday")
    MONTHLY_WEEKDAY = "monthly_weekday", _("Every so many months, on the same weekday (such as the second Tuesday)")
    MONTHLY_DAY = "monthly_day", _("Every so many months, on the same day of the month")


class OnClosedDays(models.TextChoices):
    """What becomes of a date on which schools are closed."""

    SKIP = "skip", _("Leave it out")
    NEXT_DAY = "next_day", _("Move it to the next school day")


class MaterialTime(models.TextChoices):
    """When a material is handed out, and so to whom."""

    BEFORE = "before", _("Before: for those with a seat")
    AFTER = "after", _("Afterwards: for those who attended")


class EntryKind(models.TextChoices):
    """What a personal calendar may hold."""

    SESSION = "session", _("Sessions with a seat for me")
    WAITLIST = "waitlist", _("Sessions I wait for: waitlist, offers, approval")
    MEETING = "meeting", _("Mentor meetings")
    DUE = "due", _("Due dates")


class ProposalState(models.TextChoices):
    """Where a proposed session stands."""

    DRAFT = "draft", pgettext_lazy("proposal", "Draft")
    SENT = "sent", pgettext_lazy("proposal", "With the coordinator")
    CHANGES = "changes", pgettext_lazy("proposal", "Changes asked for")
    ACCEPTED = "accepted", pgettext_lazy("proposal", "Accepted")
    NOT_ACCEPTED = "not_accepted", pgettext_lazy("proposal", "Not accepted")


class ProposalStepKind(models.TextChoices):
    """What happened to a proposal."""

    SENT = "sent", pgettext_lazy("step of a proposal", "Sent to the coordinator")
    TAKEN_BACK = "taken_back", pgettext_lazy("step of a proposal", "Taken back")
    CHANGES = "changes", pgettext_lazy("step of a proposal", "Changes asked for")
    ACCEPTED = "accepted", pgettext_lazy("step of a proposal", "Accepted")
    NOT_ACCEPTED = "not_accepted", pgettext_lazy("step of a proposal", "Not accepted")


class Source(models.TextChoices):
    """Whose entries somebody wants to see."""

    OWN = "own", _("Only the district's")
    PARTNERS = "partners", _("Only our partners'")


class Program(models.TextChoices):
    """A kind of calendar program, by the name people know it by."""

    GOOGLE = "google", _("Google Calendar")
    OUTLOOK = "outlook", _("Outlook")
    APPLE = "apple", _("Apple Calendar")
    THUNDERBIRD = "thunderbird", _("Thunderbird")
    GNOME = "gnome", _("Calendar of the Linux desktop")
    NEXTCLOUD = "nextcloud", _("Nextcloud")
    ANDROID = "android", _("A calendar app on Android")
    HOME_ASSISTANT = "home_assistant", _("Home Assistant")
    BROWSER = "browser", _("A web browser")
    OTHER = "other", _("Another program")


class ListOutcome(models.TextChoices):
    """What a line of an imported list comes to."""

    SEAT = "seat", _("gets a seat")
    LINE = "line", _("goes to the waitlist")
    SIGNED_UP = "signed_up", _("signed up already")
    DOUBLE = "double", _("stands in the list twice")
    UNKNOWN = "unknown", _("not found")
    OUTSIDE = "outside", _("not for this person")
    REFUSED = "refused", _("not possible")
