"""What is kept of a practice step beside its present state: every round of it, and the files handed in."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.choices import RoundOutcome
from courses.records import PracticeSubmission
from pdportal.common.uploads import PrivateFileField, ending_of


class PracticeFile(models.Model):
    """A photo or paper of a practice step. Out of the draft it stays only where a round was handed in with it."""

    submission = models.ForeignKey(PracticeSubmission, models.CASCADE, related_name="files")
    file = PrivateFileField(_("file"), upload_to="practice")
    name = models.CharField(_("name"), max_length=100)
    size = models.PositiveIntegerField(_("size"))
    digest = models.CharField(_("fingerprint"), max_length=64)
    added_at = models.DateTimeField(_("added at"))
    removed_at = models.DateTimeField(_("taken out of the draft at"), null=True, blank=True)

    class Meta:
        verbose_name = _("file of a practice step")
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "digest"], condition=models.Q(removed_at=None), name="courses_same_file_once"
            ),
        ]

    def __str__(self):
        """What it was called."""
        return self.name

    @property
    def kind(self):
        """Its ending, as people say it: PDF."""
        return ending_of(self.name).upper()


class PracticeRound(models.Model):
    """One handing in of a practice step, frozen, and what was decided on it."""

    submission = models.ForeignKey(PracticeSubmission, models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField(_("round"))
    checklist = models.JSONField(_("checklist"), default=list)
    note = models.TextField(_("note"), blank=True, max_length=5000)
    files = models.ManyToManyField(PracticeFile, related_name="rounds")
    handed_in_at = models.DateTimeField(_("handed in at"))
    outcome = models.CharField(_("outcome"), max_length=20, choices=RoundOutcome, default=RoundOutcome.WAITING)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    comment = models.TextField(_("comment"), blank=True, max_length=2000)

    class Meta:
        verbose_name = _("round of a practice step")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="courses_round_numbers"),
            models.UniqueConstraint(
                fields=["submission"], condition=models.Q(outcome="waiting"), name="courses_one_round_waits"
            ),
        ]

    def __str__(self):
        """Number and outcome."""
        return f"#{self.number} {self.get_outcome_display()}"
