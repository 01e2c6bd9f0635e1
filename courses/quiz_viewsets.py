"""The admin's question banks."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from courses.banks import QuestionBank


class QuestionBankViewSet(SnippetViewSet):
    """Question banks: found by words and topic, previewed with every answer explained."""

    model = QuestionBank
    icon = "help"
    menu_label = _("Question banks")
    list_display = ["title", "topic", Column("number_of_questions", label=_("Questions")), UpdatedAtColumn()]
    list_filter = ["topic"]
    list_export = ["title", "topic", "note", "number_of_questions"]
    copy_view_enabled = True
