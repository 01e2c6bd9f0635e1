"""The admin's question banks, attempts at quizzes, and attempts given on top."""

import django_filters
from django import forms
from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column, UpdatedAtColumn
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.snippets.views.snippets import SnippetViewSet

from courses.banks import QuestionBank
from courses.choices import LEARNING_MENU
from courses.quiz_admin_views import grant_attempt
from courses.quiz_records import ExtraAttempt
from courses.records import QuizAttempt
from pdportal.common.viewsets import ReadOnlyIndexView, ReadOnlyViewSet
from pdportal.people.permissions import can_coordinate

PERSON = [f"enrollment__learner__{name}" for name in ("first_name", "last_name", "username", "staff_id")]


class QuestionBankViewSet(SnippetViewSet):
    """Question banks: found by words and topic, previewed with every answer explained."""

    model = QuestionBank
    icon = "help"
    menu_label = _("Question banks")
    menu_order = 20
    menu_hook = LEARNING_MENU
    list_display = [
        "title", Column("locale", label=_("Language")), "topic", Column("number_of_questions", label=_("Questions")),
        UpdatedAtColumn(),
    ]  # fmt: skip
    list_filter = ["topic", "locale"]
    list_export = ["title", "locale", "topic", "note", "number_of_questions"]
    export_filename = "question-banks"
    ordering = ["title"]


def _titled(rows):
    """``rows`` with the title of their lesson or course, in the default language, and their learner."""
    pages = Page.objects.filter(translation_key=OuterRef("lesson_key"))
    here = pages.filter(locale__language_code=settings.LANGUAGE_CODE).values("title")[:1]
    return rows.select_related("enrollment__learner").annotate(lesson=Subquery(here))


class AttemptFilterSet(WagtailFilterSet):
    """By result."""

    passed = django_filters.ChoiceFilter(
        choices=[("True", _("Passed")), ("False", _("Not passed"))], label=_("Result"), widget=forms.RadioSelect,
        empty_label=_("All"),
    )  # fmt: skip

    class Meta:
        model = QuizAttempt
        fields = []


class AttemptIndexView(ReadOnlyIndexView):
    """Attempts handed in, the newest first: who, where and how many per cent, never what was answered."""

    @cached_property
    def coordinates(self):
        """True where the reader may give attempts; asked once for the whole list."""
        return can_coordinate(self.request.user)

    def get_base_queryset(self):
        """With what the list shows, in one query, without answers."""
        found = _titled(QuizAttempt.objects.filter(submitted_at__isnull=False))
        return found.defer("answers", "results", "paper").order_by("-submitted_at", "-pk")

    def export_table(self, queryset):
        """The list as a table."""
        header = [_("Person"), _("Lesson"), _("Attempt"), _("Score in per cent"), _("Passed"), _("Handed in at")]
        rows = (
            [str(a.enrollment.learner), a.lesson, a.number, a.score_percent, a.passed, a.submitted_at.isoformat()]
            for a in queryset.iterator(chunk_size=500)
        )
        return header, rows

    def get_list_more_buttons(self, instance):
        """“Give another attempt” for one that was not passed."""
        if instance.passed or not self.coordinates:
            return []
        address = reverse("quiz_attempts:grant", args=[instance.pk])
        return [Button(_("Give another attempt"), url=address, icon_name="plus", priority=10)]


class AttemptViewSet(ReadOnlyViewSet):
    """Attempts at quizzes: to look at, search, filter and export; another one can be given."""

    model = QuizAttempt
    icon = "list-ul"
    menu_label = _("Attempts")
    index_view_class = AttemptIndexView
    filterset_class = AttemptFilterSet
    list_display = [
        Column("enrollment.learner", label=_("Person")), Column("lesson", label=_("Lesson")), "number",
        "score_percent", BooleanColumn("passed", label=_("Passed")), "submitted_at",
    ]  # fmt: skip
    search_fields = PERSON
    export_filename = "quiz-attempts"

    def get_urlpatterns(self):
        """The list, and the form that ends in a verb."""
        return [*super().get_urlpatterns(), path("<id:pk>/grant/", grant_attempt, name="grant")]


class ExtraAttemptIndexView(ReadOnlyIndexView):
    """Attempts given, the newest first."""

    def get_base_queryset(self):
        """With what the list shows, in one query."""
        return _titled(ExtraAttempt.objects.select_related("granted_by")).order_by("-granted_at", "-pk")

    def export_table(self, queryset):
        """The list as a table."""
        header = [_("Person"), _("Lesson"), _("Given by"), _("Given at"), _("Reason")]
        rows = (
            [str(e.enrollment.learner), e.lesson, str(e.granted_by), e.granted_at.isoformat(), e.reason]
            for e in queryset.iterator(chunk_size=500)
        )
        return header, rows


class ExtraAttemptViewSet(ReadOnlyViewSet):
    """Who was given another attempt, by whom and why."""

    model = ExtraAttempt
    icon = "plus-inverse"
    menu_label = _("Given in addition")
    index_view_class = ExtraAttemptIndexView
    list_display = [
        Column("enrollment.learner", label=_("Person")), Column("lesson", label=_("Lesson")), "granted_by",
        "granted_at", "reason",
    ]  # fmt: skip
    search_fields = [*PERSON, "reason"]
    export_filename = "attempts-given"


class QuizGroup(ModelViewSetGroup):
    """The menu “Quiz attempts”."""

    menu_label = _("Quiz attempts")
    menu_icon = "help"
    menu_order = 50
    menu_hook = LEARNING_MENU
    items = (
        AttemptViewSet("quiz_attempts", url_prefix="quiz-attempts"),
        ExtraAttemptViewSet("extra_attempts", url_prefix="extra-attempts"),
    )
