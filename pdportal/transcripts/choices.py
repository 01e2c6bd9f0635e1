"""Kinds of activities, types of credit, and sources of completions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActivityKind(models.TextChoices):
    """What an activity is."""

    COURSE = "course", _("Course")
    PATH = "path", _("Learning path")
    EVENT = "event", _("Event")
    MENTORING = "mentoring", _("Mentoring program")
    OUTSIDE = "outside", _("Outside learning")


class CreditType(models.TextChoices):
    """What kind of learning the hours are, in the words of clock-hour rules: caps and pre-approval go by it."""

    ATTENDED = "attended", _("Workshop or training attended")
    CONFERENCE = "conference", _("Conference")
    ONLINE = "online", _("Online course")
    COLLEGE = "college", _("College course")
    INDEPENDENT = "independent", _("Independent study")
    CURRICULUM = "curriculum", _("Curriculum development")
    PRESENTING = "presenting", _("Teaching or presenting to colleagues")
    MENTORING = "mentoring", _("Mentoring")
    OTHER = "other", _("Other learning")


class Source(models.TextChoices):
    """How the ledger learned of a completion."""

    LESSONS = "lessons", _("All lessons done")
    TEST_OUT = "test_out", _("Pre-check passed")
    PATH = "path", _("All steps done")
    ATTENDANCE = "attendance", _("Attendance marked")
    MENTORING = "mentoring", _("Mentoring hours")
    MANUAL = "manual", _("Entered by hand")
    CORRECTION = "correction", _("Correction")
    IMPORT = "import", _("Imported")
    CLAIM = "claim", _("Claim approved")


class Validity(models.TextChoices):
    """Whether a completion and its certificate hold."""

    VALID = "valid", _("Valid")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")


class DateOrder(models.TextChoices):
    """How dates with slashes are meant in an uploaded table; without it, a date that may be two is refused."""

    MONTH_FIRST = "mdy", _("Month first: 3/14/2026")
    DAY_FIRST = "dmy", _("Day first: 14/3/2026")


class Outcome(models.TextChoices):
    """What a row of an uploaded table comes to."""

    NEW = "new", _("New")
    KNOWN = "known", _("There already")
    WRONG = "wrong", _("Error")


class PrintState(models.TextChoices):
    """How far a request for many certificates has got."""

    WAITING = "waiting", _("Waiting for its turn")
    WORKING = "working", _("Printing")
    STOPPED = "stopped", _("Stopped")
    READY = "ready", _("Ready")
