"""Forms of the admin: a requirement with its rule, a waiver, a later date."""

import datetime as dt

from django import forms
from django.apps import apps
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput, AdminPageChooser
from wagtail.models import Page

from pdportal.common.dates import today
from pdportal.people.choices import Level, NewTo, Role
from pdportal.people.records import School
from pdportal.requirements import audience_form
from pdportal.requirements.choices import DueAnchor, Recurrence
from pdportal.requirements.queries import activity_pages
from pdportal.requirements.records import Requirement
from pdportal.transcripts.activities import Activity
from pdportal.transcripts.pages import ActivityPage

LEAP_YEAR = 2024
RULE_FIELDS = (
    "recurrence", "due_anchor", "due_working_days", "due_month", "due_day", "due_on", "due_after_key",
    "due_after_titles", "valid_months", "warn_days",
)  # fmt: skip


def activity_models():
    """Every kind of page that awards a completion; upper floors are asked, not imported."""
    return [model for model in apps.get_models() if issubclass(model, ActivityPage)]


def several(label, choices, **options):
    """A field of tick boxes, none of which need be ticked."""
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, **options
    )


class ActivityChooser(AdminPageChooser):
    """The page chooser, for pages that award a completion; what is no page number counts as nothing chosen."""

    def __init__(self, **options):
        """Offer activities only."""
        super().__init__(target_models=activity_models(), **options)

    def value_from_datadict(self, data, files, name):
        """The number chosen, if it is one."""
        value = super().value_from_datadict(data, files, name)
        return value if str(value).isdecimal() and len(str(value)) < 19 else None


