"""The form for the dates of a certificate."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DateInput(forms.DateInput):
    """The browser's own date picker, which speaks ISO dates in every language."""

    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class DatesForm(forms.Form):
    """When a certificate was issued or renewed, and when it expires."""

    starts_on = forms.DateField(
        label=_("Issued or last renewed on"), widget=DateInput, help_text=_("As printed on the certificate.")
    )
    ends_on = forms.DateField(
        label=_("Expires on"),
        required=False,
        widget=DateInput,
        help_text=_("Leave empty if it runs for exactly as many years as the rule says."),
    )
