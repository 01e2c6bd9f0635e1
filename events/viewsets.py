"""The admin's lists of sessions and registrations; whatever changes a session goes through the verbs."""

from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.admin.widgets import Button
from wagtail.log_actions import log

from events import planning_views, queries, roster_views, scheduling, series_views, wording
from events.admin_forms import SESSION_FIELDS, SessionForm
from events.errors import EventRefusal
from events.pages import EventPage
from events.proposal_viewsets import ProposalViewSet
from events.records import EventSession, Registration
from events.room_viewsets import RoomViewSet
from pdportal.partners.viewsets import PartnerViewSet
from pdportal.people.calendar import SchoolCalendar


class SessionIndexView(generic.IndexView):
    """Sessions, each with a way to its roster."""

    def get_base_queryset(self):
        """Sessions with what the list shows, in one query."""
        return queries.with_seats(EventSession.objects.select_related("event", "school"))

    @property
    def header_more_buttons(self):
        """The usual buttons, and the way to plan a series."""
        series = Button(
            gettext_lazy("Plan a series"), url=reverse("event_sessions:series"), icon_name="calendar-alt", priority=1
        )
        return [series, *super().header_more_buttons]

    def get_list_more_buttons(self, instance):
        """The usual buttons, the roster first."""
        roster = MenuItem(gettext_lazy("Roster"), roster_views.url_of(instance), icon_name="group", priority=1)
        preparing = MenuItem(
            gettext_lazy("Presenters and materials"),
            reverse(planning_views.PREPARING, args=[instance.pk]),
            icon_name="clipboard-list",
            priority=2,
        )
        return [roster, preparing, *super().get_list_more_buttons(instance)]


class _ThroughTheVerbs:
    """Saves by a verb, whose refusal is said in the form; warns of closed days and busy presenters."""

    def form_valid(self, form):
        """Save; or show the form again, with what was typed, where somebody else was quicker."""
        try:
            return super().form_valid(form)
        except EventRefusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)

    def save_action(self):
        """Answer as usual, with warnings."""
        response = super().save_action()
        if not SchoolCalendar.load().is_open(self.object.held_on):
            day = wording.day_text(self.object.held_on)
            messages.warning(self.request, _("Schools are closed on %(day)s. Is the date right?") % {"day": day})
        for warning in planning_views.warnings(self.object):
            messages.warning(self.request, warning)
        return response


class SessionCreateView(_ThroughTheVerbs, generic.CreateView):
    """A new session."""

    def save_instance(self):
        """Put it on the calendar."""
        fields = {name: self.form.cleaned_data[name] for name in SESSION_FIELDS}
        session = scheduling.add_session(by=self.request.user, **fields)
        log(instance=session, action="wagtail.create", user=self.request.user)
        return session


class SessionEditView(_ThroughTheVerbs, generic.EditView):
    """Another time, place or number of seats."""

    def save_instance(self):
        """Move it; those concerned are told."""
        fields = {name: self.form.cleaned_data[name] for name in SESSION_FIELDS}
        session = scheduling.change(self.object, by=self.request.user, **fields)
        log(instance=session, action="wagtail.edit", user=self.request.user)
        return session

    @property
    def header_more_buttons(self):
        """The usual buttons, with the roster and the way to call the session off."""
        buttons = list(super().header_more_buttons)
        links = [
            (gettext_lazy("Roster"), roster_views.ROSTER, "group"),
            (gettext_lazy("Presenters and materials"), planning_views.PREPARING, "clipboard-list"),
        ]
        if not self.object.is_cancelled:
            links.append((gettext_lazy("Cancel the session"), "event_sessions:call_off", "circle-xmark"))
        return [
            *[
                Button(label, url=reverse(name, args=[self.object.pk]), icon_name=icon, priority=number)
                for number, (label, name, icon) in enumerate(links)
            ],
            *buttons,
        ]


class SessionDeleteView(generic.DeleteView):
    """Only what nobody ever signed up for can be deleted; everything else is cancelled."""

    def form_valid(self, form):
        """Delete, or say why not."""
        if self.object.registrations.exists():
            messages.error(self.request, _("People have signed up for this session. Cancel it instead of deleting it."))
            return redirect("event_sessions:call_off", self.object.pk)
        return super().form_valid(form)


