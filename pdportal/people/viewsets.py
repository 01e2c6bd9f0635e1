"""The admin's lists of people, appointments, schools, school years and closures."""

from django.db.models import Q
from django.http import Http404
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.admin.widgets.button import HeaderButton

from pdportal.common.viewsets import CarefulDeleteView, ReadOnlyIndexView, ReadOnlyViewSet
from pdportal.people import admin_views
from pdportal.people.appointments import sync_groups
from pdportal.people.permissions import can_coordinate
from pdportal.people.queries import former_names, formerly
from pdportal.people.records import Appointment, Closure, Leave, Merge, School, SchoolYear, StaffMember

MOST_WORDS = 6
STAFF_FIELDS = ["first_name", "last_name", "username", "email", "staff_id", "hired_on", "language", "is_active"]


class StaffIndexView(generic.IndexView):
    """Everybody but superusers."""

    def get_base_queryset(self):
        """People whom a coordinator may edit."""
        return super().get_base_queryset().filter(is_superuser=False)

    def search_queryset(self, queryset):
        """Those in which each word is found, in what the account says now or said before."""
        for word in self.search_query.split()[:MOST_WORDS]:
            now = [Q(**{f"{field}__icontains": word}) for field in self.search_fields]
            queryset = queryset.filter(Q(*now, _connector=Q.OR) | formerly(word))
        return queryset


class StaffCreateView(generic.CreateView):
    """A new account has no password; the person sets one by “Forgot your password?”."""

    def save_instance(self):
        """Save with an unusable password."""
        self.form.instance.set_unusable_password()
        return super().save_instance()


class _NeverASuperuser:
    """404 for superusers: whoever could change their address could take over their account."""

    def get_object(self, *args, **kwargs):
        found = super().get_object(*args, **kwargs)
        if found.is_superuser:
            raise Http404
        return found


class StaffEditView(_NeverASuperuser, generic.EditView):
    """Change a person's name, address or language, or close the account."""


class StaffInspectView(_NeverASuperuser, generic.InspectView):
    """A person's data, what the account said before, and the accounts that were merged with it."""

    @property
    def header_buttons(self):
        """The way to a merge, for those who coordinate, unless the account was closed by one."""
        if not can_coordinate(self.request.user) or self.object.merged_into_id:
            return []
        address = reverse("staff:merge", args=[self.object.pk])
        return [HeaderButton(_("Merge with another account"), url=address, icon_name="group")]

    def get_former_display_value(self):
        """Earlier names and addresses, each with its last day."""
        return render_to_string("people/admin/former.html", {"former": former_names(self.object)})

    def get_merges_display_value(self):
        """The merges this account took part in."""
        merges = Merge.objects.filter(Q(kept=self.object) | Q(retired=self.object)).select_related("kept", "retired")
        return render_to_string("people/admin/merges_of.html", {"merges": merges})

    def get_field_label(self, field_name, field):
        """The words for what is no field."""
        words = {"former": _("Earlier names and addresses"), "merges": _("Merges")}
        return words.get(field_name) or super().get_field_label(field_name, field)

    def get_field_display_value(self, field_name, field):
        """Yes and no in words; a dash for nothing."""
        value = super().get_field_display_value(field_name, field)
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        return "–" if value in (None, "") else value


class StaffDeleteView(_NeverASuperuser, generic.DeleteView):
    """Open to superusers only (no group has the right): people with records are closed, not deleted."""


class StaffViewSet(ModelViewSet):
    """People, without superusers."""

    model = StaffMember
    icon = "user"
    menu_label = _("People")
    add_to_reference_index = False
    form_fields = STAFF_FIELDS
    list_display = ["__str__", "username", "email", "staff_id", "is_active"]
    list_filter = ["is_active", "language"]
    search_fields = ["first_name", "last_name", "username", "email", "staff_id"]
    list_export = ["staff_id", "last_name", "first_name", "username", "email", "hired_on", "language", "is_active"]
    ordering = ["last_name", "first_name"]
    index_view_class = StaffIndexView
    add_view_class = StaffCreateView
    edit_view_class = StaffEditView
    delete_view_class = StaffDeleteView
    inspect_view_class = StaffInspectView
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = [*STAFF_FIELDS, "former", "merges"]

    def get_urlpatterns(self):
        """As usual, and the form that merges two accounts."""
        return [*super().get_urlpatterns(), path("merge/<id:pk>/", admin_views.merge, name="merge")]


class MergeIndexView(ReadOnlyIndexView):
    """The merges, newest first."""

    def get_base_queryset(self):
        """With the names of everybody concerned."""
        return Merge.objects.select_related("kept", "retired", "merged_by", "undone_by")

    def export_table(self, queryset):
        """The list of merges as a table."""
        return admin_views.MERGES_HEADER, admin_views.merge_rows(queryset)


