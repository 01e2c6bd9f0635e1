"""What is kept about matching: profiles, wishes, sealed refusals, runs with frozen inputs, and offers to mentors."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentoring.matching_choices import Answer, Certification, DeclineReason, MeetingWay, RuleKind, Travel
from mentoring.records import Pairing

MOST_PLACES = 20


class MentoringProfile(models.Model):
    """What somebody says about oneself as mentor, mentee or both; level and school come from the appointments."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="mentoring_profile", verbose_name=_("person")
    )
    as_mentor = models.BooleanField(_("available as a mentor"), default=False)
    as_mentee = models.BooleanField(_("would like a mentor"), default=False)
    system = models.CharField(_("catalog system"), max_length=60, blank=True)
    certification = models.CharField(_("certificate"), max_length=20, choices=Certification, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    strengths = models.JSONField(_("strengths"), default=list, blank=True)
    needs = models.JSONField(_("needs"), default=list, blank=True)
    travel = models.CharField(_("travel"), max_length=20, choices=Travel, default=Travel.SOMETIMES)
    meeting_way = models.CharField(_("way to meet"), max_length=20, choices=MeetingWay, default=MeetingWay.EITHER)
    capacity = models.PositiveSmallIntegerField(
        _("mentees at the same time, at most"), null=True, blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)],
    )  # fmt: skip
    paused_until = models.DateField(_("on a break until"), null=True, blank=True)
    saved_at = models.DateTimeField(_("last change"))

    class Meta:
        verbose_name = _("mentoring profile")
        verbose_name_plural = _("mentoring profiles")

    def __str__(self):
        """Whose it is."""
        return str(self.person)


class Wish(models.Model):
    """A mentor a mentee would like, in order."""

    mentee = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mentor_wishes")
    mentor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    rank = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["mentee", "mentor"], name="mentoring_one_wish_a_mentor"),
            models.CheckConstraint(condition=~models.Q(mentee=models.F("mentor")), name="mentoring_wish_another"),
        ]

    def __str__(self):
        """Both names."""
        return f"{self.mentee} → {self.mentor}"


class PrivateRule(models.Model):
    """Whom somebody will not be paired with: sealed at rest, in no admin, search, export or history.

    Read and written through ``mentoring.private_rules`` only.
    """

    writer = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    sealed = models.BinaryField()

    def __str__(self):
        """Nothing of what it says."""
        return gettext("Private rule")


class PairDecision(models.Model):
    """A pair the coordinator locked or ruled out for the next runs of a programme."""

    programme = models.ForeignKey("mentoring.MentoringProgramme", models.PROTECT, related_name="pair_decisions")
    mentor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    mentee = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=RuleKind)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "mentor", "mentee"], name="mentoring_one_decision_a_pair"),
            models.UniqueConstraint(
                fields=["programme", "mentee"],
                condition=models.Q(kind=RuleKind.LOCK),
                name="mentoring_one_lock_a_mentee",
            ),
        ]

    def __str__(self):
        """What was decided about whom."""
        return f"{self.get_kind_display()}: {self.mentor} – {self.mentee}"


class TrainingOverride(models.Model):
    """A mentor may begin before the training is complete, and why; never changed, taken back by a date."""

    programme = models.ForeignKey("mentoring.MentoringProgramme", models.PROTECT, related_name="training_overrides")
    mentor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("mentor"))
    reason = models.CharField(_("reason"), max_length=300)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"))

    class Meta:
        ordering = ["decided_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "mentor"], name="mentoring_one_override_a_mentor"),
        ]

    def __str__(self):
        """Whom it is for."""
        return str(self.mentor)


class MatchingRun(models.Model):
    """One optimal assignment: who was there, what the rules weighed, what came out; never changed afterwards.

    ``inputs`` holds everything the result follows from, but for the private rules, which stand in
    ``sealed_pairs``. ``matched`` and ``points`` (in hundredths) sum up the result.
    """

    programme = models.ForeignKey("mentoring.MentoringProgramme", models.PROTECT, related_name="matching_runs")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made at"))
    weights = models.JSONField(_("weights"))
    inputs = models.JSONField()
    sealed_pairs = models.BinaryField()
    matched = models.PositiveIntegerField(_("matched"))
    unmatched = models.PositiveIntegerField(_("without a mentor"))
    points = models.PositiveIntegerField(_("points"))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    answer_days = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("matching run")
        verbose_name_plural = _("matching runs")
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        """Its number."""
        return gettext("Run %(number)s") % {"number": self.pk}


class Proposal(models.Model):
    """A mentor for a mentee, as a run found it; points in hundredths."""

    run = models.ForeignKey(MatchingRun, models.CASCADE, related_name="proposals")
    mentor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    mentee = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    points = models.PositiveIntegerField(_("points"))
    is_locked = models.BooleanField(_("locked"), default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "mentee"], name="mentoring_one_proposal_a_mentee_and_run"),
        ]

    def __str__(self):
        """Both names."""
        return f"{self.mentor} – {self.mentee}"


class OfferQuerySet(models.QuerySet):
    """Offers by where they stand."""

    def open(self):
        """Those a mentor may still answer: not answered, and the proposal still stands."""
        return self.filter(answer=Answer.WAITING, pairing__status="proposed")

    def with_people(self):
        """With pairing, programme, mentor and mentee in the same query."""
        return self.select_related("pairing__programme", "pairing__mentor", "pairing__mentee", "run")


class Offer(models.Model):
    """A published proposal that waits for its mentor until a day; the next choice follows where the answer is no."""

    pairing = models.OneToOneField(Pairing, models.PROTECT, related_name="offer")
    run = models.ForeignKey(MatchingRun, models.PROTECT, related_name="offers")
    answer_by = models.DateField(_("answer by"))
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, default=Answer.WAITING)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    decline_reason = models.CharField(_("reason"), max_length=10, choices=DeclineReason, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to a mentor")
        verbose_name_plural = _("requests to mentors")
        ordering = ["answer_by", "pk"]
        indexes = [models.Index(fields=["answer", "answer_by"], name="mentoring_offers_waiting")]

    def __str__(self):
        """The pair."""
        return str(self.pairing)

    def is_open(self, on):
        """True where the mentor may still answer on the date ``on``."""
        return self.answer == Answer.WAITING and self.pairing.status == "proposed" and on <= self.answer_by
