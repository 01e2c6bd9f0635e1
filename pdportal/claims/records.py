"""Claims of outside learning with their files and steps, and the approval shapes that say who decides."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from pdportal.claims.choices import APPROVED, EDITABLE, ApproverRole, ClaimState, Stage, StepKind
from pdportal.common.uploads import PrivateFileField
from pdportal.transcripts.choices import CreditType
from pdportal.transcripts.pages import Topic
from pdportal.transcripts.records import Completion

PERSON = settings.AUTH_USER_MODEL


class ApprovalShape(models.Model):
    """Which claims go which way: for whom and what, asked when, decided by whom within how many days."""

    name_en = models.CharField(_("name in English"), max_length=120)
    name_es = models.CharField(_("name in Spanish"), max_length=120)
    position = models.PositiveSmallIntegerField(
        _("place"), default=0, help_text=_("The first one that fits a claim counts.")
    )
    active = models.BooleanField(_("in use"), default=True)
    kinds = models.JSONField(_("kinds of learning"), default=list, blank=True)
    most_hours = models.DecimalField(_("up to so many hours"), max_digits=6, decimal_places=2, null=True, blank=True)
    audience = models.JSONField(_("for whom"), default=dict, blank=True)
    beforehand_by = models.CharField(_("approved before the event by"), max_length=20, choices=ApproverRole, blank=True)
    lead_days = models.PositiveSmallIntegerField(
        _("ask so many days before"), default=0, validators=[MaxValueValidator(365)]
    )
    lead_is_strict = models.BooleanField(_("refuse what is asked later"), default=False)
    first_approver = models.CharField(_("hours approved by"), max_length=20, choices=ApproverRole, blank=True)
    second_approver = models.CharField(_("and then by"), max_length=20, choices=ApproverRole, blank=True)
    decide_days = models.PositiveSmallIntegerField(
        _("decided within so many working days"), default=5, validators=[MaxValueValidator(100)]
    )
    needs_proof = models.BooleanField(_("needs a proof"), default=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("approval shape")
        verbose_name_plural = _("approval shapes")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(second_approver="") | ~models.Q(first_approver=""),
                name="claims_no_second_without_first",
                violation_error_message=_("A second approver needs a first one."),
            ),
        ]

    def __str__(self):
        """The name in the reader's language."""
        return self.name_es if (get_language() or "").startswith("es") else self.name_en


class Claim(models.Model):
    """What a learner says she learned elsewhere. ``key`` is the activity that the ledger knows it by."""

    learner = models.ForeignKey(PERSON, models.PROTECT, related_name="claims", verbose_name=_("learner"))
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    language = models.CharField(_("written in"), max_length=5, choices=settings.LANGUAGES, default="en")
    title = models.CharField(_("title"), max_length=200, blank=True)
    provider = models.CharField(_("provider"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=CreditType, blank=True)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    college_credits = models.DecimalField(_("college credits"), max_digits=4, decimal_places=1, null=True, blank=True)
    hours = models.DecimalField(_("hours asked for"), max_digits=6, decimal_places=2, null=True, blank=True)
    learned = models.TextField(_("what was learned"), max_length=5000, blank=True)
    topics = models.ManyToManyField(Topic, blank=True, verbose_name=_("topics"), related_name="+")

    state = models.CharField(_("state"), max_length=20, choices=ClaimState, default=ClaimState.DRAFT)
    turn = models.PositiveIntegerField(_("steps so far"), default=0)
    shape = models.ForeignKey(ApprovalShape, models.PROTECT, null=True, blank=True, verbose_name=_("approval shape"))
    stage = models.CharField(_("stage"), max_length=20, choices=Stage, blank=True)
    waits_for = models.CharField(_("waits for"), max_length=20, choices=ApproverRole, blank=True)
    decide_by = models.DateField(_("to be decided by"), null=True, blank=True)
    reminded_on = models.DateField(_("reminded on"), null=True, blank=True)
    preapproved_at = models.DateTimeField(_("approved beforehand at"), null=True, blank=True)
    preapproved_hours = models.DecimalField(
        _("hours approved beforehand"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    first_approved_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    granted_hours = models.DecimalField(_("hours approved"), max_digits=6, decimal_places=2, null=True, blank=True)
    completion = models.OneToOneField(Completion, models.PROTECT, null=True, blank=True, related_name="claim")
    created_at = models.DateTimeField(_("begun at"))
    saved_at = models.DateTimeField(_("saved at"), null=True, blank=True)
    handed_in_at = models.DateTimeField(_("handed in at"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    history = HistoricalRecords(excluded_fields=["learned"])

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "waits_for", "handed_in_at"], name="claims_waiting"),
            models.Index(fields=["learner", "state"], name="claims_of_learner"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=APPROVED, completion__isnull=False)
                | (~models.Q(state__in=APPROVED) & models.Q(completion__isnull=True)),
                name="claims_approved_is_on_the_transcript",
            ),
        ]

    def __str__(self):
        """The title; a draft without one says so."""
        return self.title or str(_("Claim without a title"))

    @property
    def is_editable(self):
        """True where the learner may write."""
        return self.state in EDITABLE

    @property
    def is_approved(self):
        """True where hours are on the transcript."""
        return self.state in APPROVED

    @property
    def was_handed_in(self):
        """True once anybody else has been shown it."""
        return self.turn > 0


class ClaimFile(models.Model):
    """A proof of a claim, under the name it had; ``digest`` keeps the same file from standing there twice."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="files")
    file = PrivateFileField(upload_to="claims", max_length=200)
    name = models.CharField(_("name"), max_length=100)
    size = models.PositiveIntegerField(_("size"))
    digest = models.CharField(max_length=64)
    added_at = models.DateTimeField(_("added at"))

    class Meta:
        verbose_name = _("proof")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["claim", "digest"], name="claims_one_file_of_a_kind")]

    def __str__(self):
        """What it was called."""
        return self.name


class ClaimStep(models.Model):
    """One thing that happened to a claim: who, when, why. A number is given out once, so one decision counts."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("what happened"), max_length=20, choices=StepKind)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    instead_of = models.CharField(_("in place of"), max_length=20, choices=ApproverRole, blank=True)
    hours = models.DecimalField(_("hours"), max_digits=6, decimal_places=2, null=True, blank=True)
    comment = models.TextField(_("comment"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("step of a claim")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["claim", "number"], name="claims_one_step_a_turn")]

    def __str__(self):
        """Number and kind."""
        return f"{self.number}: {self.get_kind_display()}"
