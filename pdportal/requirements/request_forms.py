"""What a learner fills in to ask for more time or a waiver, and what a coordinator types to answer."""

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from pdportal.common.widgets import DayInput
from pdportal.requirements.asking import LONGEST_ANSWER, LONGEST_REASON
from pdportal.requirements.choices import AskFor, RequestState


class AskForm(forms.Form):
    """More time until a date, or a waiver, and why."""

    kind = forms.ChoiceField(
        label=_("What do you ask for?"), choices=AskFor, widget=forms.RadioSelect, initial=AskFor.TIME
    )
    wanted_on = forms.DateField(
        label=_("New date"), required=False, widget=DayInput,
        help_text=_("Needed for more time. If it is no school day, the next school day counts."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The coordinator reads it, nobody else. Do not name students."),
    )  # fmt: skip

    def clean(self):
        """More time needs its date."""
        given = super().clean()
        if given.get("kind") == AskFor.TIME and not given.get("wanted_on") and "wanted_on" not in self.errors:
            self.add_error("wanted_on", _("Give the date you ask for."))
        return given


class AnswerForm(forms.Form):
    """Until when (with more time) and what the learner reads; the button pressed says the rest."""

    until = forms.DateField(
        label=_("Until"), required=False, widget=DayInput, help_text=_("Empty: the date asked for.")
    )
    answer = forms.CharField(
        label=_("Answer"), required=False, max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The learner reads it. Needed to refuse. It is kept for good."),
    )  # fmt: skip


class ManyAnswersForm(forms.Form):
    """One answer for several requests."""

    # A text area, since Enter in a line would press the first button.
    answer = forms.CharField(
        label=_("Answer"), required=False, max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 2})
    )


class RequestFilterForm(forms.Form):
    """What to list; a value that is not offered is ignored, the others still count."""

    q = forms.CharField(
        label=_("Name or requirement"), required=False, max_length=100,
        validators=[ProhibitNullCharactersValidator()],
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Asked for"), required=False, choices=[("", _("All")), *AskFor.choices])
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("Waiting for an answer")), *RequestState.choices[1:]]
    )

    def chosen(self):
        """By field, what was chosen and can be read."""
        self.is_valid()
        return self.cleaned_data
