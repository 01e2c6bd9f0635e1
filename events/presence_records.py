"""What is kept about an “I was there”: who says so, until when it is answered, and how."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from events.choices import PresenceState
from events.records import Registration


class PresenceClaim(models.Model):
    """Somebody with a seat says that they were there, though the roster does not; one open claim a registration."""

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="presence_claims")
    minutes = models.PositiveIntegerField(_("minutes"))
    note = models.CharField(_("note"), max_length=300)
    claimed_at = models.DateTimeField(_("said at"))
    answer_by = models.DateTimeField(_("answer by"))
    state = models.CharField(_("state"), max_length=20, choices=PresenceState, default=PresenceState.OPEN)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=200, blank=True)
    escalated_at = models.DateTimeField(_("passed on at"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("“I was there”")
        verbose_name_plural = _("“I was there”")
        ordering = ["answer_by", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration"], condition=models.Q(state=PresenceState.OPEN), name="events_one_open_presence"
            )
        ]

    def __str__(self):
        """Whose, and how it stands."""
        return f"{self.registration.learner}: {self.get_state_display()}"
