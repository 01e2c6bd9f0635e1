"""The admin's form for a series: the rule, and what every session of it has in common."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from events.admin_forms import SessionForm
from events.choices import OnClosedDays, SeriesRhythm
from events.series import Pattern

COMMON = ["start_time", "end_time", "school", "place", "online_url", "capacity", "minimum", "note"]
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
        return given

    @property
    def pattern(self):
        """The rule that was written."""
        given = self.cleaned_data
        return Pattern(given["held_on"], given["last_on"], given["rhythm"], given["every"], given["on_closed"])

    @property
    def common(self):
        """What every session of the series has."""
        return {name: self.cleaned_data[name] for name in COMMON}
