"""What is kept about learners in courses: enrollments, lesson progress, answers, practice steps, reflections."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from courses.choices import PracticeStatus, SharedWith


class Enrollment(models.Model):
    """A learner in a course or path, in a cycle. It is the row that is locked while progress is written."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="enrollments")
    activity_key = models.UUIDField(_("activity"), db_index=True)
    cycle = models.CharField(_("cycle"), max_length=40, blank=True)
    started_at = models.DateTimeField(_("started at"))
    completed_at = models.DateTimeField(_("completed at"), null=True, blank=True)
    last_lesson_key = models.UUIDField(_("last lesson opened"), null=True, blank=True)
    last_opened_at = models.DateTimeField(_("last opened at"), null=True, blank=True)

    class Meta:
        verbose_name = _("enrollment")
        verbose_name_plural = _("enrollments")
        constraints = [
            models.UniqueConstraint(fields=["learner", "activity_key", "cycle"], name="courses_one_enrollment_a_cycle"),
        ]

    def __str__(self):
        """Learner and activity."""
        return f"{self.learner_id} {self.activity_key} {self.cycle}"


class LessonRecord(models.Model):
    """What is kept per enrollment and lesson."""

    enrollment = models.ForeignKey(Enrollment, models.CASCADE, related_name="%(class)s_set")
    lesson_key = models.UUIDField(_("lesson"))

    class Meta:
        abstract = True


class LessonProgress(LessonRecord):
    """A lesson opened, and perhaps completed. Completed never turns back."""

    opened_at = models.DateTimeField(_("opened at"))
    completed_at = models.DateTimeField(_("completed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("lesson progress")
        constraints = [
            models.UniqueConstraint(fields=["enrollment", "lesson_key"], name="courses_one_progress_a_lesson"),
        ]

    def __str__(self):
        """Enrollment and lesson."""
        return f"{self.enrollment_id} {self.lesson_key}"


class GatePass(LessonRecord):
    """A gate satisfied once; ``detail`` says by what, for example the choice taken in a scenario."""

    gate_id = models.CharField(_("gate"), max_length=40)
    kind = models.CharField(_("kind"), max_length=20)
    passed_at = models.DateTimeField(_("passed at"))
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrollment", "lesson_key", "gate_id"], name="courses_gate_passed_once"),
        ]

    def __str__(self):
        """Kind and gate."""
        return f"{self.kind} {self.gate_id}"


class QuizAttempt(LessonRecord):
    """One attempt at a quiz. Until ``submitted_at`` is set, ``answers`` is a draft that survives a lost session.

    ``paper`` says which wordings were asked (courses.papers): editing the quiz never changes an attempt.
    ``lesson_key`` is the lesson, or the course whose pre-check it is.
    """

    gate_id = models.CharField(_("gate"), max_length=40)
    number = models.PositiveSmallIntegerField(_("attempt"))
    paper = models.JSONField(_("questions as asked"), default=dict, blank=True)
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    results = models.JSONField(_("right or wrong"), default=dict, blank=True)
    started_at = models.DateTimeField(_("started at"))
    saved_at = models.DateTimeField(_("saved at"))
    submitted_at = models.DateTimeField(_("handed in at"), null=True, blank=True)
    score_percent = models.PositiveSmallIntegerField(_("score in per cent"), null=True, blank=True)
    passed = models.BooleanField(_("passed"), default=False)

    class Meta:
        verbose_name = _("quiz attempt")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrollment", "lesson_key", "gate_id", "number"], name="courses_attempt_numbers"
            ),
        ]

    def __str__(self):
        """Gate and number."""
        return f"{self.gate_id} #{self.number}"


class Acknowledgement(models.Model):
    """A person confirmed having read one published revision of a policy."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="acknowledgements")
    policy_key = models.UUIDField(_("policy"))
    policy_title = models.CharField(_("title then"), max_length=255)
    revision = models.PositiveBigIntegerField(_("revision"))
    revision_at = models.DateTimeField(_("revision published at"))
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    statement = models.CharField(_("statement"), max_length=300)
    acknowledged_at = models.DateTimeField(_("acknowledged at"))

    class Meta:
        verbose_name = _("acknowledgement")
        constraints = [
            models.UniqueConstraint(fields=["learner", "revision"], name="courses_acknowledged_once"),
        ]

    def __str__(self):
        """Policy and revision."""
        return f"{self.policy_title} r{self.revision}"


class PracticeSubmission(LessonRecord):
    """A practice step as the learner hands it in, and as mentor, supervisor or coordinator decides on it."""

    gate_id = models.CharField(_("gate"), max_length=40)
    title = models.CharField(_("title"), max_length=120)
    checked = models.JSONField(_("ticked"), default=list, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=5000)
    status = models.CharField(_("status"), max_length=20, choices=PracticeStatus, default=PracticeStatus.DRAFT)
    handed_in_at = models.DateTimeField(_("handed in at"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    comment = models.TextField(_("comment"), blank=True, max_length=2000)

    history = HistoricalRecords(excluded_fields=["note", "comment"])

    class Meta:
        verbose_name = _("practice step")
        ordering = ["handed_in_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["enrollment", "lesson_key", "gate_id"], name="courses_one_practice_a_gate"),
        ]

    def __str__(self):
        """Title and status."""
        return f"{self.title}: {self.get_status_display()}"


class Reflection(LessonRecord):
    """What a learner wrote to a question; nobody else reads it unless the writer says so."""

    gate_id = models.CharField(_("gate"), max_length=40)
    text = models.TextField(_("text"), blank=True, max_length=20000)
    shared_with = models.CharField(_("who may read it"), max_length=20, choices=SharedWith, default=SharedWith.NOBODY)
    title = models.CharField(_("title"), max_length=120, blank=True)
    saved_at = models.DateTimeField(_("saved at"))

    class Meta:
        verbose_name = _("reflection")
        constraints = [
            models.UniqueConstraint(
                fields=["enrollment", "lesson_key", "gate_id"], name="courses_one_reflection_a_gate"
            ),
        ]

    def __str__(self):
        """The gate only: the text belongs to the writer."""
        return self.gate_id


class EarlyOpening(models.Model):
    """A locked step or lesson of a path, opened for one learner before its time; with who allowed it and why."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="early_openings")
    path_key = models.UUIDField(_("path"))
    locked_key = models.UUIDField(_("step or lesson"))
    title = models.CharField(_("opened"), max_length=255)
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("early opening")
        verbose_name_plural = _("early openings")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["learner", "path_key", "locked_key"], name="courses_opened_early_once"),
        ]

    def __str__(self):
        """What was opened."""
        return self.title
