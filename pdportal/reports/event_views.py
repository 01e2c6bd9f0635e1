"""The report of event statistics: for a school year or other days, by event, topic, building or role."""

from django import forms
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from pdportal.common.dates import in_words, today
from pdportal.common.exports import table_response
from pdportal.people.calendar import period_dates, period_of
from pdportal.reports.event_statistics import statistics
from pdportal.reports.scope import report

YEARS_BACK = 8
MOST_DAYS = 366
GROUPS = [
    ("event", gettext_lazy("Event")),
    ("topic", gettext_lazy("Topic")),
    ("place", gettext_lazy("Building where it was held")),
    ("school", gettext_lazy("Building where people work")),
    ("role", gettext_lazy("Role")),
]


class FilterForm(forms.Form):
    """A school year, or days in its place, and what to group by; what cannot be read is said, and left out."""

    year = forms.ChoiceField(label=gettext_lazy("School year"), required=False)
    first = forms.DateField(label=gettext_lazy("Or from"), required=False)
    last = forms.DateField(label=gettext_lazy("Until"), required=False)
    by = forms.ChoiceField(label=gettext_lazy("Grouped by"), required=False, choices=GROUPS)

    def __init__(self, data, *, on):
        """Offer the year of the date ``on`` and those before it."""
        super().__init__(data, auto_id="filter_%s")
        self.on = on
        start = int(period_of(on)[:4])
        years = [f"{year}-{(year + 1) % 100:02d}" for year in range(start, start - YEARS_BACK, -1)]
        self.fields["year"].choices = [(year, year) for year in years]
        for name in ("first", "last"):
            self.fields[name].widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"

    def clean(self):
        """Refuse a range turned round, or longer than a year."""
        chosen = super().clean()
        first, last = self._days(chosen)
        if last < first:
            self.add_error("last", _("The last day lies before the first."))
        elif (last - first).days > MOST_DAYS:
            self.add_error("last", _("Please choose at most a year at a time."))
        return chosen

    def days(self):
        """``(first, last)``: the days given, else those of the school year; this year's where they make no sense."""
        return self._days(self.cleaned_data if self.is_valid() else {})

    def by_what(self):
        """What to group by."""
        self.is_valid()
        return self.cleaned_data.get("by") or "event"

    def _days(self, chosen):
        first, last = period_dates(chosen.get("year") or period_of(self.on))
        return chosen.get("first") or first, chosen.get("last") or last


@report
def event_statistics(request):
    """Sessions, seats, sign-ups, attendance, waitlists and hours, as table and chart; CSV and XLSX."""
    form = FilterForm(request.GET, on=today())
    first, last = form.days()
    by = form.by_what()
    found = statistics(request.user, first, last)
    lines, total = found.lines(by), found.total
    group = dict(GROUPS)[by]
    rows = [line.cells() for line in [*lines, total]]
    filename = f"events-by-{by}-{first}-{last}"
    return table_response(request.GET.get("export"), filename, _header(group), rows) or render(
        request,
        "reports/event_statistics.html",
        {
            "form": form, "lines": lines, "total": total, "group": group, "by": by,
            "most": max((line.everybody for line in lines), default=0) or 1,
            "span": _("%(first)s to %(last)s") % {"first": in_words(first), "last": in_words(last)},
            "everybody": found.everybody,
            "crumbs": [{"url": reverse("reports:index"), "label": _("Reports")}, {"label": _("Event statistics")}],
        },
    )  # fmt: skip


def _header(group):
    return [
        group, _("Sessions held"), pgettext("sessions", "Cancelled"), _("Still to come"), _("Seats"),
        pgettext("number of people", "Signed up"), pgettext("number of people", "Attended"), _("No-shows"),
        _("Not marked"), _("Attended, percent"), _("On the waitlist at the end"), _("Credit hours"),
    ]  # fmt: skip
