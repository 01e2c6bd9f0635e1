"""How a duty of a person stands."""

from django.db import models
from django.utils.translation import pgettext_lazy


class DutyStatus(models.TextChoices):
    """In words; the shapes and colours are those of other statuses."""

    COVERED = "covered", pgettext_lazy("duty", "Covered")
    OPEN = "open", pgettext_lazy("duty", "Not covered yet")
    UNTRAINED = "untrained", pgettext_lazy("duty", "No training yet")

    @property
    def badge(self):
        """The code of the status badge with its shape and colour."""
        return {"covered": "done", "open": "not_started", "untrained": "waived"}[self.value]
