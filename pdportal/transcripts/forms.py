"""The coordinator's forms on the ledger: revoke, correct, enter by hand."""

import datetime as dt

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ObjectDoesNotExist
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput, AdminPageChooser
from wagtail.models import Page, get_page_models

from pdportal.common.dates import today
from pdportal.people.calendar import period_of
from pdportal.people.viewsets import PersonChooserWidget
from pdportal.transcripts.choices import CreditType
from pdportal.transcripts.ledger import LONGEST_REASON

YEARS_BACK = 5


class _Forgiving:
    """A chooser that shows nothing chosen, instead of failing, where what was sent is no key of anything."""

    def get_instance(self, value):
        try:
            return super().get_instance(value)
        except (ValueError, TypeError, ObjectDoesNotExist):
            return None


class PersonChooser(_Forgiving, PersonChooserWidget):
    """Choose a person."""


class ActivityChooser(_Forgiving, AdminPageChooser):
    """Choose a page that awards a completion."""


def reason_field(help_text):
    """A line for the reason, which everybody who sees the transcript can read."""
    return forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        help_text=help_text,
        validators=[ProhibitNullCharactersValidator()],
    )


def hours_field(**options):
    """Credit hours with two decimals."""
    return forms.DecimalField(label=_("Credit hours"), min_value=0, max_digits=6, decimal_places=2, **options)


class RevokeForm(forms.Form):
    """Why a completion no longer counts."""

    reason = reason_field(_("The learner reads it, and it stays on the transcript."))


class CorrectForm(forms.Form):
    """The right date and hours, and why they are right."""

    completed_on = forms.DateField(label=_("Completed on"), widget=AdminDateInput)
    credit_hours = hours_field()
    reason = reason_field(_("For example: the signed sheet says three hours."))


class EnterForm(forms.Form):
    """A completion that no other part of the portal has seen."""

    learner = forms.ModelChoiceField(get_user_model().objects.all(), label=_("Person"), widget=PersonChooser)
    page = forms.ModelChoiceField(
        Page.objects.all(),
        label=_("Activity"),
        help_text=_("A course, path, event or mentoring programme, in any language."),
    )
    completed_on = forms.DateField(label=_("Completed on"), widget=AdminDateInput)
    credit_hours = hours_field(required=False, help_text=_("Leave empty for the hours of the activity."))
    credit_type = forms.ChoiceField(
        label=_("Type of credit"),
        required=False,
        choices=[("", _("As the activity says")), *CreditType.choices],
        help_text=_("Clock-hour rules cap some types."),
    )
    cycle = forms.ChoiceField(
        label=_("Counts for the year"),
        required=False,
        help_text=_("Choose one for requirements that return every year."),
    )
    reason = reason_field(_("How you know: for example, the signed attendance sheet."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = [model for model in get_page_models() if hasattr(model, "activity_kind")]
        self.fields["page"].widget = ActivityChooser(target_models=kinds)
        years = [period_of(today() - dt.timedelta(days=365 * back)) for back in range(-1, YEARS_BACK)]
        self.fields["cycle"].choices = [("", _("No particular year")), *((year, year) for year in years)]

    def clean_page(self):
        """The page as what it is; one that awards nothing is refused."""
        page = self.cleaned_data["page"].specific
        if not hasattr(page, "activity_kind"):
            raise forms.ValidationError(_("This page awards no completion. Choose a course, path, event or programme."))
        return page
