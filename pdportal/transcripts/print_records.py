"""Requests of coordinators for many certificates at once, and how far each has got."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pdportal.common.dates import in_words
from pdportal.common.uploads import PrivateFileField
from pdportal.people.records import School
from pdportal.transcripts.activities import in_language


class PrintRun(models.Model):
    """Certificates asked for as one ZIP: which ones, how many are printed, and the file once it is ready.

    ``turn`` counts how often it was begun: a worker that comes back from the dead finds that its turn is over.
    """

    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="print_runs", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked at"))
    activity_key = models.UUIDField(_("activity"), null=True, blank=True)
    activity_titles = models.JSONField(_("titles of the activity"), default=dict, blank=True)
    school = models.ForeignKey(
        School, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("school")
    )
    first = models.DateField(_("completed from"), null=True, blank=True)
    last = models.DateField(_("completed until"), null=True, blank=True)
    total = models.PositiveIntegerField(_("certificates"))
    done = models.PositiveIntegerField(_("printed"), default=0)
    turn = models.PositiveIntegerField(_("turn"), default=1)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    seen_at = models.DateTimeField(_("last sign of life"))
    ready_at = models.DateTimeField(_("ready at"), null=True, blank=True)
    expires_at = models.DateTimeField(_("kept until"), null=True, blank=True)
    file = PrivateFileField(_("file"), upload_to="prints", blank=True)
    bytes = models.PositiveBigIntegerField(_("size in bytes"), default=0)

    class Meta:
        verbose_name = _("print run")
        verbose_name_plural = _("print runs")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["asked_by"], condition=models.Q(ready_at=None), name="transcripts_one_print_run_at_a_time"
            ),
        ]

    def __str__(self):
        """Which certificates, in the reader's language."""
        parts = [in_language(self.activity_titles), str(self.school or ""), self._days()]
        return " · ".join(filter(None, parts)) or gettext("All certificates")

    def _days(self):
        if self.first and self.last:
            return gettext("%(first)s to %(last)s") % {"first": in_words(self.first), "last": in_words(self.last)}
        if self.first:
            return gettext("from %(date)s") % {"date": in_words(self.first)}
        return gettext("until %(date)s") % {"date": in_words(self.last)} if self.last else ""
