"""The admin's list of rooms."""

from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from events import rooms
from events.planning_records import Room


class RoomIndexView(generic.IndexView):
    """Rooms with their buildings, in one query."""

    def get_base_queryset(self):
        """Each with its building."""
        return Room.objects.select_related("school")


class RoomEditView(generic.EditView):
    """Another name or size; sessions to come follow the name."""

    def save_action(self):
        """Answer as usual; say so where sessions have more seats than the room holds now."""
        response = super().save_action()
        number = rooms.crowded(self.object, timezone.now()).count()
        if number:
            words = ngettext(
                "%(number)s session to come has more seats than the room holds. Please look at its seats.",
                "%(number)s sessions to come have more seats than the room holds. Please look at their seats.",
                number,
            )
            messages.warning(self.request, words % {"number": number})
        return response


class RoomDeleteView(generic.DeleteView):
    """Only a room that no session ever had can be deleted; the others go out of use."""

    def form_valid(self, form):
        """Delete, or say why not."""
        if self.object.sessions.exists():
            words = _("This room has sessions. Take the tick from “in use” instead of deleting it.")
            messages.error(self.request, words)
            return redirect("event_rooms:edit", self.object.pk)
        return super().form_valid(form)


class RoomViewSet(ModelViewSet):
    """Rooms that sessions are booked into."""

    model = Room
    icon = "home"
    menu_label = gettext_lazy("Rooms")
    add_to_reference_index = False
    form_fields = ["school", "name", "capacity", "is_active"]
    list_display = [
        "name",
        "school",
        "capacity",
        BooleanColumn("is_active", label=gettext_lazy("In use"), sort_key="is_active"),
    ]
    list_filter = ["school", "is_active"]
    list_export = ["school", "name", "capacity", "is_active"]
    export_filename = "rooms"
    search_fields = ["name", "school__name"]
    ordering = ["school__name", "name"]
    index_view_class = RoomIndexView
    edit_view_class = RoomEditView
    delete_view_class = RoomDeleteView
    copy_view_enabled = False
