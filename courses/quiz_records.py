"""What is kept about quizzes and scenarios beside the attempts: wordings asked, attempts given, ways taken."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.records import LessonRecord


class FrozenQuestion(models.Model):
    """A question in one wording, kept as it was asked; many attempts share a row, and it is never changed."""

    digest = models.CharField(max_length=40, unique=True)
    question_id = models.CharField(_("question"), max_length=40, db_index=True)
    kind = models.CharField(_("kind"), max_length=20)
    contents = models.JSONField(_("contents by language"))
    frozen_at = models.DateTimeField(_("first asked at"))

    class Meta:
        verbose_name = _("question as asked")
        verbose_name_plural = _("questions as asked")

    def __str__(self):
        """Kind and id."""
        return f"{self.kind} {self.question_id}"


class ExtraAttempt(LessonRecord):
    """Another attempt at a quiz, given to one learner by a coordinator, with the reason."""

    gate_id = models.CharField(_("gate"), max_length=40)
    cycle = models.CharField(_("cycle"), max_length=40, blank=True)
    granted_at = models.DateTimeField(_("given at"))
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("given by")
    )
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("additional attempt")
        verbose_name_plural = _("additional attempts")
        ordering = ["-granted_at", "-pk"]

    def __str__(self):
        """Gate and reason."""
        return f"{self.gate_id}: {self.reason}"


class ScenarioAnswer(LessonRecord):
    """The way a learner takes through a scenario: the choice made, and the one in its follow-up question."""

    gate_id = models.CharField(_("gate"), max_length=40)
    choice = models.CharField(_("choice"), max_length=40)
    then = models.CharField(_("choice in the follow-up"), max_length=40, blank=True)
    answered_at = models.DateTimeField(_("answered at"))

    class Meta:
        verbose_name = _("answer to a scenario")
        constraints = [
            models.UniqueConstraint(fields=["enrollment", "lesson_key", "gate_id"], name="courses_one_way_a_scenario"),
        ]

    def __str__(self):
        """The gate."""
        return self.gate_id
