"""What is kept where a pair needs attention: reminders of missing contact, and concerns raised with the coordinator."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentoring.choices import ConcernOutcome
from mentoring.records import Pairing


class SilenceReminder(models.Model):
    """That a pair was reminded of contact missing since ``since``; from ``shows_on`` on coordinators see it too."""

    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="silence_reminders")
    since = models.DateField()
    reminded_at = models.DateTimeField(_("reminded at"))
    shows_on = models.DateField()
    shown_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("reminder of missing contact")
        verbose_name_plural = _("reminders of missing contact")
        constraints = [models.UniqueConstraint(fields=["pairing", "since"], name="mentoring_reminded_once_a_silence")]

    def __str__(self):
        """Since when."""
        return f"{self.since}"


class Concern(models.Model):
    """A concern about ``about``, raised by the other one of the pair with the coordinator.

    ``sealed`` and ``answer`` are encrypted with a key outside the database. Read through ``mentoring.concerns`` only,
    by the two of the pair and the coordinators.
    """

    pairing = models.ForeignKey(Pairing, models.PROTECT, related_name="concerns")
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("raised by")
    )
    about = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("about"))
    raised_at = models.DateTimeField(_("raised at"))
    sealed = models.BinaryField()
    outcome = models.CharField(_("outcome"), max_length=20, choices=ConcernOutcome, blank=True)
    answer = models.BinaryField(default=bytes)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("closed by")
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("concern")
        verbose_name_plural = _("concerns")
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pairing", "raised_by"],
                condition=models.Q(closed_at=None),
                name="mentoring_one_open_concern_each",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at=None) | ~models.Q(outcome=""), name="mentoring_closed_with_outcome"
            ),
        ]

    def __str__(self):
        """Nothing of the text."""
        return gettext("Concern")
