"""What is kept about mentoring: pairings, meetings, and notes that only the pair can read."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from mentoring.choices import (
    LEAST_MINUTES,
    MOST_MINUTES,
    DisputeReason,
    EndCode,
    MeetingAnswer,
    MeetingKind,
    MeetingStatus,
    MeetingTopic,
    PairingStatus,
)

NOT_COUNTED = (MeetingAnswer.DISPUTED, MeetingAnswer.DISMISSED)


class PairingQuerySet(models.QuerySet):
    """Pairings by where they stand."""

    def begun(self):
        """Those that were activated at some time, whether or not they have ended since."""
        return self.exclude(activated_at=None)

    def in_force(self, on):
        """Those in force on the date ``on``: from their first day until the day before they ended.

        The day on which a pairing is ended no longer counts, so that a mentor's rights stop at once and a new mentor
        may begin on the same day.
        """
        standing = models.Q(status=PairingStatus.ACTIVE) | models.Q(ends_on__gt=on)
        return self.begun().filter(standing, starts_on__lte=on)

    def with_people(self):
        """With programme, mentor, mentee and buddy in the same query."""
        return self.select_related("programme", "mentor", "mentee", "buddy")


class Pairing(models.Model):
    """A mentor and a mentee in a programme: proposed, activated under a lock, and ended with a reason."""

    programme = models.ForeignKey(
        "mentoring.MentoringProgramme", models.PROTECT, related_name="pairings", verbose_name=_("program")
    )
    mentor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="pairings_as_mentor", verbose_name=_("mentor")
    )
    mentee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="pairings_as_mentee", verbose_name=_("mentee")
    )
    buddy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="pairings_as_buddy",
        verbose_name=_("building buddy"),
    )  # fmt: skip
    status = models.CharField(_("status"), max_length=20, choices=PairingStatus, default=PairingStatus.PROPOSED)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    activated_at = models.DateTimeField(_("activated at"), null=True, blank=True)
    completed_at = models.DateTimeField(_("completed at"), null=True, blank=True)
    end_code = models.CharField(_("kind of reason"), max_length=20, choices=EndCode, blank=True)
    end_reason = models.CharField(_("reason for ending"), max_length=200, blank=True)

    objects = PairingQuerySet.as_manager()
    history = HistoricalRecords(history_change_reason_field=models.CharField(max_length=200, null=True))

    class Meta:
        verbose_name = _("pairing")
        verbose_name_plural = _("pairings")
        ordering = ["-starts_on", "pk"]
        indexes = [models.Index(fields=["mentor", "status"], name="mentoring_caseload")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(mentor=models.F("mentee")), name="mentoring_not_with_oneself",
                                   violation_error_message=_("Nobody can be their own mentor.")),
            models.CheckConstraint(
                condition=~models.Q(status=PairingStatus.ACTIVE) | models.Q(activated_at__isnull=False),
                name="mentoring_active_was_activated",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=PairingStatus.ENDED) | models.Q(ends_on__isnull=False),
                name="mentoring_ended_has_a_date",
            ),
            models.UniqueConstraint(
                fields=["programme", "mentee"],
                condition=~models.Q(status=PairingStatus.ENDED),
                name="mentoring_one_mentor_at_a_time",
                violation_error_message=_("This mentee already has a mentor in this program."),
            ),
        ]  # fmt: skip

    def __str__(self):
        """Both names."""
        return gettext("%(mentor)s with %(mentee)s") % {"mentor": self.mentor, "mentee": self.mentee}

    @property
    def is_active(self):
        """True between activation and end."""
        return self.status == PairingStatus.ACTIVE

    def is_in_force(self, on):
        """True where the queryset's ``in_force`` would find it."""
        begun = self.activated_at is not None and self.starts_on <= on
        return begun and (self.is_active or self.ends_on > on)

    @property
    def why_ended(self):
        """The reason in words: those of the coordinator, else what the kind of reason says in the reader's language."""
        return self.end_reason or self.get_end_code_display()

    def has(self, person):
        """True where ``person`` is one of the two."""
        return person.pk in {self.mentor_id, self.mentee_id}

    def other_than(self, person):
        """The one of the two who is not ``person``."""
        return self.mentee if person.pk == self.mentor_id else self.mentor

    def other_id(self, person):
        """The id of that one."""
        return self.mentee_id if person.pk == self.mentor_id else self.mentor_id


