"""The admin's list of partners' calendars, with what was last read and what went wrong."""

from django.db.models import Count
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from pdportal.partners.admin_views import ReadNowView
from pdportal.partners.records import PartnerCalendar


class PartnerIndexView(generic.IndexView):
    """Calendars with the number of their entries."""

    def get_base_queryset(self):
        """All of them, counted in one query."""
        return PartnerCalendar.objects.annotate(held=Count("entries"))

    def get_list_more_buttons(self, instance):
        """The usual buttons, “Read now” first."""
        address = reverse("partner_calendars:read", args=[instance.pk])
        return [
            Button(_("Read now"), url=address, icon_name="rotate", priority=1),
            *super().get_list_more_buttons(instance),
        ]


class PartnerEditView(generic.EditView):
    """Another name or address."""

    def save_instance(self):
        """What the old server called its version says nothing about a new address."""
        if "address" in self.form.changed_data:
            self.form.instance.etag = self.form.instance.last_modified = ""
            self.form.instance.tried_at = None
        return super().save_instance()


class PartnerViewSet(ModelViewSet):
    """Partners' calendars."""

    model = PartnerCalendar
    icon = "globe"
    menu_label = _("Partner calendars")
    add_to_reference_index = False
    form_fields = ["name", "address", "active"]
    list_display = [
        "name",
        BooleanColumn("active", label=_("Shown and read"), sort_key="active"),
        Column("held", label=_("Entries")),
        "read_at",
        "left_out",
        Column("trouble_text", label=_("What went wrong the last time")),
    ]
    list_filter = ["active", "trouble"]
    search_fields = ["name", "address"]
    list_export = ["name", "address", "active", "read_at", "tried_at", "trouble_text", "left_out"]
    export_filename = "partner-calendars"
    ordering = ["name"]
    copy_view_enabled = False
    index_view_class = PartnerIndexView
    edit_view_class = PartnerEditView

    def get_urlpatterns(self):
        """The usual addresses, and reading."""
        return [*super().get_urlpatterns(), path("read/<id:pk>/", ReadNowView.as_view(), name="read")]
