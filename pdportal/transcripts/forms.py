"""The coordinator's forms on the ledger: revoke, correct, enter by hand, attach proofs."""

import datetime as dt

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput, AdminPageChooser
from wagtail.models import Page, get_page_models

from pdportal.common.dates import today
from pdportal.common.uploads import check_upload
from pdportal.people.calendar import period_of
from pdportal.people.choosers import PersonChooserWidget
from pdportal.transcripts.activities import Activity
from pdportal.transcripts.choices import CreditType, DateOrder
from pdportal.transcripts.ledger import LONGEST_REASON

YEARS_BACK = 12
MOST_PROOFS = 10


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
    )


def hours_field(**options):
    """Credit hours with two decimals."""
    return forms.DecimalField(label=_("Credit hours"), min_value=0, max_digits=6, decimal_places=2, **options)


class _FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class ProofsField(forms.FileField):
    """Files that prove a completion: any number up to ``MOST_PROOFS``, each checked for kind and size."""

    widget = _FilesInput

    def clean(self, data, initial=None):
        """The checked files as a list; what is not kept stays out of the ledger altogether."""
        files = [super(ProofsField, self).clean(each, initial) for each in data or []]
        if len(files) > MOST_PROOFS:
            raise forms.ValidationError(_("Please choose at most %(most)d files.") % {"most": MOST_PROOFS})
        if not files and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        for file in files:
            check_upload(file)
        return files


def proofs_field(**options):
    """The field for proofs, with the kinds that are taken."""
    text = _("PDF, photo, DOCX or ODT, up to 10 MB each. Opened only by the learner and those who coordinate.")
    return ProofsField(label=_("Proofs"), max_length=200, help_text=text, **options)


class RevokeForm(forms.Form):
    """Why a completion no longer counts."""

    reason = reason_field(_("The learner reads it, and it stays on the transcript."))


class CorrectForm(forms.Form):
    """The right date and hours, and why they are right."""

    completed_on = forms.DateField(label=_("Completed on"), widget=AdminDateInput)
    credit_hours = hours_field()
    reason = reason_field(_("For example: the signed sheet says three hours."))
    proofs = proofs_field(required=False)


class AttachForm(forms.Form):
    """Files that prove a completion that stands in the ledger already."""

    proofs = proofs_field()


class DisposalForm(forms.Form):
    """Which of ``proofs`` have their files deleted, and why."""

    proofs = forms.MultipleChoiceField(error_messages={"required": _("Tick the files to delete.")})
    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST_REASON, help_text=_("For example: seven years are over; list of July.")
    )

    def __init__(self, data, *, proofs):
        """Offer the keys of ``proofs``."""
        super().__init__(data)
        self.fields["proofs"].choices = [(str(proof.pk), proof.name) for proof in proofs]


class EnterForm(forms.Form):
    """A completion that no other part of the portal has seen."""

    learner = forms.ModelChoiceField(get_user_model().objects.all(), label=_("Person"), widget=PersonChooser)
    page = forms.ModelChoiceField(
        Page.objects.all(),
        label=_("Activity"),
        required=False,
        help_text=_("A course, path, event or mentoring program, in any language."),
    )
    title = forms.CharField(
        label=_("Or: title of something learned elsewhere"),
        required=False,
        max_length=200,
        help_text=_("For example a conference. Write the title as it stands on the paper, and the hours below."),
    )
    completed_on = forms.DateField(label=_("Completed on"), widget=AdminDateInput)
    credit_hours = hours_field(required=False, help_text=_("Leave empty for the hours of the activity."))
    credit_type = forms.ChoiceField(
        label=_("Type of credit"),
        required=False,
        choices=[("", _("As the activity says")), *CreditType.choices],
        help_text=_("Clock-hour rules cap some types."),
    )
    valid_until = forms.DateField(
        label=_("Valid until"), required=False, widget=AdminDateInput, help_text=_("Leave empty if it never expires.")
    )
    cycle = forms.ChoiceField(
        label=_("Counts for the year"),
        required=False,
        help_text=_("Choose one for requirements that return every year."),
    )
    reason = reason_field(_("How you know: for example, the signed attendance sheet."))
    proofs = proofs_field(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = [model for model in get_page_models() if hasattr(model, "activity_kind")]
        self.fields["page"].widget = ActivityChooser(target_models=kinds)
        years = [period_of(today() - dt.timedelta(days=365 * back)) for back in range(-1, YEARS_BACK)]
        self.fields["cycle"].choices = [("", _("No particular year")), *((year, year) for year in years)]

    def clean_page(self):
        """The page as what it is; one that awards nothing is refused."""
        page = self.cleaned_data["page"] and self.cleaned_data["page"].specific
        if page and not hasattr(page, "activity_kind"):
            raise forms.ValidationError(_("This page awards no completion. Choose a course, path, event or program."))
        return page

    def clean(self):
        """Either a page of ours or the title of something else, which needs its hours; gives the ``activity``.

        The date of something learned elsewhere is its cycle, so that the same conference can be entered every year.
        """
        fields = super().clean()
        page, title = fields.pop("page", None), fields.pop("title", "").strip()
        if bool(page) == bool(title) and "page" not in self.errors:
            self.add_error("page", _("Choose an activity, or write the title of something else: one of the two."))
        if title and not page and "credit_hours" in fields and fields["credit_hours"] is None:
            self.add_error("credit_hours", _("Please give the hours: the portal does not know this activity."))
        if self.errors:
            return fields
        if page:
            return fields | {"activity": Activity.of(page)}
        outside = Activity.outside(title, fields["credit_hours"], language=get_language()[:2])
        return fields | {"activity": outside, "cycle": fields["cycle"] or fields["completed_on"].isoformat()}


class ImportForm(forms.Form):
    """A table of past completions, and how dates with slashes in it are meant."""

    file = forms.FileField(label=_("Table (CSV)"), max_length=200, allow_empty_file=True)
    date_order = forms.ChoiceField(
        label=_("Dates with slashes"),
        required=False,
        choices=[("", _("Refuse those that may be two dates")), *DateOrder.choices],
        help_text=_("Dates like 2026-03-14 are always understood."),
    )
