"""The coordinator's forms for merging two accounts."""

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from pdportal.people.choosers import PersonChooserWidget
from pdportal.people.merging import LONGEST_REASON


class _AccountInput(PersonChooserWidget):
    """The person chooser, for which anything that is no id is nobody."""

    def value_from_datadict(self, data, files, name):
        """The id that was sent, or None."""
        value = super().value_from_datadict(data, files, name)
        return value if str(value).isdecimal() and len(str(value)) <= 18 else None

    def get_instance(self, value):
        """The person with this id, or nobody."""
        return self.model_class._default_manager.filter(pk=value).first()


class ChooseForm(forms.Form):
    """Which account stays."""

    into = forms.ModelChoiceField(
        get_user_model().objects.filter(is_superuser=False, merged_into=None),
        label=_("Account that stays"),
        widget=_AccountInput,
        help_text=_("The one this person uses from now on. The other is closed."),
    )


class ReasonForm(forms.Form):
    """Why, for whoever reads it years later."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        help_text=_("For example: two accounts after a change of name; staff office confirmed by phone."),
    )
