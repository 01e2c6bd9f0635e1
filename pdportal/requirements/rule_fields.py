"""Fields of the forms about rules: an activity, a month, a day of the month, a date within reach."""

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from pdportal.common.dates import today
from pdportal.requirements.queries import activity_models
from pdportal.transcripts.forms import ActivityChooser as ForgivingChooser
from pdportal.transcripts.pages import ActivityPage


class ActivityChooser(ForgivingChooser):
    """The page chooser, for pages that award a completion; what is no page number is the number of no page."""

    def __init__(self, **options):
        """Offer activities only."""
        super().__init__(target_models=activity_models(), **options)

    def value_from_datadict(self, data, files, name):
        """The number chosen, None where nothing is, and 0 for nonsense, which is then said to be no choice."""
        value = super().value_from_datadict(data, files, name)
        return value if not value or (str(value).isdecimal() and len(str(value)) < 19) else "0"


class ActivityField(forms.ModelChoiceField):
    """One activity; gives its page."""

    def __init__(self, label, **options):
        """Any page may be sent; only those that award a completion are taken."""
        super().__init__(Page.objects.all(), label=label, **options)

    def clean(self, value):
        """The specific page."""
        page = super().clean(value)
        found = page and page.specific
        if found and not isinstance(found, ActivityPage):
            raise forms.ValidationError(_("Choose a course, a path, an event or a mentoring program."))
        return found


def month_field(label):
    """A month by name, or none."""
    choices = [("", "–"), *MONTHS.items()]
    return forms.TypedChoiceField(label=label, choices=choices, coerce=int, empty_value=None, required=False)


def day_field(label):
    """A day of the month, or none."""
    return forms.IntegerField(label=label, required=False, min_value=1, max_value=31)


def in_reach(day, earliest=2000):
    """``day`` itself (or None), where its year is one that calendars know; raises ValidationError."""
    if day and not earliest <= day.year <= today().year + 5:
        raise forms.ValidationError(_("Please check the year."))
    return day
