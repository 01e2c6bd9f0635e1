"""The audience in the form of a rule: one or more groups of people, each a set of boxes to tick."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pdportal.people.choices import Level, NewTo, Role
from pdportal.people.records import School
from pdportal.requirements.audience_form import Choice, Group

MOST_GROUPS = 10
KINDS = ("role", "level", "school", "new_to")


class SchoolsField(forms.TypedMultipleChoiceField):
    """Schools to tick; the formset says which there are, so that ten groups ask the database once."""

    def __init__(self, label):
        """Ids, as a rule keeps them."""
        super().__init__(label=label, coerce=int, required=False, widget=forms.CheckboxSelectMultiple)


def several(label, choices, help_text=""):
    """Boxes, none of which need be ticked."""
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, help_text=help_text
    )


NEW = [choice for choice in NewTo.choices if choice[0]]


class GroupForm(forms.Form):
    """One group: everybody with an appointment of all these kinds, but not with one of all those."""

    role = several(_("Roles"), Role.choices, _("None ticked: all roles."))
    level = several(_("School levels"), Level.choices, _("None ticked: all levels."))
    new_to = several(_("Only people new to"), NEW)
    school = SchoolsField(_("Only these schools"))
    not_role = several(_("But not: roles"), Role.choices)
    not_level = several(_("But not: school levels"), Level.choices)
    not_new_to = several(_("But not: people new to"), NEW)
    not_school = SchoolsField(_("But not: schools"))

    def __init__(self, *args, schools=(), **kwargs):
        """Offer ``schools`` (pairs of id and name)."""
        super().__init__(*args, **kwargs)
        for name in ("school", "not_school"):
            self.fields[name].choices = schools

    @property
    def kinds(self):
        """The fields of those who belong to the group."""
        return [self[name] for name in ("role", "level", "new_to", "school")]

    @property
    def but_not(self):
        """The fields of those who do not."""
        return [self[name] for name in ("not_role", "not_level", "not_new_to", "not_school")]

    @property
    def has_but_not(self):
        """True where one of those boxes is ticked."""
        return any(field.value() for field in self.but_not)


class BaseGroupFormSet(forms.BaseFormSet):
    """The groups; whoever is in one of them is in the audience."""

    def __init__(self, *args, **kwargs):
        """Look the schools up once."""
        self._schools = list(School.objects.values_list("pk", "name"))
        super().__init__(*args, **kwargs)

    def get_form_kwargs(self, index):
        """With the schools."""
        return super().get_form_kwargs(index) | {"schools": self._schools}

    def add_fields(self, form, index):
        """A box for taking the group out again, in plain words."""
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Take this group out")


GroupFormSet = forms.formset_factory(
    GroupForm, BaseGroupFormSet, extra=0, min_num=1, max_num=MOST_GROUPS, absolute_max=MOST_GROUPS, can_delete=True
)


def choice_of(groups, people, never):
    """The Choice that a valid formset and two lists of ids stand for."""
    kept = [form.cleaned_data for form in groups if not form.cleaned_data.get("DELETE")]
    found = [
        Group({kind: row.get(kind) for kind in KINDS}, {kind: row.get(f"not_{kind}") for kind in KINDS}) for row in kept
    ]
    return Choice(found, people, never)


def initial_of(group):
    """The initial values of a GroupForm that shows ``group``."""
    return {kind: list(group.kinds.get(kind, ())) for kind in KINDS} | {
        f"not_{kind}": list(group.but_not.get(kind, ())) for kind in KINDS
    }
