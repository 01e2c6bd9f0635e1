"""What is kept about who was there: mark, minutes, arrival and leaving, and whether hours are still to be written."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.choices import Attendance, MarkedThrough


class MarkFacts(models.Model):
    """Abstract part of ``records.Registration``: one person's attendance at one session.

    ``mark_version`` grows with every mark, so that whoever saves an old page is told what changed meanwhile.
    ``hours_waiting`` is true from a mark or an arrival during the session until hours are written after its end.
    """

    attendance = models.CharField(_("attendance"), max_length=20, choices=Attendance, blank=True, default="")
    minutes_attended = models.PositiveIntegerField(_("minutes attended"), null=True, blank=True)
    arrived_at = models.DateTimeField(_("checked in at"), null=True, blank=True)
    left_at = models.DateTimeField(_("checked out at"), null=True, blank=True)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    marked_at = models.DateTimeField(_("marked at"), null=True, blank=True)
    marked_through = models.CharField(
        _("marked through"), max_length=20, choices=MarkedThrough, blank=True, default=MarkedThrough.ROSTER
    )
    mark_version = models.PositiveIntegerField(default=0, editable=False)
    hours_waiting = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True
