"""The admin's form for a series: the rule, and what every session of it has in common."""

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from events import rooms
from events.admin_forms import RowChoice, SessionForm
from events.choices import OnClosedDays, SeriesRhythm
from events.errors import WhoPresents
from events.series import Pattern
from pdportal.people.choosers import PersonChooserWidget

COMMON = ["start_time", "end_time", "room", "school", "place", "online_url", "capacity", "minimum", "note"]
MOST_YEARS = 2


class SeriesForm(SessionForm):
    """A first session and the rule by which it is repeated; the dates are looked at before anything is saved."""

    rhythm = forms.ChoiceField(
        label=_("Repeat"), choices=SeriesRhythm, widget=forms.RadioSelect, initial=SeriesRhythm.MONTHLY_WEEKDAY
    )
    every = forms.IntegerField(label=_("Every how many weeks or months"), min_value=1, max_value=12, initial=1)
    last_on = forms.DateField(
        label=_("Last date, at the latest"),
        widget=AdminDateInput(),
        help_text=_("At most two years, 60 dates."),
    )
    on_closed = forms.ChoiceField(
        label=_("Dates on which schools are closed"), choices=OnClosedDays, widget=forms.RadioSelect,
        initial=OnClosedDays.SKIP,
    )  # fmt: skip
    presenter = RowChoice(
        get_user_model().objects.filter(is_active=True), label=_("Presenter"), widget=PersonChooserWidget,
        required=False, help_text=_("More presenters can be added to each session afterwards."),
    )  # fmt: skip
    presenter_name = forms.CharField(
        label=_("Or the presenter's name"), max_length=100, required=False,
        help_text=_("For guests without an account."),
    )  # fmt: skip
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    field_order = ["event", "held_on", "start_time", "end_time", "rhythm", "every", "last_on", "on_closed"]

    class Meta(SessionForm.Meta):
        fields = ["event", "held_on", *COMMON]
        labels = {"held_on": _("First date")}

    def clean(self):
        """Refuse a last date before the first, or years ahead."""
        given = super().clean()
        first, last = given.get("held_on"), given.get("last_on")
        if first and last:
            if last < first:
                self.add_error("last_on", _("The last date cannot lie before the first one."))
            elif last.year > first.year + MOST_YEARS:
                self.add_error("last_on", _("At most two years can be planned at once."))
        if given.get("presenter") and given.get("presenter_name"):
            self.add_error("presenter_name", str(WhoPresents()))
        return given

    def check_room(self):
        """Raise where the room is too small; on which dates it is free is seen in the list of dates."""
        rooms.find(self.instance)
        rooms.refuse_too_many(self.instance)
        self.cleaned_data |= {name: getattr(self.instance, name) for name in ("room", "school", "place")}

    @property
    def presenters(self):
        """What ``presenting.add`` is to be told of the presenter; empty where nobody was named."""
        person, name = self.cleaned_data["presenter"], self.cleaned_data["presenter_name"]
        return [{"person": person, "name": name}] if person or name else []

    @property
    def pattern(self):
        """The rule that was written."""
        given = self.cleaned_data
        return Pattern(given["held_on"], given["last_on"], given["rhythm"], given["every"], given["on_closed"])

    @property
    def common(self):
        """What every session of the series has."""
        return {name: self.cleaned_data[name] for name in COMMON}