class MeetingQuerySet(models.QuerySet):
    """Meetings by where they stand."""

    def held(self):
        """Those that were logged as held."""
        return self.filter(status=MeetingStatus.HELD)

    def counted(self):
        """Those that count as contact hours: held, and not disputed."""
        return self.held().exclude(answer__in=NOT_COUNTED)

    def planned(self):
        """Those that lie ahead, or wait to be marked as held."""
        return self.filter(status=MeetingStatus.PLANNED)


class Meeting(models.Model):
    """One meeting of a pair: date, minutes, kind and topics, which coordinators may see; the notes stand elsewhere.

    A meeting with a ``start_time`` was planned and stands in both calendars; ``sequence`` and ``changed_at`` are what
    calendars go by. ``form_key`` makes a form that is posted twice one meeting. ``answer`` is the word of the other one
    (or the coordinator's, who settles a dispute) on what ``logged_by`` wrote.
    """

    pairing = models.ForeignKey(Pairing, models.PROTECT, related_name="meetings", verbose_name=_("pairing"))
    status = models.CharField(_("status"), max_length=20, choices=MeetingStatus, default=MeetingStatus.HELD)
    held_on = models.DateField(_("date"))
    start_time = models.TimeField(_("time"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(LEAST_MINUTES), MaxValueValidator(MOST_MINUTES)]
    )
    kind = models.CharField(_("kind"), max_length=20, choices=MeetingKind, default=MeetingKind.TALK)
    topics = models.JSONField(_("topics"), default=list, blank=True)
    logged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("logged by")
    )
    logged_at = models.DateTimeField(_("logged at"))
    answer = models.CharField(_("answer"), max_length=20, choices=MeetingAnswer, default=MeetingAnswer.OPEN)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    dispute_reason = models.CharField(_("what is disputed"), max_length=20, choices=DisputeReason, blank=True)
    changed_at = models.DateTimeField(_("last change"))
    sequence = models.PositiveIntegerField(default=0, editable=False)
    form_key = models.UUIDField(unique=True, editable=False)

    objects = MeetingQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["pairing", "status", "held_on"], name="mentoring_contact")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(minutes__gte=LEAST_MINUTES, minutes__lte=MOST_MINUTES),
                name="mentoring_minutes_in_range",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=MeetingStatus.PLANNED) | models.Q(start_time__isnull=False),
                name="mentoring_planned_has_a_time",
            ),
        ]

    def __str__(self):
        """Date and minutes."""
        return f"{self.held_on}, {self.minutes} min"

    @property
    def uid(self):
        """The iCalendar UID: from the key and a fixed host name, the same in feed and mail."""
        return f"meeting-{self.pk}@{settings.CALENDAR_HOST}"

    @property
    def is_held(self):
        """True where it took place."""
        return self.status == MeetingStatus.HELD

    @property
    def is_disputed(self):
        """True where it was logged, and the other one sees it differently."""
        return self.is_held and self.answer == MeetingAnswer.DISPUTED

    @property
    def is_counted(self):
        """True where its minutes are contact hours."""
        return self.is_held and self.answer not in NOT_COUNTED

    @property
    def is_planned(self):
        """True where it lies ahead, or waits to be marked as held."""
        return self.status == MeetingStatus.PLANNED

    @property
    def topic_labels(self):
        """The topics in words, in the reader's language."""
        labels = dict(MeetingTopic.choices)
        return [str(labels[topic]) for topic in self.topics if topic in labels]


class MeetingNote(models.Model):
    """What one of the pair wrote about a meeting: sealed at rest, in no admin, search, export or history.

    Read and written through ``mentoring.notes`` only. Each of the two may write one note a meeting, for both or
    (``is_private``) for the writer alone.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="sealed_notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    is_private = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "author"], name="mentoring_one_note_an_author"),
        ]

    def __str__(self):
        """Nothing of the text."""
        return gettext("Private note")
