"""The coordinator's form of a rule pack: the pack, and the version that is to hold from a date."""

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput
from wagtail.blocks.base import BlockField, BlockWidget

from pdportal.common.dates import today
from pdportal.credits.choices import CycleStart
from pdportal.credits.records import RulePack, RulePackVersion
from pdportal.credits.rules import VERSION_FIELDS
from pdportal.people.choices import Role

YEARS_AHEAD = 5
PLAIN = [name for name in VERSION_FIELDS if name != "audience"]


class _RulesWidget(BlockWidget):
    """Wagtail's editor of blocks; a form that was sent without its blocks gives None instead of failing."""

    def value_from_datadict(self, data, files, name):
        try:
            return super().value_from_datadict(data, files, name)
        except (KeyError, ValueError, TypeError):
            return None


class _RulesField(BlockField):
    """The rules, which may be none but have to be sent."""

    def clean(self, value):
        if value is None:
            raise forms.ValidationError(_("The rules were not sent completely. Please reload the page and try again."))
        return super().clean(value)


def _version_field(name, **options):
    return RulePackVersion._meta.get_field(name).formfield(**options)


class RulePackForm(forms.ModelForm):
    """A pack with its rules; ``version`` holds the fields of the version once the form is valid."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Whom the rules are for. None ticked: everybody, or the present audience where it is finer."),
    )  # fmt: skip
    hours_needed = _version_field("hours_needed", min_value=0)
    cycle_start = _version_field("cycle_start")
    cycle_years = _version_field("cycle_years", min_value=1, max_value=10)
    authority = _version_field("authority")
    source = _version_field("source", assume_scheme="https")
    checked_on = _version_field("checked_on", widget=AdminDateInput)
    confirmed = _version_field("confirmed")
    note_en = _version_field("note_en", widget=forms.Textarea(attrs={"rows": 3}))
    note_es = _version_field("note_es", widget=forms.Textarea(attrs={"rows": 3}))
    valid_from = forms.DateField(
        label=_("In force from"), widget=AdminDateInput,
        help_text=_("A change is a new version from this day on; earlier days keep the old one."),
    )  # fmt: skip
    valid_until = _version_field("valid_until", widget=AdminDateInput)

    class Meta:
        model = RulePack
        fields = ["name_en", "name_es", "jurisdiction", "duty", "position", "active"]

    def __init__(self, *args, **kwargs):
        """Show the latest version, if there is one."""
        super().__init__(*args, **kwargs)
        block = RulePackVersion._meta.get_field("rules").stream_block
        self.fields["rules"] = _RulesField(block, widget=_RulesWidget(block), required=False, label=_("Rules"))
        self.fields["position"] = forms.IntegerField(label=_("Place in lists"), min_value=0, max_value=999, initial=0)
        self.latest = self.instance.pk and self.instance.versions.order_by("-number").first()
        self.version = {}
        self.initial["valid_from"] = today()
        self.initial["rules"] = block.get_default()
        if self.latest:
            self.initial |= {name: getattr(self.latest, name) for name in PLAIN}
            self.initial["valid_from"] = max(today(), self.latest.valid_from)
            self.initial["roles"] = self.latest.audience.get("role", []) if self._is_plain else []

    @property
    def _is_plain(self):
        return set(self.latest.audience) <= {"role"}

    def clean_valid_from(self):
        """Not before the present version, and in a year calendars know."""
        day = self.cleaned_data["valid_from"]
        if self.latest and day < self.latest.valid_from:
            raise forms.ValidationError(_("The new version cannot be in force before the present one."))
        if not 1990 <= day.year <= today().year + YEARS_AHEAD:
            raise forms.ValidationError(_("Please check the year."))
        return day

    def clean(self):
        """What belongs together fits together; then the version is put together."""
        cleaned = super().clean()
        if cleaned.get("cycle_start") == CycleStart.SCHOOL_YEAR and cleaned.get("cycle_years", 1) != 1:
            self.add_error("cycle_years", _("A cycle by school year lasts one year."))
        first, last = cleaned.get("valid_from"), cleaned.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("A version cannot end before it starts."))
        if cleaned.get("confirmed") and not (cleaned.get("source") or cleaned.get("authority")):
            self.add_error("confirmed", _("Say where the rule was read before you confirm it."))
        if not self.errors:
            self.version = {name: cleaned[name] for name in PLAIN} | {"audience": self._audience()}
        return cleaned

    def _audience(self):
        roles = self.cleaned_data["roles"]
        if not roles and self.latest and not self._is_plain:
            return self.latest.audience
        return {"role": roles} if roles else {}

    def _post_clean(self):
        """Give a new pack its slug before the model looks at itself."""
        if not self.instance.slug and self.cleaned_data.get("name_en"):
            self.instance.slug = _free_slug(self.cleaned_data["name_en"])
        super()._post_clean()


def _free_slug(name):
    slug = slugify(name)[:50] or "pack"
    taken = set(RulePack.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(
        found for number in range(1, 10**6) if (found := slug if number == 1 else f"{slug}-{number}") not in taken
    )
