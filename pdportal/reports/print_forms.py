"""The form with which a coordinator chooses certificates."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from pdportal.people.records import School
from pdportal.transcripts.printing import Choice, activities_with_certificates


class PrintForm(forms.Form):
    """Of which activity, of people at which school, completed on which days; everything left open means all."""

    activity = forms.ChoiceField(label=_("Activity"), required=False)
    school = forms.ModelChoiceField(
        School.objects.all(), label=_("School"), required=False, empty_label=_("All schools"),
        help_text=_("Where people work today."),
    )  # fmt: skip
    first = forms.DateField(label=_("Completed from"), required=False)
    last = forms.DateField(label=_("Completed until"), required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["activity"].choices = [("", _("All activities")), *activities_with_certificates()]
        for name in ("first", "last"):
            self.fields[name].widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "input"})

    def clean(self):
        """Refuse days turned round."""
        fields = super().clean()
        if fields.get("first") and fields.get("last") and fields["last"] < fields["first"]:
            self.add_error("last", _("The last day lies before the first."))
        return fields

    @property
    def choice(self):
        """What was chosen, as a Choice."""
        fields = self.cleaned_data
        key = uuid.UUID(fields["activity"]) if fields["activity"] else None
        return Choice(key, fields["school"], fields["first"], fields["last"])
