"""The form of a requirement and its rule."""

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from pdportal.common.dates import today
from pdportal.requirements import audience_form, rules
from pdportal.requirements.audience_fields import MOST_GROUPS, GroupFormSet, choice_of, initial_of
from pdportal.requirements.choices import DueAnchor, LateHires, Recurrence, RotateBy
from pdportal.requirements.evidence import EXPIRY_WARN_DAYS
from pdportal.requirements.queries import activity_pages
from pdportal.requirements.records import Requirement
from pdportal.requirements.rule_checks import TURNS, RuleCheck
from pdportal.requirements.rule_fields import ActivityChooser, ActivityField, day_field, in_reach, month_field
from pdportal.transcripts.activities import Activity

NOT_FIELDS = {"audience", "activity_key", "rotation"}
NAMES = {"widget": forms.Textarea(attrs={"rows": 3}), "required": False, "max_length": 20000}


YEARLY = "recurrence=yearly"
SECTIONS = [
    (_("What must be done"), ["name_en", "name_es", "activity", *TURNS, "rotate_by"]),
    (_("When"), ["recurrence", "opens_month", "opens_day", "due_anchor", "due_working_days", "due_month", "due_day",
                 "due_on", "due_after", "warn_days"]),
    (_("Who starts late, and how long it is good"), ["late_hires", "exempt_after", "valid_months", "renew_days"]),
    (_("In force"), ["effective_on", "position", "active"]),
]  # fmt: skip
# What a field makes sense with: a script hides it otherwise, unless something is wrong in it.
SHOWN_WHEN = {
    **dict.fromkeys([*TURNS, "rotate_by", "opens_month", "opens_day"], YEARLY),
    **dict.fromkeys(["due_month", "due_day"], "due_anchor=window"),
    **dict.fromkeys(["valid_months", "renew_days"], "recurrence=once"),
    "due_on": "due_anchor=fixed", "due_after": "due_anchor=activity", "exempt_after": "late_hires=exempt",
}  # fmt: skip


