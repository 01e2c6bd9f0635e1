"""The forms of one's own mentoring profile, and of a mentor's answer."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentoring.forms import DateInput
from mentoring.matching_choices import Certification, DeclineReason, Language, MeetingWay, Skill, Travel
from mentoring.matching_records import MOST_PLACES
from mentoring.private_rules import MOST_NAMES
from mentoring.profiles import MOST_WISHES
from pdportal.common.dates import today

FARTHEST_YEARS = 5
WISHES = [f"wish_{number}" for number in range(1, MOST_WISHES + 1)]
NEVER = [f"never_{number}" for number in range(1, MOST_NAMES + 1)]


def _picks(label, choices, **kwargs):
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, **kwargs
    )


class ProfileForm(forms.Form):
    """What somebody says about oneself; school and level come from the appointments and are not asked."""

    as_mentor = forms.BooleanField(label=_("I am available as a mentor"), required=False)
    as_mentee = forms.BooleanField(
        label=_("I would like a mentor"), required=False, help_text=_("New librarians are on the list without it.")
    )
    system = forms.CharField(label=_("Catalog system"), max_length=60, required=False)
    certification = forms.ChoiceField(label=_("Certificate"), choices=Certification, required=False)
    languages = _picks(_("Languages"), Language)
    strengths = _picks(_("What I am strong in"), Skill)
    needs = _picks(_("What I would like help with"), Skill)
    meeting_way = forms.ChoiceField(label=_("I would rather meet"), choices=MeetingWay, widget=forms.RadioSelect)
    travel = forms.ChoiceField(label=_("Visiting other schools"), choices=Travel, widget=forms.RadioSelect)
    capacity = forms.IntegerField(
        label=_("Mentees at the same time, at most"), required=False, min_value=1, max_value=MOST_PLACES,
        help_text=_("Empty: as many as the program allows."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    paused_until = forms.DateField(
        label=_("On a break until"), required=False, widget=DateInput,
        help_text=_("Until that day you are proposed to nobody. Pairings that have begun go on."),
    )  # fmt: skip

    def __init__(self, *args, people, **kwargs):
        """``people`` are those who may be named in wishes and private rules."""
        super().__init__(*args, **kwargs)
        for number, name in enumerate(WISHES, start=1):
            self.fields[name] = _person(people, gettext("Wish %(number)s") % {"number": number})
        for number, name in enumerate(NEVER, start=1):
            self.fields[name] = _person(people, gettext("Person %(number)s") % {"number": number})

    @property
    def wishes(self):
        """The fields for wishes."""
        return [self[name] for name in WISHES]

    @property
    def never(self):
        """The fields for the private rule."""
        return [self[name] for name in NEVER]

    @property
    def never_open(self):
        """True where something is to be corrected there."""
        return any(self[name].errors for name in NEVER)

    def clean_paused_until(self):
        """A day within five years; a year typed wrong is pointed out."""
        day = self.cleaned_data["paused_until"]
        if day and abs(day.year - today().year) > FARTHEST_YEARS:
            raise forms.ValidationError(_("This date is too far away; please check the year."))
        return day

    def clean(self):
        """Gather the people named; whoever is wished for and ruled out at once is pointed out."""
        data = super().clean()
        data["wishes"] = [person for name in WISHES if (person := data.pop(name, None))]
        data["never"] = [person for name in NEVER if (person := data.pop(name, None))]
        if set(data["wishes"]) & set(data["never"]):
            self.add_error(NEVER[0], _("The same person stands among your wishes."))
        return data

    @staticmethod
    def initial_for(profile, wishes, never):
        """The initial values that stand for a profile (or None), wishes (people) and those never (ids)."""
        first = {"meeting_way": MeetingWay.EITHER, "travel": Travel.SOMETIMES}
        if profile:
            first = {name: getattr(profile, name) for name in ProfileForm.base_fields}
        first |= dict(zip(WISHES, wishes, strict=False))
        return first | dict(zip(NEVER, sorted(never), strict=False))


def _person(people, label):
    return forms.ModelChoiceField(label=label, queryset=people, required=False, empty_label=_("Nobody"))


class DeclineForm(forms.Form):
    """Why a mentor says no, without blame."""

    reason = forms.ChoiceField(label=_("Reason"), choices=DeclineReason, widget=forms.RadioSelect)
