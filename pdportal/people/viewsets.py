"""The admin's lists of people, appointments, schools, school years and closures."""

from django.contrib.auth import get_user_model
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.views import generic
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from pdportal.people.appointments import sync_groups
from pdportal.people.records import Appointment, Closure, Leave, School, SchoolYear, StaffMember

STAFF_FIELDS = ["first_name", "last_name", "username", "email", "staff_id", "hired_on", "language", "is_active"]


class PersonChooserViewSet(ChooserViewSet):
    """Choose a person by name; used by forms of several subjects."""

    model = get_user_model()
    icon = "user"
    choose_one_text = _("Choose a person")
    choose_another_text = _("Choose another person")
    per_page = 20


class StaffIndexView(generic.IndexView):
    """Everybody but superusers."""

    def get_base_queryset(self):
        """People whom a coordinator may edit."""
        return super().get_base_queryset().filter(is_superuser=False)


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
    """A person's data."""


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
    inspect_view_fields = STAFF_FIELDS


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
    form_fields = ["name", "starts_on", "ends_on"]
    list_display = ["name", "starts_on", "ends_on"]
    list_filter = {"starts_on": ["gte", "lte"]}
    search_fields = ["name"]
    list_export = ["name", "starts_on", "ends_on"]
    copy_view_enabled = False


class PeopleGroup(ModelViewSetGroup):
    """The menu “People”."""

    menu_label = _("People")
    menu_icon = "group"
    menu_order = 300
    items = (
        StaffViewSet("staff", url_prefix="people"),
        AppointmentViewSet("appointments", url_prefix="appointments"),
        LeaveViewSet("leaves", url_prefix="leaves"),
        SchoolViewSet("schools", url_prefix="schools"),
        SchoolYearViewSet("school_years", url_prefix="school-years"),
        ClosureViewSet("closures", url_prefix="closures"),
    )


person_chooser = PersonChooserViewSet("person_chooser", url_prefix="person-chooser")
PersonChooserWidget = person_chooser.widget_class
