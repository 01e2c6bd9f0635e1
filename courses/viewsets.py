"""The admin's lists of this app: resource lists that lessons share."""

import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.snippets.views.snippets import SnippetViewSet

from courses.resources import ResourceList


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
    menu_order = 270
    add_to_admin_menu = True
    filterset_class = ResourceListFilterSet
    list_display = ["title", "checked_on"]
    list_export = ["title_en", "title_es", "checked_on"]
    export_filename = "resource-lists"
    ordering = ["checked_on", "title_en"]
