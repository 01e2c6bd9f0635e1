"""The export for stipends: lines by mentor and mentee, each followed by the meetings that back it."""

import datetime as dt

from django import forms
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from mentoring.queries import programmes
from mentoring.stipends import Period, lines
from mentoring.wording import hours_of
from pdportal.common.dates import today
from pdportal.people.calendar import period_dates, period_of
from pdportal.people.records import School

CONFIRMED, ALL = "confirmed", ""
LONGEST = dt.timedelta(days=5 * 366)
HEADER = [
    _("Line"), _("What the row is"), _("Mentor"), _("Staff number"), _("School of the mentor"), _("Mentee"),
    _("Program"), _("From"), _("Until"), _("Hours of the line"), _("Date of the meeting"), _("Minutes of the meeting"),
    _("Topics"), _("Answer"), _("Answered by"),
]  # fmt: skip


class FilterForm(forms.Form):
    """The period, and what counts in it."""

    first = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    last = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    programme = forms.ModelChoiceField(
        None, to_field_name="translation_key", label=_("Program"), required=False, empty_label=_("All programs")
    )
    school = forms.ModelChoiceField(
        School.objects.none(), label=_("School of the mentor"), required=False, empty_label=_("All")
    )
    count = forms.ChoiceField(
        label=_("Count"),
        required=False,
        choices=[(ALL, _("all but disputed meetings")), (CONFIRMED, _("confirmed meetings only"))],
    )

    def __init__(self, data, *, schools):
        """Begin with the school year so far; whatever is left out of an address is filled in."""
        day = today()
        start = {"first": period_dates(period_of(day))[0], "last": day}
        filled = {**{name: value.isoformat() for name, value in start.items()}, **data.dict()} if data else None
        super().__init__(filled, initial=start, auto_id="filter_%s")
        self.fields["school"].queryset = schools
        self.fields["programme"].queryset = programmes()
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"

    def clean(self):
        """Refuse a period that ends before it begins, or is longer than five years."""
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and not first <= last <= first + LONGEST:
            self.add_error("last", _text("Choose a day after the first one, at most five years later."))
        return self.cleaned_data

    def period(self):
        """The Period asked for; the school year so far where it cannot be read."""
        self.is_valid()
        data = self.cleaned_data if self.is_bound else {}
        if data.get("first") and data.get("last"):
            return Period(data["first"], data["last"])
        return Period(self.initial["first"], self.initial["last"])


def lines_of(form):
    """The Period and the StipendLines that ``form`` asks for."""
    period = form.period()
    chosen = form.cleaned_data if form.is_bound else {}
    found = lines(
        period,
        programme=chosen.get("programme"),
        school=chosen.get("school"),
        confirmed_only=chosen.get("count") == CONFIRMED,
    )
    return period, found


def total_of(found):
    """Hours of all lines, rounded line by line as they are paid."""
    return sum((line.hours for line in found), start=hours_of(0))


def rows(found, period):
    """Rows of the export: the line with its hours, then its meetings; each column adds up by itself."""
    for number, line in enumerate(found, start=1):
        pairing = line.pairing
        who = [str(pairing.mentor), pairing.mentor.staff_id or "", line.school, str(pairing.mentee),
               pairing.programme.title_read]  # fmt: skip
        yield [number, _text("Line"), *who, period.first, period.last, line.hours, None, None, "", "", ""]
        for meeting in line.meetings:
            yield [
                number, _text("Meeting"), *who, None, None, None, meeting.held_on, meeting.minutes,
                ", ".join(meeting.topic_labels), meeting.get_answer_display(), str(meeting.answered_by or ""),
            ]  # fmt: skip
