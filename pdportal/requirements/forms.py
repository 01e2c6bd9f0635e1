"""Forms of the admin: a waiver, a later date, what a change means."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from pdportal.common.dates import today
from pdportal.requirements.choices import ConsequenceKind
from pdportal.requirements.rule_fields import ActivityChooser, ActivityField, in_reach


class WaiveForm(forms.Form):
    """Why a requirement is waived for one person."""

    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("Kept for good; auditors read it."))


class ExtendForm(WaiveForm):
    """Until when, and why."""

    due_on = forms.DateField(label=_("New due date"), widget=AdminDateInput)

    field_order = ["due_on", "reason"]

    def clean_due_on(self):
        """A year that calendars know."""
        if self.cleaned_data["due_on"].year > today().year + 5:
            raise forms.ValidationError(_("Please check the year."))
        return self.cleaned_data["due_on"]


class ConsequenceForm(forms.Form):
    """What a change means for those who had completed what was asked before."""

    kind = forms.ChoiceField(
        label=_("What does this change mean for them?"), choices=ConsequenceKind, widget=forms.RadioSelect,
        error_messages={"required": _("Say what the change means for those who have completed it.")},
    )  # fmt: skip
    top_up = ActivityField(_("Short top-up"), required=False)
    due_on = forms.DateField(label=_("To be done by"), required=False, widget=AdminDateInput)

    def __init__(self, *args, **kwargs):
        """With the chooser of activities."""
        super().__init__(*args, prefix="change", **kwargs)
        self.fields["top_up"].widget = ActivityChooser()

    def clean_due_on(self):
        """In a year calendars know."""
        return in_reach(self.cleaned_data["due_on"])

    @property
    def answer(self):
        """The arguments of ``deciding.decide``."""
        page = self.cleaned_data["top_up"]
        key = page.translation_key if page else None
        return {"kind": self.cleaned_data["kind"], "top_up_key": key, "due_on": self.cleaned_data["due_on"]}
