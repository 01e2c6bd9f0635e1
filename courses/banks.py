"""Question banks: questions that several quizzes draw from, in as many languages as they are translated into."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import PreviewableMixin, RevisionMixin, TranslatableMixin
from wagtail.search import index

from courses.papers import Paper
from courses.questions import merged
from courses.quiz_blocks import QUESTION_BLOCKS
from courses.quiz_reviews import review_of
from courses.records import QuizAttempt
from pdportal.transcripts.pages import Topic


class QuestionBank(PreviewableMixin, RevisionMixin, TranslatableMixin, index.Indexed, models.Model):
    """Questions on one subject. Translations share the ids of the questions, so that both languages are one bank."""

    title = models.CharField(_("title"), max_length=120)
    note = models.CharField(_("what it is for"), max_length=300, blank=True)
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, verbose_name=_("topic"), related_name="+")
    questions = StreamField(QUESTION_BLOCKS, blank=True, verbose_name=_("questions"))
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    panels = [
        MultiFieldPanel([FieldPanel("title"), FieldPanel("note"), FieldPanel("topic")], heading=_("Question bank")),
        FieldPanel("questions"),
    ]
    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.SearchField("note"),
        index.SearchField("questions"),
        index.FilterField("locale_id"),
        index.FilterField("topic"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("question bank")
        verbose_name_plural = _("question banks")
        ordering = ["title"]

    def __str__(self):
        """The title."""
        return self.title

    @property
    def number_of_questions(self):
        """How many questions it holds."""
        return len(self.questions)

    number_of_questions.fget.short_description = _("questions")

    def get_preview_template(self, request, mode_name):
        """How authors see it before a quiz draws from it."""
        return "courses/admin/bank_preview.html"

    def get_preview_context(self, request, mode_name):
        """Every question with its answers explained."""
        paper = Paper(tuple(merged([(self.locale.language_code, self.questions)])), pass_mark=0, seed="")
        return super().get_preview_context(request, mode_name) | {"review": review_of(paper, QuizAttempt())}
