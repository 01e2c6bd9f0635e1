"""What an event asks of those who sign up: for whom, approval, confirming, offers, reminders, late cancellations."""

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from pdportal.people.choices import Level, Role

LONGEST_HOURS = 24 * 14
LONGEST_REMINDER = 72
NONE_TICKED = _("None ticked: everybody with an account.")


def _number(label, default, least, most, help_text):
    return models.PositiveSmallIntegerField(
        label, default=default, validators=[MinValueValidator(least), MaxValueValidator(most)], help_text=help_text
    )


def _boxes(label, choices):
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, help_text=NONE_TICKED
    )


class EventPageForm(WagtailAdminPageForm):
    """The editor's form of an event, with boxes for whom it is open to."""

    audience_roles = _boxes(_("Open to these roles"), Role.choices)
    audience_levels = _boxes(_("Open to these school levels"), Level.choices)

    def __init__(self, *args, **kwargs):
        """Tick what the stored rule says."""
        super().__init__(*args, **kwargs)
        kinds = {key: values for part in _parts(self.instance.audience) for key, values in part.items()}
        self.fields["audience_roles"].initial = kinds.get("role", [])
        self.fields["audience_levels"].initial = kinds.get("level", [])

    def clean(self):
        """Put the ticks into the page as a rule of ``people.audience``."""
        cleaned = super().clean()
        chosen = {"role": cleaned.get("audience_roles"), "level": cleaned.get("audience_levels")}
        parts = [{key: values} for key, values in chosen.items() if values]
        self.instance.audience = {"all": parts} if len(parts) > 1 else (parts[0] if parts else {})
        return cleaned


def _parts(rule):
    return rule.get("all", [rule])


class SignUpRules(models.Model):
    """The part of an event page that sign-up goes by; the page a session was made for counts, in every language."""

    audience = models.JSONField(default=dict, blank=True, editable=False)
    needs_approval = models.BooleanField(_("the principal must approve"), default=False)
    approval_days = _number(
        _("days to approve"), 5, 1, 60, _("An unanswered request ends after so many days, and the seat is free again.")
    )
    confirm_days = _number(
        _("confirm so many days ahead"), 0, 0, 60, _("People are asked then whether they come. 0: never.")
    )
    confirm_hours = _number(
        _("hours to confirm"), 72, 1, LONGEST_HOURS, _("Who does not confirm in time gives the seat back.")
    )
    offer_cutoff_hours = _number(
        _("offer instead of seat from so many hours ahead"),
        48,
        0,
        LONGEST_HOURS,
        _("Before that, the next in line gets a free seat at once; after it, an offer to accept. 0: always at once."),
    )
    offer_hours = _number(_("hours to accept an offer"), 12, 1, LONGEST_HOURS, _("Then the next in line is asked."))
    remind_hours = _number(
        _("remind so many hours ahead"),
        2,
        0,
        LONGEST_REMINDER,
        _("Those with a seat are reminded a day ahead, and once more so many hours ahead. 0: only a day ahead."),
    )
    cancel_cutoff_hours = _number(
        _("reason needed from so many hours ahead"), 24, 0, LONGEST_HOURS, _("Late cancellations say why. 0: never.")
    )
    few_days = _number(
        _("tell of few sign-ups so many days ahead"),
        7,
        0,
        60,
        _("Coordinators are told then where fewer people signed up than the session's minimum. 0: never."),
    )

    base_form_class = EventPageForm
    sign_up_panels = [
        MultiFieldPanel(
            [
                FieldPanel("audience_roles"),
                FieldPanel("audience_levels"),
                FieldRowPanel([FieldPanel("needs_approval"), FieldPanel("approval_days")]),
                FieldRowPanel([FieldPanel("confirm_days"), FieldPanel("confirm_hours")]),
                FieldRowPanel([FieldPanel("offer_cutoff_hours"), FieldPanel("offer_hours")]),
                FieldRowPanel([FieldPanel("cancel_cutoff_hours"), FieldPanel("remind_hours")]),
                FieldPanel("few_days"),
            ],
            heading=_("Signing up"),
            help_text=_("What stands on the page in the portal's first language counts for all languages."),
            classname="collapsed",
        ),
    ]

    class Meta:
        abstract = True
