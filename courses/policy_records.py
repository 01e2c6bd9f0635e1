"""What is kept about policies: every published text with its edition, and who is asked to acknowledge again."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courses.choices import RequestState
from courses.records import Acknowledgement


class PolicyRevision(models.Model):
    """One text of a policy as it was published in one language; ``lines`` stay, whatever becomes of the page.

    Texts that mean the same share an ``edition``, in both languages; who acknowledged one has acknowledged them all.
    """

    policy_key = models.UUIDField(_("policy"), db_index=True)
    revision = models.PositiveBigIntegerField(_("revision"), unique=True)
    language = models.CharField(_("language"), max_length=10)
    edition = models.PositiveSmallIntegerField(_("edition"))
    needs_acknowledgement = models.BooleanField(_("needs a new acknowledgement"), default=False)
    what_changed = models.TextField(_("what changed"), blank=True, max_length=500)
    lines = models.JSONField(_("text"), default=list)
    published_at = models.DateTimeField(_("published at"))

    class Meta:
        verbose_name = _("published text of a policy")
        ordering = ["published_at", "pk"]

    def __str__(self):
        """Revision and edition."""
        return f"r{self.revision} e{self.edition}"


class AcknowledgementRequest(models.Model):
    """A person who acknowledged an earlier edition of a policy is asked to acknowledge a newer one."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="acknowledgement_requests")
    policy_key = models.UUIDField(_("policy"))
    titles = models.JSONField(_("titles"), default=dict)
    edition = models.PositiveSmallIntegerField(_("edition"))
    asked_at = models.DateTimeField(_("asked at"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    acknowledgement = models.ForeignKey(
        Acknowledgement, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("acknowledgement")
    )

    class Meta:
        verbose_name = _("request to acknowledge again")
        verbose_name_plural = _("requests to acknowledge again")
        ordering = ["-asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["learner", "policy_key", "edition"], name="courses_asked_once_an_edition"),
            models.UniqueConstraint(
                fields=["learner", "policy_key"], condition=models.Q(closed_at=None), name="courses_one_open_request"
            ),
        ]

    def __str__(self):
        """The policy."""
        return self.title

    @property
    def title(self):
        """The policy's title in the reader's language."""
        return self.titles.get(get_language()) or next(iter(self.titles.values()), "")

    @property
    def state(self):
        """Whether the person is still asked, has acknowledged, or was asked anew for a later edition."""
        if self.closed_at is None:
            return RequestState.OPEN
        return RequestState.ACKNOWLEDGED if self.acknowledgement_id else RequestState.REPLACED
