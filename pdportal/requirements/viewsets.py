"""The admin's menu “Requirements”: rules, and who must meet them."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permission_policies import ModelPermissionPolicy

from pdportal.requirements import admin_views, rule_views
from pdportal.requirements.records import Assignment, Requirement
from pdportal.requirements.rule_forms import RequirementForm
from pdportal.requirements.rule_records import TimeBudget

ASSIGNED = ["learner", "requirement", "period", "due_on", "assigned_on", "ended_on"]


class RequirementPolicy(ModelPermissionPolicy):
    """Requirements are taken out of use, never deleted, not even by superusers: what was required stays provable."""

    def user_has_permission(self, user, action):
        """True for everything but deleting, where the groups allow it."""
        return action != "delete" and super().user_has_permission(user, action)


class AssignmentPolicy(ModelPermissionPolicy):
    """Assignments follow from rules and appointments; nobody writes them by hand."""

    def user_has_permission(self, user, action):
        """True for looking, where the groups allow it."""
        return action == "view" and super().user_has_permission(user, action)


class RequirementViewSet(ModelViewSet):
    """Requirements and their rules."""

    model = Requirement
    icon = "clipboard-list"
    menu_label = _("Requirements")
    add_to_reference_index = False
    list_display = ["name_en", "name_es", "position", "active"]
    list_filter = ["active"]
    list_export = ["slug", "name_en", "name_es", "activity_key", "position", "active"]
    search_fields = ["name_en", "name_es", "slug"]
    ordering = ["position", "name_en"]
    add_view_class = rule_views.RequirementCreateView
    edit_view_class = rule_views.RequirementEditView
    create_template_name = edit_template_name = "requirements/admin/requirement.html"
    copy_view_enabled = False

    def get_form_class(self, for_update=False):
        """The form with the rule."""
        return RequirementForm

    def get_urlpatterns(self):
        """Those of the list and the form, and the audience in words."""
        return [*super().get_urlpatterns(), path("words/", rule_views.words, name="words")]


class AssignmentIndexView(generic.IndexView):
    """The list, with what can be done for one person."""

    def get_base_queryset(self):
        """Assignments with what the list shows, in one query."""
        return super().get_base_queryset().select_related("learner", "requirement")

    def get_list_more_buttons(self, instance):
        """Waive and give a later date, where it still applies."""
        buttons = super().get_list_more_buttons(instance)
        if instance.ended_on is None:
            later, waive = (reverse(f"assignments:{verb}", args=[instance.pk]) for verb in ("extend", "waive"))
            buttons.append(MenuItem(_("Give a later date"), url=later, icon_name="calendar-alt", priority=40))
            buttons.append(MenuItem(_("Waive"), url=waive, icon_name="tick-inverse", priority=50))
        return buttons


class AssignmentViewSet(ModelViewSet):
    """Who must meet what by when; read only."""

    model = Assignment
    icon = "list-ul"
    menu_label = _("Assignments")
    add_to_reference_index = False
    index_view_class = AssignmentIndexView
    list_display = ASSIGNED
    list_filter = {"requirement": ["exact"], "period": ["exact"], "due_on": ["gte", "lte"], "ended_on": ["isnull"]}
    list_export = [*ASSIGNED, "counted_from"]
    search_fields = [f"learner__{name}" for name in ("first_name", "last_name", "username", "staff_id")]
    ordering = ["-due_on"]
    form_fields = ASSIGNED
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = [*ASSIGNED, "counted_from", "version"]

    def get_urlpatterns(self):
        """The list, one assignment, and the two things to do with it; nothing that writes by hand."""
        kept = {"index", "index_results", "inspect"}
        return [
            *(pattern for pattern in super().get_urlpatterns() if pattern.name in kept),
            path("waive/<id:pk>/", admin_views.waive_assignment, name="waive"),
            path("extend/<id:pk>/", admin_views.extend_assignment, name="extend"),
        ]


class TimeBudgetViewSet(ModelViewSet):
    """How many minutes of required training a year the district wants to ask of each role."""

    model = TimeBudget
    icon = "time"
    menu_label = _("Time budgets")
    add_to_reference_index = False
    list_display = ["role", "year", "minutes"]
    list_export = ["role", "year", "minutes"]
    list_filter = ["role"]
    ordering = ["-year", "role"]
    form_fields = ["role", "year", "minutes"]
    copy_view_enabled = False


class RequirementsGroup(ModelViewSetGroup):
    """The menu “Requirements”."""

    menu_label = _("Requirements")
    menu_icon = "clipboard-list"
    menu_order = 250
    items = (
        RequirementViewSet("requirements_admin", url_prefix="requirements"),
        AssignmentViewSet("assignments", url_prefix="assignments"),
        TimeBudgetViewSet("time_budgets", url_prefix="time-budgets"),
    )
