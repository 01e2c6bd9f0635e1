"""The admin's lists of this app: resource lists that lessons share, and locks opened early."""

import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet

from courses import locks
from courses.admin_forms import EarlyOpeningForm
from courses.choices import LEARNING_MENU
from courses.records import EarlyOpening
from courses.resources import ResourceList


class LearningGroup(ViewSetGroup):
    """The menu “Learning”: everything whose ``menu_hook`` is LEARNING_MENU, so that the main menu stays short."""

    menu_label = _("Learning")
    menu_icon = "form"
    menu_order = 255
    submenu_hook = LEARNING_MENU


class ResourceListFilterSet(WagtailFilterSet):
    """By the day the links were checked, to find those that nobody has looked at for long."""

    checked_on = django_filters.DateFromToRangeFilter(label=_("Last checked on"), widget=DateRangePickerWidget)

    class Meta:
        model = ResourceList
        fields = []


class ResourceListViewSet(SnippetViewSet):
    """Lists of links; “Usage” on each says in which lessons it stands."""

    model = ResourceList
    icon = "link"
    menu_label = _("Resource lists")
    menu_order = 10
    menu_hook = LEARNING_MENU
    filterset_class = ResourceListFilterSet
    list_display = ["title", "checked_on"]
    list_export = ["title_en", "title_es", "checked_on"]
    export_filename = "resource-lists"
    ordering = ["checked_on", "title_en"]


class EarlyOpeningPolicy(ModelPermissionPolicy):
    """Openings are recorded and looked at; what was allowed stays on record."""

    def user_has_permission(self, user, action):
        """True for adding and looking, where the groups allow it."""
        return action in {"add", "view"} and super().user_has_permission(user, action)


class EarlyOpeningCreateView(generic.CreateView):
    """Open a lock for somebody, by the verb."""

    def save_instance(self):
        """Record who allowed it and why."""
        cleaned = self.form.cleaned_data
        return locks.open_early(cleaned["learner"], cleaned["lock"], by=self.request.user, reason=cleaned["reason"])


class EarlyOpeningIndexView(generic.IndexView):
    """The list with names, in one query."""

    def get_base_queryset(self):
        """With what the list shows."""
        return super().get_base_queryset().select_related("learner", "opened_by")


class EarlyOpeningViewSet(ModelViewSet):
    """For whom a locked step or lesson was opened before its time."""

    model = EarlyOpening
    icon = "lock-open"
    menu_label = _("Opened early")
    menu_order = 40
    menu_hook = LEARNING_MENU
    add_to_reference_index = False
    add_view_class = EarlyOpeningCreateView
    index_view_class = EarlyOpeningIndexView
    list_display = ["learner", "title", "opened_at", "opened_by", "reason"]
    list_filter = {"opened_at": ["gte", "lte"]}
    list_export = ["learner", "title", "opened_at", "opened_by", "reason"]
    search_fields = ["learner__first_name", "learner__last_name", "learner__username", "title"]
    copy_view_enabled = False

    def get_form_class(self, for_update=False):
        """The form that offers the locks there are."""
        return EarlyOpeningForm


early_openings = EarlyOpeningViewSet("early_openings", url_prefix="early-openings")
