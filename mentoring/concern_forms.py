"""Forms about concerns: raising one, and answering it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.choices import ConcernOutcome
from mentoring.concerns import MOST_CHARACTERS


class ConcernForm(forms.Form):
    """What concerns somebody, and that they know who reads it."""

    text = forms.CharField(
        label=_("What concerns you?"),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What happened, and what would help. Do not name students."),
    )
    known = forms.BooleanField(label=_("I know that the other one can read this."))


class AnswerForm(forms.Form):
    """How a concern is closed."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=[("", "–"), *ConcernOutcome.choices])
    answer = forms.CharField(
        label=_("A word to both"),
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Both of the pair read it."),
    )
