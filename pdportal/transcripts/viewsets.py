"""The admin's menu “Ledger”: completions to look at, search, filter and export; topics to keep."""

import datetime as dt

import django_filters
from django import forms
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.snippets.views.snippets import SnippetViewSet

from pdportal.common.viewsets import ReadOnlyIndexView, ReadOnlyViewSet
from pdportal.people.permissions import can_coordinate
from pdportal.transcripts import disposal_views, import_views, retention, tables
from pdportal.transcripts.admin_views import AttachView, CorrectView, EnterView, RevokeView
from pdportal.transcripts.choices import ActivityKind, CreditType, Source
from pdportal.transcripts.pages import Topic
from pdportal.transcripts.records import Completion, LedgerImport

NONE = "–"
SEARCHED = [
    "learner__first_name", "learner__last_name", "learner__username", "learner__staff_id", "titles__en", "titles__es",
    "certificate__code",
]  # fmt: skip
SHOWN = [
    "learner", "titles", "activity_kind", "completed_on", "credit_hours", "credit_type", "cycle", "valid_until",
    "source",
    "vouched_by", "recorded_by", "recorded_at", "reason", "ledger_import", "page_revision", "corrects", "corrections",
    "certificate", "proofs", "revoked_at", "revoked_by", "revocation_reason",
]  # fmt: skip


class CompletionFilterSet(WagtailFilterSet):
    """By source, kind, date, and whether it still stands."""

    source = django_filters.ChoiceFilter(
        choices=Source.choices, label=_("Source"), widget=forms.RadioSelect, empty_label=_("All")
    )
    activity_kind = django_filters.ChoiceFilter(
        choices=ActivityKind.choices, label=_("Kind"), widget=forms.RadioSelect, empty_label=_("All")
    )
    credit_type = django_filters.ChoiceFilter(
        choices=CreditType.choices, label=_("Type of credit"), empty_label=_("All")
    )
    completed_on = django_filters.DateFromToRangeFilter(label=_("Completed on"), widget=DateRangePickerWidget)
    revoked = django_filters.ChoiceFilter(
        choices=[("no", _("Standing")), ("yes", _("Revoked"))], label=_("Status"), method="by_revocation",
        widget=forms.RadioSelect, empty_label=_("All"),
    )  # fmt: skip

    class Meta:
        model = Completion
        fields = []

    def by_revocation(self, queryset, name, value):
        """Those that stand, or those that were revoked."""
        return queryset.filter(revoked_at__isnull=value == "no")


class CompletionIndexView(ReadOnlyIndexView):
    """The ledger, newest completion first."""

    @cached_property
    def coordinates(self):
        """True where the reader may write; asked once for the whole list."""
        return can_coordinate(self.request.user)

    def get_base_queryset(self):
        """Completions with what the list shows, in one query."""
        return Completion.objects.select_related("learner")

    def export_table(self, queryset):
        """The ledger as a table."""
        return tables.LEDGER_HEADER, tables.ledger_rows(queryset)

    def get_add_url(self):
        """The form for entering by hand, for those who coordinate."""
        return reverse("ledger:enter") if self.coordinates else None

    @property
    def add_item_label(self):
        """What the button says."""
        return _("Enter by hand")

    def get_list_more_buttons(self, instance):
        """Look; revoke and correct where that is possible."""
        verbs = _verbs(instance) if self.coordinates else []
        return [*super().get_list_more_buttons(instance), *verbs]


class CompletionInspectView(generic.InspectView):
    """One line of the ledger with everything known about it."""

    page_title = _("Completion")

    @property
    def header_buttons(self):
        """Revoke and correct, where that is possible."""
        verbs = _verbs(self.object) if can_coordinate(self.request.user) else []
        return [HeaderButton(button.label, url=button.url, icon_name=button.icon_name) for button in verbs]

    def get_titles_display_value(self):
        """The title in the reader's language."""
        return self.object.title

    def get_corrections_display_value(self):
        """What replaced it."""
        return format_html_join(", ", "{}", ((_link_to(each),) for each in self.object.corrections.all())) or NONE

    def get_proofs_display_value(self):
        """Every file with who kept it, when, and until when it has to be kept."""
        until = retention.PROOFS.keep_until(self.object.completed_on, self.object.valid_until)
        proofs = self.object.proofs.select_related("added_by", "disposal__disposed_by")
        context = {"proofs": proofs, "until": until}
        return render_to_string("transcripts/admin/proofs.html", context)

    def get_field_label(self, field_name, field):
        """The words for what is no plain field."""
        words = {"titles": _("Title"), "corrections": _("Corrected by"), "certificate": _("Certificate"),
                 "proofs": _("Proofs")}  # fmt: skip
        return words.get(field_name) or super().get_field_label(field_name, field)

    def get_field_display_value(self, field_name, field):
        """Its value: moments in the district's time, links to other lines and to the certificate."""
        if field_name == "certificate":
            found = getattr(self.object, "certificate", None)
            return _paper(found, self.object.validity) if found else NONE
        value = super().get_field_display_value(field_name, field)
        if isinstance(value, Completion):
            return _link_to(value)
        if isinstance(value, LedgerImport):
            return _anchor(reverse("ledger_imports:inspect", args=[value.pk]), str(value))
        if isinstance(value, dt.datetime):
            return timezone.localtime(value)
        return NONE if value in (None, "") else value


