"""The coordinator's forms: a job description, its text, and the lines found in it."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from pdportal.common.dates import today
from pdportal.duties.errors import TextUnreadable
from pdportal.duties.opening import text_of
from pdportal.duties.records import LONGEST_HEADING, LONGEST_SOURCE, LONGEST_TEXT, JobDescription
from pdportal.duties.versions import Wording
from pdportal.people.choices import Level, Role

MOST_ROWS = 150  # six fields each: Django takes a thousand fields in one form


class DescriptionForm(WagtailAdminModelForm):
    """Number, title and whose it is; the duties come with a version."""

    roles = forms.MultipleChoiceField(label=_("Roles"), choices=Role.choices, widget=forms.CheckboxSelectMultiple)
    levels = forms.MultipleChoiceField(
        label=_("School levels"),
        choices=Level.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: all of them."),
    )

    class Meta:
        model = JobDescription
        fields = ["number", "title_en", "title_es", "roles", "levels", "active"]


class TextForm(forms.Form):
    """The text of a job description, pasted or uploaded, and from when on it counts."""

    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=LONGEST_SOURCE,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Paste the whole job description. Every line is shown to you before anything is published."),
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        max_length=200,
        allow_empty_file=True,
        help_text=_("A .docx or .txt file, up to 2 MB. From a PDF, copy the text and paste it above."),
    )
    language = forms.ChoiceField(label=_("Written in"), choices=settings.LANGUAGES)
    effective_on = forms.DateField(label=_("In force from"), widget=AdminDateInput, initial=today)

    def clean(self):
        """Text from one of the two: the file goes first; gives ``source`` and ``source_name``."""
        fields = super().clean()
        if self.errors:
            return fields
        file = fields.get("file")
        if file is None:
            fields |= {"source": fields["text"], "source_name": ""}
            if not fields["text"].strip():
                self.add_error("text", _("Paste a text, or choose a file."))
            return fields
        try:
            return fields | {"source": text_of(file), "source_name": file.name[-100:]}
        except TextUnreadable as refusal:
            self.add_error("file", str(refusal))
        return fields


class VersionForm(forms.Form):
    """What a version says besides its lines; kept in hidden fields while the lines are looked at."""

    language = forms.ChoiceField(choices=settings.LANGUAGES, widget=forms.HiddenInput)
    effective_on = forms.DateField(label=_("In force from"), widget=AdminDateInput)
    source = forms.CharField(required=False, max_length=LONGEST_SOURCE, strip=False, widget=forms.HiddenInput)
    source_name = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    after = forms.IntegerField(min_value=0, max_value=30_000, widget=forms.HiddenInput)


class LineForm(forms.Form):
    """One line found in a text: whether it is a duty, its words in both languages, and which duty it was before."""

    keep = forms.BooleanField(label=_("This is a duty"), required=False)
    heading = forms.CharField(label=_("Under the heading"), required=False, max_length=LONGEST_HEADING)
    text = forms.CharField(
        label=_("Duty"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )
    duty = forms.ChoiceField(label=_("Is the duty"), required=False)
    other_heading = forms.CharField(label=_("Heading, translated"), required=False, max_length=LONGEST_HEADING)
    other_text = forms.CharField(
        label=_("Duty, translated"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, duties=(), **kwargs):
        """Offer ``duties``, choices of the duties there were."""
        super().__init__(*args, **kwargs)
        self.fields["duty"].choices = [("", _("A new duty")), *duties]

    def clean(self):
        """A line that is kept says something."""
        fields = super().clean()
        if fields.get("keep") and not fields.get("text") and "text" not in self.errors:
            self.add_error("text", _("Write the duty, or take the tick away."))
        return fields

    def wording(self, language):
        """The Wording in ``language`` and the other one; None for a line that is no duty."""
        fields = self.cleaned_data
        if not fields.get("keep"):
            return None
        here, there = ("es", "en") if language == "es" else ("en", "es")
        return Wording(
            duty_id=int(fields["duty"]) if fields["duty"] else None,
            **{
                f"heading_{here}": fields["heading"],
                f"text_{here}": fields["text"],
                f"heading_{there}": fields["other_heading"],
                f"text_{there}": fields["other_text"],
            },
        )


LineFormSet = forms.formset_factory(LineForm, extra=2, max_num=MOST_ROWS + 2, absolute_max=MOST_ROWS + 2)
