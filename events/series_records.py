"""What is kept about series: sessions that were planned together from one rule."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SessionSeries(models.Model):
    """Sessions planned in one go. Each is a row of its own, moved or cancelled singly; this only says they belong.

    ``pattern`` is the rule as it was planned (see ``series.Pattern.facts``), for the record; nothing follows from it
    later. ``form_key`` makes a form that is posted twice one series.
    """

    event = models.ForeignKey("events.EventPage", models.PROTECT, related_name="series", verbose_name=_("event"))
    pattern = models.JSONField(_("rule"), default=dict)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("planned at"))
    form_key = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        """The title of the event."""
        return self.event.title
