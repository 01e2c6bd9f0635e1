"""Forms of the admin: a session, its roster, calling it off."""

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput

from events import queries, rooms
from events.choices import MaterialTime
from events.errors import EventRefusal
from events.planning_records import Room
from events.records import EventSession
from pdportal.people.choosers import PersonChooserWidget

LONGEST_KEY = 18
SESSION_FIELDS = [
    "event",
    "held_on",
    "start_time",
    "end_time",
    "last_day",
    "room",
    "school",
    "place",
    "online_url",
    "capacity",
    "minimum",
    "opens_at",
    "closes_at",
    "note",
]


class RowChoice(forms.ModelChoiceField):
    """A choice of a row that also refuses numbers no database holds."""

    def to_python(self, value):
        """The row chosen; longer numbers than a key has are no choice."""
        if len(str(value or "")) > LONGEST_KEY:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class RoomChoice(RowChoice):
    """A choice of a room that says how many people it holds."""

    def label_from_instance(self, room):
        """Building, room and how many people it holds."""
        words = {"school": room.school, "room": room.name, "number": room.capacity}
        return _("%(school)s: %(room)s (holds %(number)s)") % words


class SessionForm(forms.ModelForm):
    """A session as the coordinator writes it; the times are checked by the model, the seats here."""

    class Meta:
        model = EventSession
        fields = SESSION_FIELDS
        field_classes = {"event": RowChoice, "room": RoomChoice}
        widgets = {
            "held_on": AdminDateInput(),
            "last_day": AdminDateInput(),
            "start_time": AdminTimeInput(),
            "end_time": AdminTimeInput(),
            "opens_at": AdminDateTimeInput(),
            "closes_at": AdminDateTimeInput(),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        events = self.fields["event"].queryset.filter(locale__language_code="en")
        if self.instance.event_id:
            events = events | self.fields["event"].queryset.filter(pk=self.instance.event_id)
        self.fields["event"].queryset = events.order_by("title")
        usable = Q(is_active=True) | Q(pk=self.instance.room_id)
        self.fields["room"].queryset = Room.objects.filter(usable).select_related("school")

    def clean(self):
        """Refuse to change a session that was called off; a room stands for its building and name."""
        if self.instance.pk and self.instance.is_cancelled:
            raise forms.ValidationError(_("This session was cancelled and cannot be changed. Add a new one instead."))
        given = super().clean()
        room = given.get("room")
        if room:
            given |= {"school": room.school, "place": room.name}
        elif self.instance.room_id and given.get("place") == self.instance.place:
            given["place"] = ""  # the name of the room it leaves
        return given

    def _post_clean(self):
        """Say at the field where the room is not free or too small, once everything else is right."""
        super()._post_clean()
        if not self.errors:
            try:
                self.check_room()
            except EventRefusal as refusal:
                self.add_error("room", str(refusal))

    def check_room(self):
        """Raise where the room is not free or too small; asked again, under its lock, when the session is saved."""
        rooms.check(self.instance)
        self.cleaned_data |= {name: getattr(self.instance, name) for name in ("room", "school", "place")}

    def clean_minimum(self):
        """Nothing written means no minimum."""
        return self.cleaned_data["minimum"] or 0

    def clean_capacity(self):
        """Refuse fewer seats than people who have one."""
        capacity = self.cleaned_data["capacity"]
        if self.instance.pk:
            seated = self.instance.registrations.filter(queries.SEATED).count()
            if capacity < seated:
                raise forms.ValidationError(
                    _("%(number)s people already have a seat. Choose at least as many seats.") % {"number": seated}
                )
        return capacity


class CallOffForm(forms.Form):
    """Why a session does not take place; everybody concerned reads it."""

    reason = forms.CharField(
        label=_("Reason"), max_length=100, help_text=_("One sentence. Everybody who signed up gets it by mail.")
    )


class AddPersonForm(forms.Form):
    """A person to give a seat whatever the line says; above capacity with the reason."""

    person = RowChoice(get_user_model().objects.filter(is_active=True), label=_("Person"), widget=PersonChooserWidget)
    override_reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=200,
        help_text=_("Needed where no seat is free. It stays on record."),
    )


class RemoveForm(forms.Form):
    """Why a seat or place in line is taken away; the person reads it."""

    reason = forms.CharField(max_length=200)


class PresenterForm(forms.Form):
    """Who presents: a person of the district, or somebody else by name."""

    person = RowChoice(
        get_user_model().objects.filter(is_active=True), label=_("Person"), widget=PersonChooserWidget, required=False
    )
    name = forms.CharField(
        label=_("Or a name"), max_length=100, required=False, help_text=_("For guests without an account.")
    )
    also_later = forms.BooleanField(label=_("Also at the later dates of this series"), required=False)


class MaterialForm(forms.Form):
    """A file or a link, and who gets it."""

    title = forms.CharField(label=_("Title"), max_length=150)
    time = forms.ChoiceField(
        label=_("For whom"), choices=MaterialTime, widget=forms.RadioSelect, initial=MaterialTime.BEFORE
    )
    upload = forms.FileField(
        label=_("File"), required=False, help_text=_("At most 50 MB. It can be opened only by those it is for.")
    )
    url = forms.URLField(label=_("Or a link"), max_length=500, required=False, assume_scheme="https")
    also_later = forms.BooleanField(label=_("Also at the later dates of this series"), required=False)
