"""The claim a learner writes, and what approvers type: filters, hours and comment."""

import datetime as dt
from decimal import Decimal

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from pdportal.claims.choices import MOST_HOURS, QUARTER, ClaimState
from pdportal.claims.deciding import LONGEST_COMMENT
from pdportal.claims.records import Claim
from pdportal.claims.writing import FIXED_BEFOREHAND, WRITTEN
from pdportal.common.dates import today
from pdportal.common.widgets import DayInput
from pdportal.people.records import School
from pdportal.transcripts.choices import CreditType
from pdportal.transcripts.pages import Topic

EARLIEST = dt.date(1980, 1, 1)
# Needed to hand a claim in; to save a draft, nothing is.
NEEDED = {"title", "provider", "kind", "starts_on", "ends_on", "hours", "learned"}
YEARS_AHEAD = 3


class QuarterField(forms.DecimalField):
    """Hours in quarters; a comma for the decimal point is understood."""

    def __init__(self, **kwargs):
        """Steps of a quarter, up to the most a claim may hold."""
        widget = forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.25", "min": "0.25"})
        super().__init__(
            max_digits=6, decimal_places=2, min_value=QUARTER, max_value=MOST_HOURS, widget=widget, **kwargs
        )

    def prepare_value(self, value):
        """Without idle zeros: 3, 1.5."""
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value

    def to_python(self, value):
        """The number, however its decimal point was typed."""
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)

    def validate(self, value):
        """Refuse what is no quarter."""
        super().validate(value)
        if value is not None and value % QUARTER:
            raise forms.ValidationError(_("Give hours in quarters: 0.25, 0.5, 0.75, 1 …"))


class ClaimForm(forms.ModelForm):
    """A draft: nothing is required to save it, and whatever can be read of it is kept."""

    use_required_attribute = False
    hours = QuarterField(label=_("Hours you ask for"), help_text=_("In quarters. Breaks and travel do not count."))
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.all(), label=_("Topics"), required=False, to_field_name="slug",
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    class Meta:
        model = Claim
        fields = [*WRITTEN, "topics"]
        labels = {
            "title": _("What was it called?"),
            "provider": _("Who offered it?"),
            "kind": _("What kind of learning?"),
            "starts_on": _("First day"),
            "ends_on": _("Last day"),
            "college_credits": _("College credits"),
            "learned": _("What did you learn, and how will you use it?"),
        }
        help_texts = {
            "title": _("As it stands on the certificate. It appears on your transcript like this."),
            "starts_on": _("Of the event or the course."),
            "ends_on": _("This date goes on your transcript."),
            "college_credits": _("For a college course: semester credits."),
            "learned": _("Two or three sentences are enough. Do not name students."),
        }
        widgets = {
            "starts_on": DayInput,
            "ends_on": DayInput,
            "learned": forms.Textarea(attrs={"rows": 5}),
            "college_credits": forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.5", "min": "0"}),
        }

    def __init__(self, *args, **kwargs):
        """Ask for nothing that was settled beforehand."""
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.disabled = bool(self.instance.preapproved_at and name in FIXED_BEFOREHAND)
        self._ask_for(NEEDED)
        self.fields["college_credits"].min_value = 0
        self.fields["topics"].initial = [topic.slug for topic in self.instance.topics.all()]

    def full_clean(self):
        """Read what is there without asking for the rest; labels go on saying what is needed."""
        self._ask_for(())
        super().full_clean()
        self._ask_for(NEEDED)

    def clean_college_credits(self):
        """None or some."""
        found = self.cleaned_data["college_credits"]
        if found is not None and found < 0:
            raise forms.ValidationError(_("Credits cannot be less than nothing."))
        return found

    def clean_starts_on(self):
        """A day in living memory."""
        return _plausible(self.cleaned_data["starts_on"])

    def clean_ends_on(self):
        """A day in living memory."""
        return _plausible(self.cleaned_data["ends_on"])

    def readable(self):
        """``(fields, topics)`` of all that could be read; topics are None where they could not."""
        self.is_valid()
        fields = {name: self.cleaned_data[name] for name in WRITTEN if name in self.cleaned_data}
        return fields, self.cleaned_data.get("topics")

    def _ask_for(self, names):
        for name, field in self.fields.items():
            field.required = name in names

    def _post_clean(self):
        """Nothing: the verb saves, on a row it has locked."""


class DecisionForm(forms.Form):
    """Hours and a comment; which button was pressed says the rest."""

    hours = QuarterField(
        label=_("Hours to approve"), required=False, help_text=_("Fewer than asked is an approval in part.")
    )
    comment = forms.CharField(
        label=_("Comment"), required=False, max_length=LONGEST_COMMENT, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The learner reads it. Needed to return, deny or approve in part."),
    )  # fmt: skip
    turn = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class ManyForm(forms.Form):
    """One decision and one reason for several claims."""

    # A text area, since Enter in a line would press the first button.
    comment = forms.CharField(
        label=_("Reason"), required=False, max_length=LONGEST_COMMENT, widget=forms.Textarea(attrs={"rows": 2})
    )


SHOWN = [
    ("mine", _("Waiting for me")),
    ("waiting", _("All that wait")),
    ("late", _("Late")),
    ("all", _("All claims")),
]
SORTS = {
    "oldest": (_("Oldest first"), ["handed_in_at", "pk"]),
    "newest": (_("Newest first"), ["-handed_in_at", "-pk"]),
    "name": (_("Name"), ["learner__last_name", "learner__first_name", "learner", "handed_in_at", "pk"]),
    "hours": (_("Hours"), ["-hours", "handed_in_at", "pk"]),
}


class QueueForm(forms.Form):
    """What to list; a value that is not offered is ignored, the others still count."""

    q = forms.CharField(
        label=_("Name or title"), required=False, max_length=100, validators=[ProhibitNullCharactersValidator()]
    )
    show = forms.ChoiceField(label=_("Show"), required=False, choices=SHOWN)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *ClaimState.choices[1:]])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *CreditType.choices])
    school = forms.ModelChoiceField(School.objects.none(), label=_("School"), required=False, empty_label=_("All"))
    sort = forms.ChoiceField(
        label=_("Sort by"), required=False, choices=[(key, words) for key, (words, _by) in SORTS.items()]
    )

    def __init__(self, data, *, schools):
        """Offer ``schools`` only; a building of one's own needs no choice."""
        super().__init__(data, auto_id="filter_%s")
        self.fields["school"].queryset = schools
        if schools.count() < 2:
            del self.fields["school"]
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"

    def chosen(self):
        """The valid values by name."""
        self.is_valid()
        return self.cleaned_data


def _plausible(day):
    if day and not EARLIEST <= day <= today() + dt.timedelta(days=366 * YEARS_AHEAD):
        raise forms.ValidationError(_("Please check the year."))
    return day