class RequirementForm(forms.ModelForm):
    """A requirement and the rule that is to hold from a date; ``rule`` holds the rule once the form is valid."""

    position = forms.IntegerField(label=_("Place in lists"), min_value=0, max_value=999, initial=0)
    activity = forms.ModelChoiceField(Page.objects.all(), label=_("What must be done"))
    roles = several(_("Roles"), Role.choices, help_text=_("None ticked: all roles."))
    levels = several(_("School levels"), Level.choices, help_text=_("None ticked: all levels."))
    new_to = several(_("Only people new to"), [choice for choice in NewTo.choices if choice[0]])
    schools = forms.ModelMultipleChoiceField(
        School.objects.all(), label=_("Only these schools"), required=False, widget=forms.CheckboxSelectMultiple
    )
    people = forms.CharField(
        label=_("These people as well"), required=False, max_length=20000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("User names, e-mail addresses or staff numbers, one a line."),
    )  # fmt: skip
    keep_audience = forms.BooleanField(
        label=_("Keep the present audience, which this form cannot show"), required=False, initial=True
    )
    recurrence = forms.ChoiceField(label=_("How often"), choices=Recurrence)
    due_anchor = forms.ChoiceField(label=_("Due"), choices=DueAnchor)
    due_working_days = forms.IntegerField(
        label=_("Working days"), min_value=0, max_value=400, initial=30,
        help_text=_("After the start, or for those who start after the fixed day."),
    )  # fmt: skip
    due_month = forms.IntegerField(label=_("Month of the fixed day"), required=False, min_value=1, max_value=12)
    due_day = forms.IntegerField(label=_("Fixed day of the month"), required=False, min_value=1, max_value=31)
    due_on = forms.DateField(label=_("Fixed date"), required=False, widget=AdminDateInput)
    due_after = forms.ModelChoiceField(
        Page.objects.all(), label=_("Counted from the day this is done"), required=False,
        help_text=_("Until then it is due on the last day of school."),
    )  # fmt: skip
    valid_months = forms.IntegerField(
        label=_("Good for months"), required=False, min_value=1, max_value=240,
        help_text=_("Empty: what is done once stays done."),
    )  # fmt: skip
    warn_days = forms.IntegerField(
        label=_("Say “due soon” so many days before"), min_value=0, max_value=365, initial=14
    )
    effective_on = forms.DateField(label=_("In force from"), widget=AdminDateInput)

    class Meta:
        model = Requirement
        fields = ["name_en", "name_es", "position", "active"]

    def __init__(self, *args, **kwargs):
        """Show the rule in force, if there is one."""
        super().__init__(*args, **kwargs)
        self.latest = self.instance.pk and self.instance.versions.order_by("-number").first()
        self.rule = {}
        for name in ("activity", "due_after"):
            self.fields[name].widget = ActivityChooser()
        self._show_rule()
        shown = audience_form.from_rule(self.latest.audience) if self.latest else ({}, [])
        if shown:
            del self.fields["keep_audience"]
            self._show_audience(*shown)

    def _show_rule(self):
        self.initial["effective_on"] = today()
        if self.latest:
            self.initial |= {name: getattr(self.latest, name) for name in RULE_FIELDS}
            self.initial["effective_on"] = max(today(), self.latest.effective_on)
            keys = {"activity": self.instance.activity_key, "due_after": self.latest.due_after_key}
            pages = activity_pages(key for key in keys.values() if key)
            self.initial |= {name: pages.get(key) for name, key in keys.items()}

    def _show_audience(self, kinds, people):
        self.initial |= {
            "roles": kinds.get("role"), "levels": kinds.get("level"), "new_to": kinds.get("new_to"),
            "schools": kinds.get("school"), "people": audience_form.names_of(people),
        }  # fmt: skip

    def clean_activity(self):
        """Only pages that award a completion."""
        page = self.cleaned_data["activity"].specific
        if not isinstance(page, ActivityPage):
            raise forms.ValidationError(_("Choose a course, a path, an event or a mentoring programme."))
        return page

    def clean_due_after(self):
        """Another activity than the one required; kept with its titles, as the rule is read for years."""
        page = self.cleaned_data["due_after"]
        counts = self.cleaned_data.get("due_anchor") == DueAnchor.ACTIVITY
        if page and not isinstance(page.specific, ActivityPage):
            raise forms.ValidationError(_("Choose a course, a path, an event or a mentoring programme."))
        if counts and page is None:
            raise forms.ValidationError(_("Choose the activity from whose completion the days are counted."))
        activity = self.cleaned_data.get("activity")
        if counts and activity and activity.translation_key == page.translation_key:
            raise forms.ValidationError(_("An activity cannot be due after itself."))
        found = Activity.of(page.specific) if page and counts else None
        self.cleaned_data |= {
            "due_after_key": found.key if found else None, "due_after_titles": found.titles if found else {},
        }  # fmt: skip
        return page

    def clean_people(self):
        """Ids of the people named."""
        ids, unknown = audience_form.find_people(self.cleaned_data["people"])
        if unknown:
            raise forms.ValidationError(_("Not found: %(names)s") % {"names": ", ".join(unknown[:10])})
        return ids

    def clean_effective_on(self):
        """Not before the rule that this one replaces, and in a year calendars know."""
        day = self.cleaned_data["effective_on"]
        if self.latest and day < self.latest.effective_on:
            raise forms.ValidationError(_("The new rule cannot take effect before the present one."))
        if not 2000 <= day.year <= today().year + 5:
            raise forms.ValidationError(_("Please check the year."))
        return day

    def clean(self):
        """Each kind of due date has what it needs; then the rule is put together."""
        cleaned = super().clean()
        anchor = cleaned.get("due_anchor")
        if anchor == DueAnchor.WINDOW and not _is_day(cleaned.get("due_month"), cleaned.get("due_day")):
            self.add_error("due_day", _("Give the month and the day on which it is due every year."))
        if anchor == DueAnchor.FIXED and not cleaned.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Give the date on which it is due."))
        if cleaned.get("recurrence") == Recurrence.YEARLY and cleaned.get("valid_months"):
            self.add_error("valid_months", _("What is required every year comes back by itself; leave this empty."))
        if not self.errors:
            self.rule = {name: cleaned[name] for name in RULE_FIELDS} | {"audience": self._audience()}
        return cleaned

    def _audience(self):
        cleaned = self.cleaned_data
        if cleaned.get("keep_audience"):
            return self.latest.audience
        schools = [school.pk for school in cleaned["schools"]]
        kinds = {"role": cleaned["roles"], "level": cleaned["levels"], "new_to": cleaned["new_to"], "school": schools}
        return audience_form.to_rule(kinds, cleaned["people"])

    def _post_clean(self):
        """Fill in what the form does not show, before the model looks at itself."""
        if "activity" in self.cleaned_data:
            self.instance.activity_key = self.cleaned_data["activity"].translation_key
        if not self.instance.slug and self.cleaned_data.get("name_en"):
            self.instance.slug = _free_slug(self.cleaned_data["name_en"])
        super()._post_clean()


class WaiveForm(forms.Form):
    """Why a requirement is waived for one person."""

    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("Kept for good; auditors read it."))


class ExtendForm(WaiveForm):
    """Until when, and why."""

    due_on = forms.DateField(label=_("New due date"), widget=AdminDateInput)

    field_order = ["due_on", "reason"]

    def clean_due_on(self):
        """A year that calendars know."""
        if self.cleaned_data["due_on"].year > today().year + 5:
            raise forms.ValidationError(_("Please check the year."))
        return self.cleaned_data["due_on"]


def _is_day(month, day):
    try:
        return bool(dt.date(LEAP_YEAR, month or 0, day or 0))
    except ValueError:
        return False


def _free_slug(name):
    slug = slugify(name)[:50] or "requirement"
    taken = set(Requirement.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(
        found for number in range(1, 10**6) if (found := slug if number == 1 else f"{slug}-{number}") not in taken
    )
