"""The append-only ledger: starts, completions and the certificates printed from them."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pdportal.transcripts.choices import ActivityKind, Source
from pdportal.transcripts.errors import LedgerIsAppendOnly

WRITE_ONCE = {"revoked_at", "revoked_by", "revocation_reason"}


class LedgerQuerySet(models.QuerySet):
    """Reads freely; refuses to rewrite."""

    def update(self, **values):
        """Allow nothing but a revocation."""
        if set(values) - WRITE_ONCE:
            raise LedgerIsAppendOnly
        return super().update(**values)

    def delete(self):
        """Never."""
        raise LedgerIsAppendOnly

    def standing(self):
        """Completions that have not been revoked."""
        return self.filter(revoked_at=None)

    def known_at(self, moment):
        """What the ledger held at the aware ``moment``: recorded by then, and not yet revoked then."""
        return self.filter(
            models.Q(revoked_at=None) | models.Q(revoked_at__gt=moment), recorded_at__lte=moment
        )

    def true_on(self, day):
        """What was true on ``day`` as far as is known today: completed by then, and not revoked since."""
        return self.standing().filter(completed_on__lte=day)


class Frozen(models.Model):
    """An activity as it was when the row was written; the page may change or vanish without touching it."""

    activity_key = models.UUIDField(_("activity"))
    activity_kind = models.CharField(_("kind"), max_length=20, choices=ActivityKind)
    titles = models.JSONField(_("titles"), help_text=_("By language code."))

    class Meta:
        abstract = True

    @property
    def title(self):
        """The activity's title in the reader's language, else in English, else in whatever there is."""
        titles = self.titles
        return titles.get((get_language() or "en")[:2]) or titles.get("en") or next(iter(titles.values()), "")


class ActivityStart(models.Model):
    """When a learner began an activity: what makes its status “in progress”, on any past date too."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="starts")
    activity_key = models.UUIDField(_("activity"))
    cycle = models.CharField(_("cycle"), max_length=40, blank=True)
    started_at = models.DateTimeField(_("started at"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "activity_key", "cycle"], name="transcripts_one_start_a_cycle"),
        ]

    def __str__(self):
        """Learner, activity and cycle."""
        return f"{self.learner_id} {self.activity_key} {self.cycle}"


class Completion(Frozen):
    """One line of the ledger: a learner completed an activity, in a cycle, on a date, as recorded at a moment."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="completions")
    cycle = models.CharField(
        _("cycle"), max_length=40, blank=True, help_text=_("For example a year (2026-27) or an event session.")
    )
    credit_hours = models.DecimalField(_("credit hours"), max_digits=6, decimal_places=2)
    page_revision = models.PositiveBigIntegerField(_("revision of the page"), null=True, blank=True)
    completed_on = models.DateField(_("completed on"))
    recorded_at = models.DateTimeField(_("recorded at"))
    source = models.CharField(_("source"), max_length=20, choices=Source)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("recorded by")
    )
    vouched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("vouched by")
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("revoked by")
    )
    revocation_reason = models.CharField(_("reason for revoking"), max_length=300, blank=True)

    objects = LedgerQuerySet.as_manager()

    class Meta:
        verbose_name = _("completion")
        verbose_name_plural = _("completions")
        ordering = ["-completed_on", "-pk"]
        indexes = [
            models.Index(fields=["activity_key", "completed_on"], name="transcripts_by_activity"),
            models.Index(fields=["learner", "activity_key"], name="transcripts_by_learner"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "activity_key", "cycle"],
                condition=models.Q(revoked_at=None),
                name="transcripts_one_completion_a_cycle",
            ),
            models.CheckConstraint(
                condition=models.Q(credit_hours__gte=0), name="transcripts_hours_not_negative"
            ),
        ]

    def __str__(self):
        """Learner, title and date."""
        return f"{self.learner}: {self.title} ({self.completed_on})"

    def save(self, *args, update_fields=None, **kwargs):
        """Insert a new row, or write a revocation; anything else is refused."""
        if self.pk and (update_fields is None or set(update_fields) - WRITE_ONCE):
            raise LedgerIsAppendOnly
        super().save(*args, update_fields=update_fields, **kwargs)

    def delete(self, *args, **kwargs):
        """Never."""
        raise LedgerIsAppendOnly


class Certificate(models.Model):
    """The paper for one completion; ``facts`` are frozen when it is issued, so a reprint is the same paper."""

    completion = models.OneToOneField(Completion, models.PROTECT, related_name="certificate")
    code = models.CharField(_("code"), max_length=20, unique=True)
    issued_at = models.DateTimeField(_("issued at"))
    facts = models.JSONField(_("facts"), encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")

    def __str__(self):
        """The code."""
        return self.code
