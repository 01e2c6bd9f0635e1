"""States of a mail, and how often a digest comes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    """What became of a mail."""

    SENT = "sent", _("Sent")
    WAITING = "waiting", _("Waiting")
    FAILED = "failed", _("Failed, is tried again")
    GIVEN_UP = "given_up", _("Given up")
    REPLACED = "replaced", _("Replaced by a later mail")


class Rhythm(models.TextChoices):
    """How often the digest of a report comes."""

    WEEKLY = "weekly", _("Every week, on Monday")
    FORTNIGHTLY = "fortnightly", _("Every second week, on Monday")
    OFF = "off", _("Never")
