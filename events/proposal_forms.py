"""The form in which a librarian proposes a session; a draft may be incomplete."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.proposal_records import SessionProposal
from pdportal.common.numbers import small_number
from pdportal.common.widgets import ClockInput, DayInput
from pdportal.people.records import School


class SchoolField(forms.ModelChoiceField):
    """A choice of a building; numbers that no database holds are no building."""

    def to_python(self, value):
        """The building chosen."""
        if value and small_number(str(value)) < 0:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


NEEDED = ["summary", "held_on", "start_time", "end_time"]


class ProposalForm(forms.ModelForm):
    """What is proposed. Only the title is needed to keep a draft; ``sending`` asks for the rest."""

    use_required_attribute = False
    school = SchoolField(School.objects.all(), label=_("Building"), required=False, empty_label=_("Somewhere else"))

    class Meta:
        model = SessionProposal
        fields = [
            "title",
            "summary",
            "what_you_get",
            "held_on",
            "start_time",
            "end_time",
            "school",
            "place",
            "capacity",
            "message",
        ]
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 2}),
            "what_you_get": forms.Textarea(attrs={"rows": 4}),
            "message": forms.Textarea(attrs={"rows": 3}),
            "held_on": DayInput,
            "start_time": ClockInput,
            "end_time": ClockInput,
        }

    def __init__(self, *args, sending=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.sending = sending
        self._need(wanted=True)

    def full_clean(self):
        """Let gaps pass where a draft is kept; the labels keep saying what is needed in the end."""
        self._need(wanted=self.sending)
        super().full_clean()
        self._need(wanted=True)

    def _need(self, *, wanted):
        for name in NEEDED:
            self.fields[name].required = wanted
