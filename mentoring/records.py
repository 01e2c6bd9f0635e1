"""What is kept about mentoring: pairings, meetings, and notes that only the pair can read."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from mentoring.choices import MeetingKind, PairingStatus


class Pairing(models.Model):
    """A mentor and a mentee in a programme."""

    programme = models.ForeignKey("mentoring.MentoringProgramme", models.PROTECT, related_name="pairings")
    mentor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="pairings_as_mentor")
    mentee = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="pairings_as_mentee")
    status = models.CharField(_("status"), max_length=20, choices=PairingStatus, default=PairingStatus.PROPOSED)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    end_reason = models.CharField(_("reason for ending"), max_length=200, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("pairing")
        verbose_name_plural = _("pairings")
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(mentor=models.F("mentee")), name="mentoring_not_with_oneself",
                                   violation_error_message=_("Nobody can be their own mentor.")),
            models.UniqueConstraint(
                fields=["programme", "mentee"],
                condition=~models.Q(status=PairingStatus.ENDED),
                name="mentoring_one_mentor_at_a_time",
                violation_error_message=_("This mentee already has a mentor in this programme."),
            ),
        ]  # fmt: skip

    def __str__(self):
        """Both names."""
        return gettext("%(mentor)s with %(mentee)s") % {"mentor": self.mentor, "mentee": self.mentee}


class Meeting(models.Model):
    """One meeting of a pair, planned or held: date, minutes, kind and topics, which coordinators may see."""

    pairing = models.ForeignKey(Pairing, models.PROTECT, related_name="meetings")
    held_on = models.DateField(_("date"))
    start_time = models.TimeField(_("time"), null=True, blank=True, help_text=_("Needed for a planned meeting."))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(5), MaxValueValidator(480)]
    )
    kind = models.CharField(_("kind"), max_length=20, choices=MeetingKind, default=MeetingKind.TALK)
    topics = models.JSONField(_("topics"), default=list, blank=True)
    is_planned = models.BooleanField(_("planned"), default=False)
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    logged_at = models.DateTimeField(_("logged at"))
    changed_at = models.DateTimeField(_("last change"))
    sequence = models.PositiveIntegerField(default=0, editable=False)
    form_key = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-held_on", "-pk"]

    def __str__(self):
        """Date and minutes."""
        return f"{self.held_on}, {self.minutes} min"


class MeetingNote(models.Model):
    """A note on a meeting: encrypted at rest, readable by the pair only, in no admin, search, export or history."""

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="sealed_note")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    sealed = models.BinaryField()

    def __str__(self):
        """Nothing of the text."""
        return gettext("Private note")
