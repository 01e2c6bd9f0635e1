"""Due rules, recurrence, rotation, consequences, requests, warnings and the eight answers of the status function."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DueAnchor(models.TextChoices):
    """What a due date is counted from."""

    START = "start", _("Working days after the start in the role")
    HIRE = "hire", _("Working days after the hire date")
    ASSIGNED = "assigned", _("Working days after the day of assignment")
    ACTIVITY = "activity", _("Working days after another activity is done")
    WINDOW = "window", _("A fixed day of every year, with working days for those hired later")
    SEMESTER_1_END = "semester_1_end", _("End of semester 1")
    SEMESTER_2_END = "semester_2_end", _("End of semester 2")
    LAST_DAY = "last_day", _("Last day of school")
    FIXED = "fixed", _("A fixed date")


class Recurrence(models.TextChoices):
    """How often the same person must do it."""

    ONCE = "once", _("Once")
    YEARLY = "yearly", _("Every year (July to June)")


class LateHires(models.TextChoices):
    """What a rule asks of those who start in the middle of a round."""

    WORKING_DAYS = "working_days", _("They have the working days given above, counted from their start")
    NEXT_ROUND = "next_round", _("Whoever starts after the due day begins with the next round")
    EXEMPT = "exempt", _("Whoever starts after the day given here is exempt from this round")


class RotateBy(models.TextChoices):
    """What moves a rotating set on to its next activity."""

    YEAR = "year", _("By school year: everybody does the same one")
    PERSON = "person", _("By person: the first one in somebody’s first round, then the next")


class ConsequenceKind(models.TextChoices):
    """What a change means for those who had done what was asked before it."""

    KEEP = "keep", _("Nothing: what was completed counts")
    TOP_UP = "top_up", _("A short top-up")
    REDO = "redo", _("Do it again")


class StatusCode(models.TextChoices):
    """How a requirement stands for one person; every screen, export, mail and feed says one of these."""

    NOT_STARTED = "not_started", pgettext_lazy("status", "Not started")
    IN_PROGRESS = "in_progress", pgettext_lazy("status", "In progress")
    DONE = "done", pgettext_lazy("status", "Done")
    DUE_SOON = "due_soon", pgettext_lazy("status", "Due soon")
    OVERDUE = "overdue", pgettext_lazy("status", "Overdue")
    EXPIRING = "expiring", pgettext_lazy("status", "Expiring")
    EXPIRED = "expired", pgettext_lazy("status", "Expired")
    WAIVED = "waived", pgettext_lazy("status", "Waived")


class AskFor(models.TextChoices):
    """What a learner may ask for about a requirement."""

    TIME = "time", _("More time")
    WAIVER = "waiver", _("A waiver")


class RequestState(models.TextChoices):
    """Where a request for more time or a waiver stands."""

    OPEN = "open", pgettext_lazy("request", "Waiting for an answer")
    GRANTED = "granted", pgettext_lazy("request", "Granted")
    REFUSED = "refused", pgettext_lazy("request", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("request", "Withdrawn")


class WarningKind(models.TextChoices):
    """What a learner is warned of."""

    DUE_SOON = "due_soon", pgettext_lazy("warning", "Due soon")
    OVERDUE = "overdue", pgettext_lazy("warning", "Overdue")
    EXPIRING = "expiring", pgettext_lazy("warning", "Expires soon")
    EXPIRED = "expired", pgettext_lazy("warning", "Expired")
