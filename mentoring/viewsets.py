"""The admin's menu “Mentoring”: pairings, and the report on contact hours. No note is within its reach."""

from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permission_policies import ModelPermissionPolicy

from mentoring import admin_views, agreements, hours
from mentoring import pairing as pairings
from mentoring.admin_forms import ProposeForm
from mentoring.concern_viewsets import ConcernViewSet
from mentoring.errors import MentoringRefusal
from mentoring.matching_viewsets import MatchingViewSet
from mentoring.records import Pairing
from pdportal.people.permissions import can_coordinate

LIST = ["mentor", "mentee", "programme", "status", "starts_on", "ends_on"]


class PairingPolicy(ModelPermissionPolicy):
    """Coordinators look and propose; a pairing is changed by its verbs and never deleted, not even by superusers."""

    def user_has_permission(self, user, action):
        """True for looking and proposing, where the groups allow it."""
        return action in {"add", "view"} and super().user_has_permission(user, action)


class PairingList(generic.IndexView):
    """All pairings."""

    def get_base_queryset(self):
        """With what the list shows, in one query."""
        return super().get_base_queryset().with_people()


class ProposeView(generic.CreateView):
    """Propose a pairing."""

    page_title = _("Propose")
    submit_button_label = _("Propose")
    success_message = _("The pairing is proposed. Nobody else sees it until you activate it.")

    def form_valid(self, form):
        """Let the verb decide; what it refuses stands in the form, with what was chosen."""
        try:
            self.object = pairings.propose(by=self.request.user, **form.cleaned_data)
        except MentoringRefusal as refusal:
            form.add_error(None, str(refusal))
            self.produced_error_message = str(refusal)
            return self.form_invalid(form)
        return self.save_action()

    def get_success_buttons(self):
        """None: the next page is the pairing itself."""
        return []

    def get_success_url(self):
        """The pairing, where it can be activated."""
        return reverse("pairings:inspect", args=[self.object.pk])


class PairingPage(generic.InspectView):
    """One pairing: what was decided when by whom, the meetings by date and minutes, and what can be done now."""

    template_name = "mentoring/admin/pairing.html"
    page_title = _("Pairing")

    def get_field_display_value(self, field_name, field):
        """A dash where there is nothing yet."""
        return super().get_field_display_value(field_name, field) or "–"

    def get_context_data(self, **kwargs):
        """Add meetings, hours and history."""
        context = super().get_context_data(**kwargs)
        return context | {
            "pairing": self.object,
            "hours": hours.of_pairing(self.object),
            "meetings": self.object.meetings.select_related("logged_by"),
            "signatures": agreements.signatures_of(self.object),
            "history": self.object.history.select_related("history_user"),
        }


class NoView(generic.EditView):
    """Editing by hand: leads back to the pairing, where the verbs are."""

    def dispatch(self, request, *args, **kwargs):
        """Redirect whoever may look."""
        return redirect("pairings:inspect", kwargs["pk"])


class PairingViewSet(ModelViewSet):
    """Pairings."""

    model = Pairing
    icon = "group"
    menu_label = _("Pairings")
    add_to_reference_index = False
    list_display = LIST
    list_filter = {"status": ["exact"], "programme": ["exact"], "starts_on": ["gte", "lte"]}
    list_export = [*LIST, "end_code", "end_reason"]
    search_fields = [
        f"{who}__{name}" for who in ("mentor", "mentee") for name in ("first_name", "last_name", "username")
    ]
    inspect_view_enabled = True
    inspect_view_fields = [*LIST, "proposed_by", "activated_at", "completed_at", "end_code", "end_reason"]
    copy_view_enabled = False
    index_view_class = PairingList
    add_view_class = ProposeView
    edit_view_class = NoView
    inspect_view_class = PairingPage
    template_prefix = ""

    def get_form_class(self, for_update=False):
        """The form that proposes."""
        return ProposeForm

    def get_urlpatterns(self):
        """The list and the pairing, and what coordinators do with it."""
        return [
            *super().get_urlpatterns(),
            path("activate/<id:pk>/", admin_views.activate, name="activate"),
            path("end/<id:pk>/", admin_views.end, name="end"),
            path("complete/<id:pk>/", admin_views.complete, name="complete"),
            path("buddy/<id:pk>/", admin_views.buddy, name="buddy"),
            path("settle/<id:pk>/counts/", admin_views.settle, {"verdict": admin_views.COUNTS}, name="settle"),
            path("settle/<id:pk>/counts-not/", admin_views.settle, {"verdict": admin_views.COUNTS_NOT}, name="dismiss"),
            path("meetings/<id:pk>/<slug:kind>/", admin_views.meetings_table, name="meetings"),
        ]


class CoordinatorsItem(MenuItem):
    """Shown to those who coordinate."""

    def is_shown(self, request):
        """True for coordinators, directors and superusers."""
        return can_coordinate(request.user)


class ReportViewSet(ViewSet):
    """The report on contact hours."""

    icon = "time"
    menu_label = _("Contact hours")
    menu_item_class = CoordinatorsItem

    def get_urlpatterns(self):
        """The page and its exports."""
        return [
            path("", admin_views.report, name="index"),
            path("<slug:kind>/", admin_views.report_table, name="table"),
        ]


class MentoringGroup(ModelViewSetGroup):
    """The menu “Mentoring”."""

    menu_label = _("Mentoring")
    menu_icon = "group"
    menu_order = 260
    items = (
        PairingViewSet("pairings", url_prefix="pairings"),
        MatchingViewSet("matching", url_prefix="matching"),
        ConcernViewSet("concerns", url_prefix="concerns"),
        ReportViewSet("contact_hours", url_prefix="contact-hours"),
    )