class RequirementForm(forms.ModelForm):
    """A requirement and the rule that is to hold from a date; ``rule`` holds the rule once the form is valid.

    ``groups`` is a formset of its own: the audience. The form is valid only where that is.
    """

    position = forms.IntegerField(label=_("Place in lists"), min_value=0, max_value=999, initial=0)
    activity = ActivityField(_("What must be done"))
    turn_2 = ActivityField(_("Second in turn"), required=False)
    turn_3 = ActivityField(_("Third in turn"), required=False)
    turn_4 = ActivityField(_("Fourth in turn"), required=False)
    turn_5 = ActivityField(_("Fifth in turn"), required=False)
    rotate_by = forms.ChoiceField(label=_("They take turns"), choices=RotateBy, required=False)
    people = forms.CharField(
        label=_("These people as well"), help_text=_("User names, e-mail addresses or staff numbers, one a line."),
        **NAMES,
    )  # fmt: skip
    never = forms.CharField(label=_("Never these people"), **NAMES)
    keep_audience = forms.BooleanField(
        label=_("Keep the present audience, which this form cannot show"), required=False, initial=True
    )
    recurrence = forms.ChoiceField(label=_("How often"), choices=Recurrence)
    opens_month, opens_day = month_field(_("Opens in")), day_field(_("on day"))
    due_anchor = forms.ChoiceField(label=_("Due"), choices=DueAnchor)
    due_working_days = forms.IntegerField(
        label=_("Working days"), min_value=0, max_value=400, initial=30,
        help_text=_("After the start, or for those who start after the fixed day."),
    )  # fmt: skip
    due_month, due_day = month_field(_("Month of the fixed day")), day_field(_("Fixed day of the month"))
    due_on = forms.DateField(label=_("Fixed date"), required=False, widget=AdminDateInput)
    due_after = ActivityField(
        _("Counted from the day this is done"), required=False,
        help_text=_("Until then it is due on the last day of school."),
    )  # fmt: skip
    late_hires = forms.ChoiceField(label=_("Who starts in the middle of a round"), choices=LateHires, required=False)
    exempt_after = forms.DateField(
        label=_("Exempt if started after"), required=False, widget=AdminDateInput,
        help_text=_("Of a yearly rule, day and month count."),
    )  # fmt: skip
    valid_months = forms.IntegerField(
        label=_("Good for months"), required=False, min_value=1, max_value=240,
        help_text=_("Empty: what is done once stays done."),
    )  # fmt: skip
    renew_days = forms.IntegerField(
        label=_("May be renewed so many days before it expires"), min_value=EXPIRY_WARN_DAYS, max_value=365,
        required=False, help_text=_("Whoever renews early keeps the later date: no day is lost."),
    )  # fmt: skip
    warn_days = forms.IntegerField(
        label=_("Say “due soon” so many days before"), min_value=0, max_value=365, initial=14
    )
    effective_on = forms.DateField(label=_("In force from"), widget=AdminDateInput)

    class Meta:
        model = Requirement
        fields = ["name_en", "name_es", "position", "active"]

    def __init__(self, data=None, *args, **kwargs):
        """Show the rule in force, if there is one."""
        super().__init__(data, *args, **kwargs)
        self.latest = self.instance.pk and self.instance.versions.order_by("-number").first()
        self.rule = {}
        for field in self.fields.values():
            if isinstance(field, ActivityField):
                field.widget = ActivityChooser()
        self._show_rule()
        shown = audience_form.from_rule(self.latest.audience) if self.latest else audience_form.Choice([])
        if shown:
            del self.fields["keep_audience"]
            self.initial |= {"people": audience_form.names_of(shown.people)}
            self.initial |= {"never": audience_form.names_of(shown.never)}
        groups = [initial_of(group) for group in shown.groups] if shown else []
        self.groups = GroupFormSet(data, initial=groups or [{}], prefix="group")

    def _show_rule(self):
        self.initial["effective_on"] = today()
        if not self.latest:
            return
        self.initial |= {name: getattr(self.latest, name) for name in rules.RULE_FIELDS if name not in NOT_FIELDS}
        self.initial["effective_on"] = max(today(), self.latest.effective_on)
        keys = dict(zip(["activity", *TURNS], self.latest.activity_keys, strict=False))
        keys["due_after"] = self.latest.due_after_key
        pages = activity_pages(key for key in keys.values() if key)
        self.initial |= {name: pages.get(key) for name, key in keys.items()}

    @property
    def sections(self):
        """``(heading, [(field, what it makes sense with)])`` of everything but the audience."""
        return [(heading, [(self[name], SHOWN_WHEN.get(name, "")) for name in names]) for heading, names in SECTIONS]

    def as_typed(self, *, more=0):
        """An unbound copy that shows what was typed, right or wrong, with ``more`` empty groups at the end."""
        copy = type(self)(instance=self.instance)
        copy.initial = _typed(self)
        groups = [row for row in map(_typed, self.groups.forms) if not row.pop("DELETE")]
        copy.groups = GroupFormSet(initial=(groups + [{}] * more)[:MOST_GROUPS] or [{}], prefix="group")
        return copy

    def is_valid(self):
        """True where the audience is valid too."""
        return super().is_valid() and self.groups.is_valid()

    def clean_people(self):
        """Ids of the people named."""
        return _named(self.cleaned_data["people"])

    def clean_never(self):
        """Ids of the people who are left out."""
        return _named(self.cleaned_data["never"])

    def clean_late_hires(self):
        """The usual rule where nothing is said."""
        return self.cleaned_data["late_hires"] or LateHires.WORKING_DAYS

    def clean_rotate_by(self):
        """By year where nothing is said."""
        return self.cleaned_data["rotate_by"] or RotateBy.YEAR

    def clean_renew_days(self):
        """The least where nothing is said."""
        return self.cleaned_data["renew_days"] or EXPIRY_WARN_DAYS

    def clean_effective_on(self):
        """Not before the rule that this one replaces, and in a year calendars know."""
        day = self.cleaned_data["effective_on"]
        if self.latest and day < self.latest.effective_on:
            raise forms.ValidationError(_("The new rule cannot take effect before the present one."))
        return in_reach(day)

    def clean_due_on(self):
        """In a year calendars know."""
        return in_reach(self.cleaned_data["due_on"])

    def clean_exempt_after(self):
        """In a year calendars know."""
        return in_reach(self.cleaned_data["exempt_after"], 1950)

    def clean(self):
        """Each part of the rule has what it needs; then the rule is put together."""
        cleaned = super().clean()
        for name, problem in RuleCheck(cleaned).problems():
            if name not in self.errors:
                self.add_error(name, problem)
        if not self.errors and self.groups.is_valid():
            self._put_together(cleaned)
        return cleaned

    def _put_together(self, cleaned):
        turns = [cleaned["activity"], *(cleaned[name] for name in TURNS if cleaned[name])]
        counted = cleaned["due_after"] if cleaned["due_anchor"] == DueAnchor.ACTIVITY else None
        after = Activity.of(counted) if counted else None
        self.rule = {name: cleaned[name] for name in rules.RULE_FIELDS if name in cleaned} | {
            "activity_key": cleaned["activity"].translation_key,
            "rotation": [str(page.translation_key) for page in turns] if len(turns) > 1 else [],
            "due_after_key": after.key if after else None,
            "due_after_titles": after.titles if after else {},
            "audience": self._audience(cleaned),
        }

    def _audience(self, cleaned):
        if cleaned.get("keep_audience"):
            return self.latest.audience
        return audience_form.to_rule(choice_of(self.groups, cleaned["people"], cleaned["never"]))

    def _post_clean(self):
        """Fill in what the form does not show, before the model looks at itself."""
        if self.cleaned_data.get("activity"):
            self.instance.activity_key = self.cleaned_data["activity"].translation_key
        if not self.instance.slug and self.cleaned_data.get("name_en"):
            self.instance.slug = _free_slug(self.cleaned_data["name_en"])
        super()._post_clean()


def _typed(form):
    """What was sent for each field of a form, as its widget reads it."""
    return {
        name: field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        for name, field in form.fields.items()
    }


def _named(text):
    ids, unknown = audience_form.find_people(text)
    if unknown:
        names = ", ".join(name[:80] for name in unknown[:10])
        raise forms.ValidationError(_("Not found: %(names)s") % {"names": names})
    return ids


def _free_slug(name):
    slug = slugify(name)[:50] or "requirement"
    taken = set(Requirement.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(
        found for number in range(1, 10**6) if (found := slug if number == 1 else f"{slug}-{number}") not in taken
    )
