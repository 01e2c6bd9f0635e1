"""The coordinator's forms: propose a pairing, end one, filter the report."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.choices import EndCode
from mentoring.forms import DateInput
from mentoring.queries import programmes
from mentoring.records import Pairing
from mentoring.reporting import SHOW_ALL, SHOW_MISSING, SHOW_SILENT
from pdportal.common.dates import today
from pdportal.people.choosers import PersonChooserWidget

FARTHEST_YEARS = 100
LONGEST_ID = 18


class PersonInput(PersonChooserWidget):
    """The person chooser, for which anything that is no id is nobody."""

    def value_from_datadict(self, data, files, name):
        """The id that was posted, or None."""
        value = super().value_from_datadict(data, files, name)
        return value if str(value).isdecimal() and len(str(value)) <= LONGEST_ID else None


class ProposeForm(forms.ModelForm):
    """Who with whom, in which programme, from when."""

    programme = forms.ModelChoiceField(label=_("Program"), queryset=None)
    starts_on = forms.DateField(label=_("From"), widget=DateInput, initial=today)

    class Meta:
        model = Pairing
        fields = ["programme", "mentor", "mentee", "starts_on"]
        widgets = {"mentor": PersonInput, "mentee": PersonInput}

    def __init__(self, *args, **kwargs):
        """Offer the programmes there are now; the only one is chosen already."""
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes()
        if programmes().count() == 1:
            self.initial.setdefault("programme", programmes().get())

    def _post_clean(self):
        """Leave the rules to the verb, which names what it refuses."""


class EndForm(forms.Form):
    """Why and when a pairing ends; both of the pair read the reason."""

    code = forms.ChoiceField(label=_("Reason"), choices=EndCode)
    reason = forms.CharField(
        label=_("In words"),
        required=False,
        max_length=200,
        help_text=_("Both of the pair can read reason and words, so they blame nobody. Needed with “Another reason”."),
    )
    ends_on = forms.DateField(label=_("Last day"), widget=DateInput, initial=today)


class ReportForm(forms.Form):
    """What the report shows."""

    on = forms.DateField(label=_("As of"), required=False, widget=DateInput)
    programme = forms.ModelChoiceField(
        label=_("Program"),
        required=False,
        queryset=None,
        empty_label=_("All programs"),
    )
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            (SHOW_ALL, _("All pairs")),
            (SHOW_MISSING, _("Hours missing this term")),
            (SHOW_SILENT, _("No contact for too long")),
        ],
    )

    def __init__(self, *args, **kwargs):
        """Offer the programmes there are now."""
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes()

    def chosen(self):
        """``(date, programme, show)``; what could not be read falls back to today, all and all."""
        self.is_valid()
        data = self.cleaned_data
        return data.get("on") or today(), data.get("programme"), data.get("show") or SHOW_ALL

    def clean_on(self):
        """Today instead of a year typed wrong."""
        on = self.cleaned_data["on"]
        return on if on and abs(on.year - today().year) < FARTHEST_YEARS else None