class CompletionViewSet(ReadOnlyViewSet):
    """Completions: to look at, search, filter and export. Verbs write; nothing edits."""

    model = Completion
    icon = "list-ul"
    menu_label = _("Completions")
    index_view_class = CompletionIndexView
    filterset_class = CompletionFilterSet
    list_display = [
        "learner",
        Column("title", label=_("Title")),
        "activity_kind",
        "completed_on",
        "credit_hours",
        "source",
        Column("validity.label", label=_("Status"), sort_key="revoked_at"),
    ]
    search_fields = SEARCHED
    export_filename = "completions"
    inspect_view_enabled = True
    inspect_view_class = CompletionInspectView
    inspect_view_fields = SHOWN

    def get_urlpatterns(self):
        """The list, one line, and the forms that end in a verb."""
        return [
            *super().get_urlpatterns(),
            path("disposal/", disposal_views.dispose, name="dispose"),
            path("enter/", EnterView.as_view(), name="enter"),
            path("<id:pk>/revoke/", RevokeView.as_view(), name="revoke"),
            path("<id:pk>/correct/", CorrectView.as_view(), name="correct"),
            path("<id:pk>/proofs/", AttachView.as_view(), name="attach"),
        ]


class ImportIndexView(ReadOnlyIndexView):
    """The imports, newest first; the button leads to the upload."""

    def get_base_queryset(self):
        """With who uploaded and who wrote."""
        return LedgerImport.objects.select_related("uploaded_by", "written_by")

    def get_add_url(self):
        """The upload, for those who coordinate."""
        return reverse("ledger_imports:upload") if can_coordinate(self.request.user) else None

    @property
    def add_item_label(self):
        """What the button says."""
        return _("Upload a table")

    def export_table(self, queryset):
        """The list of imports as a table."""
        return tables.IMPORTS_HEADER, tables.import_rows(queryset)


class ImportViewSet(ReadOnlyViewSet):
    """Imports of past completions: who, when, from what file, how many lines."""

    model = LedgerImport
    icon = "upload"
    menu_label = _("Imports")
    index_view_class = ImportIndexView
    list_display = ["__str__", "uploaded_by", "uploaded_at", "rows", "new", "known", "wrong", "written_at"]
    search_fields = ["name", "sha256", "uploaded_by__first_name", "uploaded_by__last_name"]
    export_filename = "imports"
    inspect_view_enabled = True

    def get_urlpatterns(self):
        """The list, the upload, one import with its rows, and what can be done with it."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("upload/", import_views.upload, name="upload"),
            path("template.csv", import_views.template, name="template"),
            path("<id:pk>/", import_views.show, name="inspect"),
            path("<id:pk>/write/", import_views.write, name="write"),
            path("<id:pk>/discard/", import_views.discard, name="discard"),
        ]


class LedgerGroup(ModelViewSetGroup):
    """The menu “Ledger”."""

    menu_label = _("Ledger")
    menu_icon = "list-ul"
    menu_order = 350
    items = (CompletionViewSet("ledger", url_prefix="ledger"), ImportViewSet("ledger_imports", url_prefix="imports"))


class TopicViewSet(SnippetViewSet):
    """Topics of courses and events."""

    model = Topic
    icon = "tag"
    list_display = ["__str__", "slug", "name_en", "name_es"]
    search_fields = ["slug", "name_en", "name_es"]
    list_export = ["slug", "name_en", "name_es"]
    panels = [
        FieldPanel("name_en"),
        FieldPanel("name_es"),
        FieldPanel(
            "slug", help_text=_("Part of the address of the topic's calendar: changing it breaks subscriptions.")
        ),
    ]


def _link_to(completion):
    return _anchor(reverse("ledger:inspect", args=[completion.pk]), str(completion))


def _anchor(address, words):
    return format_html('<a href="{}">{}</a>', address, words)


def _paper(certificate, validity):
    """The code, leading to the check, and whether it still holds."""
    link = _anchor(reverse("transcripts:certificate", args=[certificate.code]), certificate.code)
    return format_html("{} ({})", link, validity.label)


def _verbs(completion):
    args = [completion.pk]
    attaching = Button(_("Attach proofs"), url=reverse("ledger:attach", args=args), icon_name="upload", priority=50)
    if completion.revoked_at:
        return [attaching]
    return [
        Button(_("Correct"), url=reverse("ledger:correct", args=args), icon_name="edit", priority=30),
        Button(_("Revoke"), url=reverse("ledger:revoke", args=args), icon_name="cross", priority=40),
        attaching,
    ]
