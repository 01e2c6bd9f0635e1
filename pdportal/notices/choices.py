"""States of a mail."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    """What became of a mail."""

    SENT = "sent", _("Sent")
    WAITING = "waiting", _("Waiting")
    FAILED = "failed", _("Failed")