class MergeViewSet(ReadOnlyViewSet):
    """Accounts that were merged: who, when, why, and the way back."""

    model = Merge
    icon = "group"
    menu_label = _("Merges")
    index_view_class = MergeIndexView
    list_display = ["__str__", "kept", "merged_by", "merged_at", "undone_at"]
    search_fields = [
        f"{account}__{field}"
        for account in ("kept", "retired")
        for field in ("first_name", "last_name", "username", "email")
    ]
    export_filename = "merges"
    inspect_view_enabled = True

    def get_urlpatterns(self):
        """The list, one merge, and undoing it."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<id:pk>/", admin_views.show, name="inspect"),
            path("<id:pk>/undo/", admin_views.undo, name="undo"),
        ]


class _KeepsGroups:
    """Saves an appointment and brings the person's admin groups in step."""

    def save_instance(self):
        appointment = super().save_instance()
        sync_groups(appointment.person)
        return appointment


class AppointmentIndexView(generic.IndexView):
    """Appointments with the names of person and school, in one query."""

    def get_base_queryset(self):
        """With what the list shows."""
        return super().get_base_queryset().select_related("person", "school")


class AppointmentCreateView(_KeepsGroups, generic.CreateView):
    """Appoint somebody."""


class AppointmentEditView(_KeepsGroups, generic.EditView):
    """Change or end an appointment."""


class AppointmentViewSet(ModelViewSet):
    """Who holds which role where, from when until when."""

    model = Appointment
    add_to_reference_index = False
    icon = "clipboard-list"
    menu_label = _("Appointments")
    panels = [FieldPanel(name) for name in ("person", "role", "school", "starts_on", "ends_on", "new_to")]
    list_display = ["person", "role", "school", "starts_on", "ends_on", "new_to"]
    list_filter = {"role": ["exact"], "school": ["exact"], "new_to": ["exact"], "starts_on": ["gte", "lte"]}
    search_fields = ["person__first_name", "person__last_name", "person__username"]
    list_export = ["person", "role", "school", "starts_on", "ends_on", "new_to"]
    index_view_class = AppointmentIndexView
    add_view_class = AppointmentCreateView
    edit_view_class = AppointmentEditView
    copy_view_enabled = False


class LeaveIndexView(generic.IndexView):
    """Leaves with the names of the people, in one query."""

    def get_base_queryset(self):
        """With what the list shows."""
        return super().get_base_queryset().select_related("person")


class LeaveViewSet(ModelViewSet):
    """Who is away for long; open due dates stand still meanwhile. Every change is kept in the history."""

    model = Leave
    icon = "time"
    menu_label = _("Leave")
    add_to_reference_index = False
    panels = [FieldPanel(name) for name in ("person", "first_day", "last_day")]
    list_display = ["person", "first_day", "last_day"]
    list_filter = {"first_day": ["gte", "lte"], "last_day": ["gte", "lte", "isnull"]}
    search_fields = ["person__first_name", "person__last_name", "person__username"]
    list_export = ["person", "first_day", "last_day"]
    index_view_class = LeaveIndexView
    copy_view_enabled = False


class SchoolViewSet(ModelViewSet):
    """Schools."""

    model = School
    icon = "home"
    menu_label = _("Schools")
    form_fields = ["name", "code", "level"]
    list_display = ["name", "code", "level"]
    list_filter = ["level"]
    search_fields = ["name", "code"]
    list_export = ["name", "code", "level"]
    copy_view_enabled = False
    delete_view_class = CarefulDeleteView


class SchoolYearViewSet(ModelViewSet):
    """School years."""

    model = SchoolYear
    icon = "calendar"
    menu_label = _("School years")
    form_fields = ["name", "starts_on", "semester_1_ends_on", "ends_on"]
    list_display = ["name", "starts_on", "semester_1_ends_on", "ends_on"]
    list_export = ["name", "starts_on", "semester_1_ends_on", "ends_on"]
    copy_view_enabled = False


class ClosureViewSet(ModelViewSet):
    """Days on which schools are closed."""

    model = Closure
    icon = "calendar-alt"
    menu_label = _("Closures")
    form_fields = ["name", "name_es", "starts_on", "ends_on"]
    list_display = ["name", "name_es", "starts_on", "ends_on"]
    list_filter = {"starts_on": ["gte", "lte"]}
    search_fields = ["name", "name_es"]
    list_export = ["name", "name_es", "starts_on", "ends_on"]
    copy_view_enabled = False


class PeopleGroup(ModelViewSetGroup):
    """The menu “People”."""

    menu_label = _("People")
    menu_icon = "group"
    menu_order = 300
    items = (
        StaffViewSet("staff", url_prefix="people"),
        MergeViewSet("merges", url_prefix="merges"),
        AppointmentViewSet("appointments", url_prefix="appointments"),
        LeaveViewSet("leaves", url_prefix="leaves"),
        SchoolViewSet("schools", url_prefix="schools"),
        SchoolYearViewSet("school_years", url_prefix="school-years"),
        ClosureViewSet("closures", url_prefix="closures"),
    )
