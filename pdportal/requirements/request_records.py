"""What people ask for about a requirement, more time or a waiver, and what was answered."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pdportal.requirements.choices import AskFor, RequestState


class GrantRequestQuerySet(models.QuerySet):
    """Requests by where they stood."""

    def open_at(self, moment):
        """Those that had been made by ``moment`` and were neither answered nor withdrawn."""
        return self.filter(models.Q(closed_at=None) | models.Q(closed_at__gte=moment), asked_at__lt=moment)


class GrantRequest(models.Model):
    """A learner asks for more time, or for a waiver, of one assignment; answered once, and kept as it was answered.

    ``wanted_on`` is the date asked for, ``granted_until`` the one given (both only with more time). Open means that
    neither a decision nor a withdrawal has closed it; of each kind one request of an assignment is open at a time.
    """

    assignment = models.ForeignKey("requirements.Assignment", models.CASCADE, related_name="requests")
    kind = models.CharField(_("asked for"), max_length=10, choices=AskFor)
    wanted_on = models.DateField(_("date asked for"), null=True, blank=True)
    reason = models.TextField(_("reason"), max_length=1000)
    asked_at = models.DateTimeField(_("asked at"))
    state = models.CharField(_("state"), max_length=10, choices=RequestState, default=RequestState.OPEN)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    answer = models.CharField(_("answer"), max_length=300, blank=True)
    granted_until = models.DateField(_("granted until"), null=True, blank=True)

    objects = GrantRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request about a requirement")
        verbose_name_plural = _("requests about requirements")
        ordering = ["asked_at", "pk"]
        indexes = [models.Index(fields=["state", "asked_at"], name="requirements_asked")]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "kind"], condition=models.Q(state=RequestState.OPEN),
                name="requirements_one_open_request",
            ),
            models.CheckConstraint(
                condition=models.Q(state=RequestState.OPEN, closed_at=None)
                | (~models.Q(state=RequestState.OPEN) & models.Q(closed_at__isnull=False)),
                name="requirements_closed_has_a_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=AskFor.WAIVER, wanted_on=None)
                | models.Q(kind=AskFor.TIME, wanted_on__isnull=False),
                name="requirements_time_has_a_date",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=RequestState.REFUSED) | ~models.Q(answer=""),
                name="requirements_refused_says_why",
            ),
        ]  # fmt: skip

    def __str__(self):
        """What was asked for."""
        return self.get_kind_display()

    @property
    def is_open(self):
        """True until it is granted, refused or withdrawn."""
        return self.state == RequestState.OPEN
