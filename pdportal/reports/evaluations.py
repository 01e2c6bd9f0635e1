"""Which surveys a reader of results may see, and their results as tables."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.evaluating import occasion_of
from events.records import EventSession
from pdportal.evaluations.choices import SurveyKind
from pdportal.evaluations.records import Survey
from pdportal.people.calendar import period_dates, period_of
from pdportal.people.permissions import can_coordinate

MOST_WORDS = 6
YEARS_BACK = 8


def surveys_for(reader):
    """All surveys for who coordinates; for others, those about sessions they presented."""
    if can_coordinate(reader):
        return Survey.objects.all()
    presented = EventSession.objects.filter(presenters__person=reader).only("pk")
    return Survey.objects.filter(occasion__in=[occasion_of(session) for session in presented])


class FilterForm(forms.Form):
    """By words of the title, kind and school year; what cannot be read is left out."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *SurveyKind.choices])
    year = forms.ChoiceField(label=_("School year"), required=False)

    def __init__(self, *args, on, **kwargs):
        """Offer the year of the date ``on`` and those before it."""
        super().__init__(*args, **kwargs)
        first = int(period_of(on)[:4])
        years = [f"{year}-{(year + 1) % 100:02d}" for year in range(first, first - YEARS_BACK, -1)]
        self.fields["year"].choices = [("", _("All years")), *[(year, year) for year in years]]

    def apply(self, surveys):
        """Those of ``surveys`` that pass."""
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        for word in chosen.get("q", "").split()[:MOST_WORDS]:
            surveys = surveys.filter(Q(titles__en__icontains=word) | Q(titles__es__icontains=word))
        if "kind" in chosen:
            surveys = surveys.filter(kind=chosen["kind"])
        if "year" in chosen:
            surveys = surveys.filter(held_on__range=period_dates(chosen["year"]))
        return surveys


def overview_rows(groups):
    """Rows of the table of all groups: ``(title, kind, date, asked, answered, percent, shown)``."""
    return (
        [
            group.first.title,
            SurveyKind(group.kind).label,
            group.first.held_on,
            group.asked,
            group.answered,
            group.rate,
            _("yes") if group.unit else _("no"),
        ]
        for group in groups
    )


def result_rows(results):
    """Rows of the table of results: ``(kind, question, answer, people, percent, mean)``; words have no number."""
    for kind, result in results:
        for line in result.lines:
            for words, count, percent in line.bars:
                yield [SurveyKind(kind).label, str(line.question.words), str(words), count, percent, line.mean]
        for words in result.words:
            for text in words.texts:
                yield [SurveyKind(kind).label, str(words.question.words), text, "", "", ""]
