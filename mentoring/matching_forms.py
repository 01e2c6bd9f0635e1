"""The coordinator's forms of matching: weigh the rules, publish, override, look for one mentee."""

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from mentoring.admin_forms import PersonInput
from mentoring.forms import DateInput
from mentoring.match_desk import ALL, ALONE, MATCHED
from mentoring.matching_choices import MOST_WEIGHT, SOURCES, RuleKind, SoftRule
from mentoring.queries import programmes
from pdportal.common.dates import today

TAKE_BACK = "free"


class ProgrammeForm(forms.Form):
    """Which programme."""

    programme = forms.ModelChoiceField(label=_("Program"), queryset=None, empty_label=None)

    def __init__(self, *args, **kwargs):
        """Offer the programmes there are now."""
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes()


class WeightsForm(ProgrammeForm):
    """How much each soft rule counts in a run."""

    def __init__(self, *args, **kwargs):
        """A field for every rule, with its source where it has one."""
        super().__init__(*args, **kwargs)
        for rule in SoftRule:
            self.fields[rule] = forms.IntegerField(
                label=rule.label, min_value=0, max_value=MOST_WEIGHT, help_text=SOURCES.get(rule, "")
            )

    def weights(self):
        """The weights typed, by rule."""
        return {str(rule): self.cleaned_data[rule] for rule in SoftRule}


class ShowForm(forms.Form):
    """Which mentees of a run to list."""

    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[(ALL, _("Everybody")), (MATCHED, _("With a mentor")), (ALONE, _("Without a mentor"))],
    )

    def chosen(self):
        """What was chosen; nonsense shows everybody."""
        return self.cleaned_data.get("show", ALL) if self.is_valid() else ALL


class PairForm(forms.Form):
    """A pair, and what is decided about it."""

    mentor = forms.ModelChoiceField(queryset=None)
    mentee = forms.ModelChoiceField(queryset=None)
    what = forms.ChoiceField(choices=[*RuleKind.choices, (TAKE_BACK, TAKE_BACK)])

    def __init__(self, *args, **kwargs):
        """Anybody with an open account."""
        super().__init__(*args, **kwargs)
        for name in ("mentor", "mentee"):
            self.fields[name].queryset = get_user_model().objects.filter(is_active=True)


class PublishForm(forms.Form):
    """When the pairings begin, and how long mentors have to answer."""

    starts_on = forms.DateField(label=_("Pairings begin on"), widget=DateInput, initial=today)
    answer_days = forms.IntegerField(label=_("Days to answer"), min_value=1, max_value=60, initial=7)


class OverrideForm(forms.Form):
    """Who may begin before the training is complete, and why."""

    mentor = forms.ModelChoiceField(label=_("Mentor"), queryset=None)
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args, people, **kwargs):
        """``people`` are those whose training is not complete."""
        super().__init__(*args, **kwargs)
        self.fields["mentor"].queryset = get_user_model().objects.filter(pk__in=[person.pk for person in people])


class MenteeForm(ProgrammeForm):
    """One mentee, to look for a mentor by hand."""

    mentee = forms.ModelChoiceField(
        label=_("Mentee"), queryset=get_user_model().objects.filter(is_active=True), widget=PersonInput
    )
