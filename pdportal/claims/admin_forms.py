"""The admin's form for an approval shape: kinds, roles and levels as boxes to tick."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from pdportal.claims.choices import QUARTER
from pdportal.claims.records import ApprovalShape
from pdportal.people.choices import Level, Role
from pdportal.transcripts.choices import CreditType

AUDIENCE = {"roles": "role", "levels": "level"}


def several(label, choices, help_text):
    """A field of tick boxes, none of which need be ticked."""
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, help_text=help_text, widget=forms.CheckboxSelectMultiple
    )


class ShapeForm(WagtailAdminModelForm):
    """An approval shape; an audience that boxes cannot show is kept as it is."""

    kinds = several(_("Kinds of learning"), CreditType.choices, _("None ticked: all kinds."))
    roles = several(_("Roles"), Role.choices, _("None ticked: all roles."))
    levels = several(_("School levels"), Level.choices, _("None ticked: all levels."))
    most_hours = forms.DecimalField(
        label=_("Up to so many hours"), required=False, min_value=QUARTER, max_digits=6, decimal_places=2,
        help_text=_("Empty: any number. Longer learning goes on to the next shape that fits."),
    )  # fmt: skip
    position = forms.IntegerField(
        label=_("Place"), min_value=0, max_value=999, initial=0,
        help_text=_("The first shape that fits a claim counts."),
    )  # fmt: skip

    class Meta:
        model = ApprovalShape
        fields = [
            "name_en", "name_es", "position", "active", "kinds", "most_hours", "beforehand_by", "lead_days",
            "lead_is_strict", "first_approver", "second_approver", "decide_days", "needs_proof",
        ]  # fmt: skip
        help_texts = {
            "beforehand_by": _("Empty: nobody need be asked before."),
            "first_approver": _("Empty: the hours are approved at once."),
            "second_approver": _("Empty: one approval is enough."),
        }

    def __init__(self, *args, **kwargs):
        """Tick what the audience says."""
        super().__init__(*args, **kwargs)
        self.shown = _shown(self.instance.audience)
        if self.shown is None:
            for name in AUDIENCE:
                del self.fields[name]
        else:
            self.initial |= {name: self.shown.get(key, []) for name, key in AUDIENCE.items()}

    def clean(self):
        """A second approver needs a first; days to ask before need somebody to ask."""
        cleaned = super().clean()
        if cleaned.get("second_approver") and not cleaned.get("first_approver"):
            self.add_error("first_approver", _("A second approver needs a first one."))
        if cleaned.get("lead_days") and not cleaned.get("beforehand_by"):
            self.add_error("beforehand_by", _("Say who is asked before the event."))
        if self.shown is not None:
            parts = [{key: cleaned[name]} for name, key in AUDIENCE.items() if cleaned.get(name)]
            self.instance.audience = parts[0] if len(parts) == 1 else {"all": parts} if parts else {}
        return cleaned


def _shown(audience):
    """Values by key where ``audience`` is one that the form makes; None for any other."""
    parts = audience["all"] if set(audience) == {"all"} else [audience] if audience else []
    keys = [key for part in parts for key in part]
    if len(keys) != len(parts) or len(set(keys)) != len(keys) or set(keys) - set(AUDIENCE.values()):
        return None
    return {key: values for part in parts for key, values in part.items()}
