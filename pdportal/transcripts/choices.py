"""Kinds of activities and sources of completions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActivityKind(models.TextChoices):
    """What an activity is."""

    COURSE = "course", _("Course")
    PATH = "path", _("Learning path")
    EVENT = "event", _("Event")
    MENTORING = "mentoring", _("Mentoring programme")
    OUTSIDE = "outside", _("Outside learning")


class Source(models.TextChoices):
    """How the ledger learned of a completion."""

    LESSONS = "lessons", _("All lessons done")
    PATH = "path", _("All steps done")
    ATTENDANCE = "attendance", _("Attendance marked")
    MENTORING = "mentoring", _("Mentoring hours")
    MANUAL = "manual", _("Entered by hand")
    CORRECTION = "correction", _("Correction")
    IMPORT = "import", _("Imported")


class Validity(models.TextChoices):
    """Whether a completion and its certificate hold."""

    VALID = "valid", _("Valid")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")
