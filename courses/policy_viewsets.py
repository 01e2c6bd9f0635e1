"""The admin's menu “Policies”: who acknowledged which text, and who is still asked to acknowledge a newer one."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSetGroup

from courses.choices import LEARNING_MENU, RequestState
from courses.policy_records import AcknowledgementRequest
from courses.queries import page_model
from courses.records import Acknowledgement
from pdportal.common.viewsets import ReadOnlyIndexView, ReadOnlyViewSet

PERSON = ["learner__first_name", "learner__last_name", "learner__username", "learner__staff_id"]
STATES = {
    RequestState.OPEN: Q(closed_at=None),
    RequestState.ACKNOWLEDGED: Q(acknowledgement__isnull=False),
    RequestState.REPLACED: Q(closed_at__isnull=False, acknowledgement=None),
}


def _policies():
    """The published policies to choose from, by key."""
    pages = page_model("PolicyPage").objects.live().filter(locale__language_code="en").order_by("title")
    return [(str(key), title) for key, title in pages.values_list("translation_key", "title")]


class PolicyFilterSet(WagtailFilterSet):
    """By policy."""

    policy_key = django_filters.ChoiceFilter(choices=_policies, label=_("Policy"), empty_label=_("All"))


class AcknowledgementFilterSet(PolicyFilterSet):
    """By policy and by day."""

    acknowledged_at = django_filters.DateFromToRangeFilter(label=_("Acknowledged on"), widget=DateRangePickerWidget)

    class Meta:
        model = Acknowledgement
        fields = []


class AskedFilterSet(PolicyFilterSet):
    """By policy, by what became of it, and by day."""

    state = django_filters.ChoiceFilter(
        choices=RequestState.choices, label=_("Status"), method="by_state", widget=forms.RadioSelect,
        empty_label=_("All"),
    )  # fmt: skip
    asked_at = django_filters.DateFromToRangeFilter(label=_("Asked on"), widget=DateRangePickerWidget)

    class Meta:
        model = AcknowledgementRequest
        fields = []

    def by_state(self, queryset, name, value):
        """Those still asked, those who acknowledged, those who were asked again later."""
        return queryset.filter(STATES[value])


class AcknowledgementIndexView(ReadOnlyIndexView):
    """Acknowledgements, the newest first."""

    default_ordering = "-acknowledged_at"

    def get_base_queryset(self):
        """With the person, in one query."""
        return Acknowledgement.objects.select_related("learner")

    def export_table(self, queryset):
        """Who acknowledged what, when."""
        header = [_now("Name"), _now("Staff number"), _now("Policy"), _now("Edition"), _now("Revision"),
                  _now("Text published on"), _now("Acknowledged on"), _now("Statement")]  # fmt: skip
        return header, (
            (str(each.learner), each.learner.staff_id, each.policy_title, each.edition, each.revision,
             timezone.localtime(each.revision_at), timezone.localtime(each.acknowledged_at), each.statement)
            for each in queryset.iterator()
        )  # fmt: skip


class AcknowledgementViewSet(ReadOnlyViewSet):
    """Who acknowledged which text of which policy."""

    model = Acknowledgement
    icon = "clipboard-list"
    menu_label = _("Acknowledgements")
    index_view_class = AcknowledgementIndexView
    filterset_class = AcknowledgementFilterSet
    list_display = ["learner", "policy_title", "edition", "revision", "revision_at", "acknowledged_at"]
    search_fields = [*PERSON, "policy_title"]
    export_filename = "acknowledgements"


class AskedIndexView(ReadOnlyIndexView):
    """Requests, the newest first; people who have left are no longer waited for."""

    default_ordering = "-asked_at"

    def get_base_queryset(self):
        """With the person, in one query."""
        return AcknowledgementRequest.objects.select_related("learner").filter(
            Q(learner__is_active=True) | Q(closed_at__isnull=False)
        )

    def export_table(self, queryset):
        """Who is asked for what, and what became of it."""
        header = [_now("Name"), _now("Staff number"), _now("Policy"), _now("Edition"), _now("Asked on"),
                  _now("Status"), _now("Closed on")]  # fmt: skip
        return header, (
            (str(each.learner), each.learner.staff_id, each.title, each.edition, timezone.localtime(each.asked_at),
             str(each.state.label), each.closed_at and timezone.localtime(each.closed_at))
            for each in queryset.iterator()
        )  # fmt: skip


class AskedViewSet(ReadOnlyViewSet):
    """Who is asked to acknowledge a policy again."""

    model = AcknowledgementRequest
    icon = "history"
    menu_label = _("Asked again")
    index_view_class = AskedIndexView
    filterset_class = AskedFilterSet
    list_display = [
        "learner",
        Column("title", label=_("Policy")),
        "edition",
        "asked_at",
        Column("state.label", label=_("Status")),
        "closed_at",
    ]
    search_fields = PERSON
    export_filename = "asked-again"


class PoliciesGroup(ModelViewSetGroup):
    """The menu “Policies”."""

    menu_label = _("Policies")
    menu_icon = "clipboard-list"
    menu_order = 60
    menu_hook = LEARNING_MENU
    items = (
        AskedViewSet("asked_again", url_prefix="policies/asked-again"),
        AcknowledgementViewSet("acknowledgements", url_prefix="policies/acknowledgements"),
    )