class SessionViewSet(ModelViewSet):
    """Dated sessions of events."""

    model = EventSession
    icon = "calendar-alt"
    menu_label = gettext_lazy("Sessions")
    add_to_reference_index = False
    list_display = [
        "event",
        "held_on",
        "start_time",
        Column(wording.place_text, label=gettext_lazy("Place")),
        TitleColumn("taken", label=gettext_lazy("Roster"), get_url=roster_views.url_of),
        "capacity",
        "minimum",
        Column("waiting", label=gettext_lazy("Waiting")),
        "status",
    ]
    list_filter = {
        "status": ["exact"],
        "held_on": ["gte", "lte"],
        "event": ["exact"],
        "school": ["exact"],
        "room": ["exact"],
    }
    search_fields = ["event__title", "place", "note", "presented_by"]
    list_export = [
        "event",
        "held_on",
        "start_time",
        "end_time",
        "school",
        "place",
        "presented_by",
        "capacity",
        "taken",
        "waiting",
    ]
    export_filename = "sessions"
    ordering = ["-starts_at", "-pk"]
    index_view_class = SessionIndexView
    add_view_class = SessionCreateView
    edit_view_class = SessionEditView
    delete_view_class = SessionDeleteView
    copy_view_enabled = False

    def get_form_class(self, for_update=False):
        """The same form for new and old sessions."""
        return SessionForm

    def get_urlpatterns(self):
        """The usual addresses, the roster, and calling off."""
        return [
            *super().get_urlpatterns(),
            path("roster/<id:pk>/", roster_views.roster, name="roster"),
            path("roster/<id:pk>/add/", roster_views.add_person, name="add_person"),
            path("roster/<id:pk>/remove/<id:registration_pk>/", roster_views.remove_person, name="remove_person"),
            path("call-off/<id:pk>/", roster_views.call_off, name="call_off"),
            path("series/", series_views.plan, name="series"),
            *planning_views.addresses(),
        ]


class RegistrationIndexView(generic.IndexView):
    """A list to look at; seats are taken and given back by people themselves."""

    add_url = None

    def get_base_queryset(self):
        """Registrations with what the list shows, in one query."""
        return Registration.objects.select_related("learner", "session__event")

    def get_edit_url(self, instance):
        """Nowhere: registrations are not edited."""

    def get_delete_url(self, instance):
        """Nowhere: registrations are not deleted."""


class RegistrationViewSet(ModelViewSet):
    """Who signed up for what, to look at and to export."""

    model = Registration
    icon = "list-ul"
    menu_label = gettext_lazy("Registrations")
    add_to_reference_index = False
    list_display = [
        "learner",
        "session",
        "status",
        "approval",
        "ending",
        "requested_at",
        "attendance",
        "minutes_attended",
    ]
    list_filter = {
        "status": ["exact"],
        "approval": ["exact"],
        "ending": ["exact"],
        "needs_substitute": ["exact"],
        "attendance": ["exact"],
        "session__held_on": ["gte", "lte"],
        "session__event": ["exact"],
    }
    search_fields = ["learner__first_name", "learner__last_name", "learner__username", "session__event__title"]
    list_export = [
        "learner",
        "session",
        "status",
        "requested_at",
        "approval",
        "override_reason",
        "needs_substitute",
        "ending",
        "reason",
        "attendance",
        "minutes_attended",
    ]
    export_filename = "registrations"
    ordering = ["-requested_at", "-pk"]
    form_fields = []
    index_view_class = RegistrationIndexView
    copy_view_enabled = False

    def get_urlpatterns(self):
        """The list only."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]

    def register_admin_url_finder(self):
        """There is no page to edit one, so there is nothing to find."""


class EventsGroup(ModelViewSetGroup):
    """The menu “Events”."""

    menu_label = gettext_lazy("Events")
    menu_icon = "calendar-alt"
    menu_order = 320
    items = (
        SessionViewSet("event_sessions", url_prefix="event-sessions"),
        RoomViewSet("event_rooms", url_prefix="event-rooms"),
        RegistrationViewSet("event_registrations", url_prefix="event-registrations"),
        ProposalViewSet("proposals", url_prefix="event-proposals"),
        PartnerViewSet("partner_calendars", url_prefix="partner-calendars"),
    )


def keep_pages_with_sessions(request, page):
    """Before a page is deleted: refuse where an event at or below it has sessions, which people may have on record."""
    events = EventPage.objects.descendant_of(page, inclusive=True)
    if EventSession.objects.filter(event__in=events).exists():
        messages.error(request, _("This event has sessions. Unpublish it instead: its sessions stay on record."))
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None
