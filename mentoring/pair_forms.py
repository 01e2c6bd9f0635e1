"""The forms of what a pair agrees on: signing, and choosing a building buddy."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring import buddies

MOST_VERSIONS = 32767


class SignForm(forms.Form):
    """Sign the version that was read."""

    number = forms.IntegerField(min_value=1, max_value=MOST_VERSIONS, widget=forms.HiddenInput)


class BuddyForm(forms.Form):
    """A colleague at the mentee's school; empty: nobody."""

    buddy = forms.ModelChoiceField(
        label=_("Colleague at the school"), queryset=None, required=False, empty_label=_("Nobody")
    )

    def __init__(self, pairing, on, *args, **kwargs):
        """Offer the colleagues of the mentee there are on ``on``."""
        super().__init__(*args, **kwargs)
        self.fields["buddy"].queryset = buddies.candidates(pairing, on)
        self.initial.setdefault("buddy", pairing.buddy_id)
