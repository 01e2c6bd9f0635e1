"""What is kept: surveys, who was asked and whether they answered, and the answers, which belong to nobody.

Nothing leads from a sheet of answers to a person: it has a random key, no time and no history, and the row that says
*that* somebody answered has no time either. See docs/decisions/0026.
"""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pdportal.evaluations.choices import SurveyKind
from pdportal.transcripts.activities import in_language


class Survey(models.Model):
    """Questions about one occasion (a session, a term of a programme) to those who were there, until ``closes_at``.

    ``activity`` is the key of what it is about, ``cycle`` the ledger's cycle of the occasion. ``unit`` names the group
    of at least five answers in which its results are shown; empty while it is open, and for good where it stays alone.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=SurveyKind)
    occasion = models.CharField(max_length=80)
    activity = models.UUIDField(db_index=True)
    cycle = models.CharField(max_length=60, blank=True)
    titles = models.JSONField(default=dict)
    topics = models.JSONField(default=list)
    held_on = models.DateField(_("date"))
    indicator = models.CharField(_("indicator"), max_length=200, blank=True)
    holds_certificate = models.BooleanField(default=False)
    opened_at = models.DateTimeField(_("opened"))
    closes_at = models.DateTimeField(_("closes"))
    reminded_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    unit = models.UUIDField(null=True, blank=True, db_index=True)

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        ordering = ["-held_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "occasion"], name="evaluations_once_an_occasion")]

    def __str__(self):
        """Title and date."""
        return f"{self.title}, {self.held_on}"

    @property
    def title(self):
        """What it is about, in the reader's language."""
        return in_language(self.titles)


class Invitation(models.Model):
    """That somebody was asked, and whether they answered; without a time, which could be laid beside others."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="invitations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="survey_invitations")
    answered = models.BooleanField(_("answered"), default=False)

    class Meta:
        verbose_name = _("invitation to a survey")
        verbose_name_plural = _("invitations to surveys")
        constraints = [models.UniqueConstraint(fields=["survey", "person"], name="evaluations_asked_once")]

    def __str__(self):
        """The survey; not the person."""
        return str(self.survey)


class Sheet(models.Model):
    """The answers of one person to one survey, ``{code: number or text}``; whose, nobody can tell."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="sheets")
    answers = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("answers to a survey")
        verbose_name_plural = _("answers to surveys")
        ordering = ["id"]

    def __str__(self):
        """The survey it answers."""
        return str(self.survey)
