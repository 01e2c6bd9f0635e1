"""The append-only ledger: starts, completions, certificates, the proofs and imports behind them."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from pdportal.common.dates import today
from pdportal.common.uploads import PrivateFileField
from pdportal.transcripts.activities import in_language
from pdportal.transcripts.choices import ActivityKind, CreditType, DateOrder, Source, Validity
from pdportal.transcripts.errors import LedgerIsAppendOnly


class AppendOnlyQuerySet(models.QuerySet):
    """Reads and inserts freely; refuses every way Django offers of rewriting or deleting rows."""

    def update(self, **values):
        """Never."""
        raise LedgerIsAppendOnly

    def bulk_update(self, objs, fields, batch_size=None):
        """Never, not even for no rows."""
        raise LedgerIsAppendOnly

    def update_or_create(self, defaults=None, create_defaults=None, **lookups):
        """Never, since it may update."""
        raise LedgerIsAppendOnly

    def bulk_create(self, objs, batch_size=None, ignore_conflicts=False, update_conflicts=False, **options):
        """Insert new rows; overwriting those that are there is refused."""
        if update_conflicts:
            raise LedgerIsAppendOnly
        return super().bulk_create(objs, batch_size=batch_size, ignore_conflicts=ignore_conflicts, **options)

    def delete(self):
        """Never."""
        raise LedgerIsAppendOnly

    delete.alters_data = True
    delete.queryset_only = True  # as in Django: no delete on managers


class AppendOnly(models.Model):
    """A row that is written once and then only read."""

    class Meta:
        abstract = True

    def save(self, *, using=None, **options):
        """Insert a new row; a row that exists is not written again, not even where somebody sets its key by hand."""
        if self.pk is not None and not self._state.adding:
            raise LedgerIsAppendOnly
        super().save(force_insert=True, using=using)

    def delete(self, *args, **kwargs):
        """Never."""
        raise LedgerIsAppendOnly


class LedgerQuerySet(AppendOnlyQuerySet):
    """Completions: what stands, what was true and what was known on a past date."""

    def withdraw(self, *, by, reason, at):
        """Mark those that still stand as revoked; returns how many. Besides ``hand_over`` nothing writes to a row."""
        standing = self.filter(revoked_at=None)
        return models.QuerySet.update(standing, revoked_at=at, revoked_by=by, revocation_reason=reason)

    def hand_over(self, person):
        """Let ``person`` be the learner: after two accounts of one human being were merged, or a merge undone."""
        return models.QuerySet.update(self, learner=person)

    def standing(self):
        """Completions that have not been revoked."""
        return self.filter(revoked_at=None)

    def known_at(self, moment):
        """What the ledger held at the aware ``moment``: recorded by then, and not yet revoked then."""
        return self.filter(models.Q(revoked_at=None) | models.Q(revoked_at__gt=moment), recorded_at__lte=moment)

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
        return in_language(self.titles)


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


class Completion(AppendOnly, Frozen):
    """One line of the ledger: a learner completed an activity, in a cycle, on a date, as recorded at a moment."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="completions")
    cycle = models.CharField(
        _("cycle"), max_length=40, blank=True, help_text=_("For example a year (2026-27) or an event session.")
    )
    credit_hours = models.DecimalField(_("credit hours"), max_digits=6, decimal_places=2)
    credit_type = models.CharField(_("type of credit"), max_length=20, choices=CreditType, default=CreditType.ATTENDED)
    topics = models.JSONField(_("topics"), default=list, blank=True, help_text=_("Their slugs."))
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
    ledger_import = models.ForeignKey(
        "LedgerImport", models.PROTECT, null=True, blank=True, related_name="completions", verbose_name=_("import")
    )
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
            models.Index(
                fields=["revoked_at"], name="transcripts_revoked", condition=models.Q(revoked_at__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "activity_key", "cycle"],
                condition=models.Q(revoked_at=None),
                name="transcripts_one_completion_a_cycle",
            ),
            models.CheckConstraint(condition=models.Q(credit_hours__gte=0), name="transcripts_hours_not_negative"),
        ]

    def __str__(self):
        """Learner, title and date."""
        return f"{self.learner}: {self.title} ({self.completed_on})"

    def validity_on(self, day):
        """Whether it is valid, expired (``valid_until`` is the last good day) or revoked, seen from ``day``."""
        if self.revoked_at:
            return Validity.REVOKED
        return Validity.EXPIRED if self.valid_until and self.valid_until < day else Validity.VALID

    @property
    def validity(self):
        """Its validity today."""
        return self.validity_on(today())


class Certificate(AppendOnly):
    """The paper for one completion; ``facts`` are frozen when it is issued, so a reprint is the same paper."""

    completion = models.OneToOneField(Completion, models.PROTECT, related_name="certificate")
    code = models.CharField(_("code"), max_length=20, unique=True)
    issued_at = models.DateTimeField(_("issued at"))
    facts = models.JSONField(_("facts"), encoder=DjangoJSONEncoder)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")

    def __str__(self):
        """The code."""
        return self.code

    @property
    def title(self):
        """The frozen title in the reader's language."""
        return in_language(self.facts["titles"])


class Proof(AppendOnly):
    """A file that shows why a completion is right: a signed sheet, an outside certificate. Kept as it was handed in."""

    completion = models.ForeignKey(Completion, models.PROTECT, related_name="proofs", verbose_name=_("completion"))
    file = PrivateFileField(_("file"), upload_to="proofs")
    name = models.CharField(_("name of the file"), max_length=100)
    bytes = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("fingerprint"), max_length=64, help_text=_("SHA-256 of what is in the file."))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("added by")
    )
    added_at = models.DateTimeField(_("added at"))

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("proof")
        verbose_name_plural = _("proofs")
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["completion", "sha256"], name="transcripts_a_proof_is_kept_once"),
        ]

    def __str__(self):
        """The name of the file."""
        return self.name

    @property
    def is_disposed(self):
        """True where the file was deleted after its time; the row says what it was."""
        return hasattr(self, "disposal")


class Disposal(AppendOnly):
    """The act of deleting the file of a Proof that need not be kept any more."""

    proof = models.OneToOneField(Proof, models.PROTECT, related_name="disposal")
    disposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    disposed_at = models.DateTimeField()
    reason = models.CharField(max_length=300)

    objects = AppendOnlyQuerySet.as_manager()

    def __str__(self):
        """The name of the file."""
        return str(self.proof)


class LedgerImport(models.Model):
    """A table of past completions that somebody uploaded: checked first, then written as a whole, once.

    ``rows`` are all lines of the table; each is ``new``, there already (``known``) or wrong (``wrong``).
    """

    file = PrivateFileField(_("file"), upload_to="imports")
    name = models.CharField(_("name of the file"), max_length=100)
    sha256 = models.CharField(_("fingerprint"), max_length=64, help_text=_("SHA-256 of what is in the file."))
    date_order = models.CharField(_("dates with slashes"), max_length=3, choices=DateOrder, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written at"), null=True, blank=True)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    new = models.PositiveIntegerField(_("new"), default=0)
    known = models.PositiveIntegerField(_("there already"), default=0)
    wrong = models.PositiveIntegerField(_("wrong"), default=0)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self):
        """The name of the file."""
        return self.name
