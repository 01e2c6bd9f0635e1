"""The roster as a form: a mark and minutes for everybody with a seat, and what they were when the page was opened."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from events import attendance_queries
from events.attendance import spent
from events.choices import PRESENT, Attendance
from pdportal.common.cells import short
from pdportal.common.imports import BadCell
from pdportal.transcripts.lookups import People

MOST_AT_ONCE = 200
IN_PART = (Attendance.LATE, Attendance.LEFT_EARLY, Attendance.PARTLY)


class RosterForm(forms.Form):
    """Attendance of everybody with a seat, in one form; rows that were not touched are left alone when it is saved."""

    MARKS = [
        ("", gettext_lazy("Not marked")),
        (Attendance.ATTENDED, gettext_lazy("Attended")),
        (Attendance.ABSENT, gettext_lazy("Absent")),
    ]
    widget = forms.Select

    everybody = forms.BooleanField(
        label=gettext_lazy("Mark everybody who is not marked yet as attended"), required=False
    )
    nobody_else = forms.BooleanField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Reason for a correction"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Only where you change a mark that was saved before. It stands in the ledger."),
    )

    def __init__(self, *args, session, registrations, **kwargs):
        """Three fields for each of ``registrations``."""
        super().__init__(*args, **kwargs)
        self.session, self.registrations = session, registrations
        for found in registrations:
            attendance, minutes = self.shown(found)
            self.fields[f"mark-{found.pk}"] = forms.ChoiceField(
                label=str(found.learner), choices=self.choices_for(attendance), required=False, initial=attendance,
                widget=self.widget,
            )  # fmt: skip
            self.fields[f"minutes-{found.pk}"] = forms.IntegerField(
                label=_("Minutes of %(name)s") % {"name": found.learner},
                min_value=0,
                max_value=session.minutes,
                required=False,
                initial=minutes or None,
                widget=forms.NumberInput(attrs={"placeholder": session.minutes, "inputmode": "numeric"}),
            )
            self.fields[f"was-{found.pk}"] = forms.CharField(
                required=False, max_length=60, initial=was_of(found), widget=forms.HiddenInput
            )

    def shown(self, registration):
        """The mark and minutes the form starts with."""
        mark = Attendance.ATTENDED if registration.attendance in PRESENT else registration.attendance
        return mark, registration.minutes_attended

    def choices_for(self, attendance):
        """The marks to choose from in a row that stands at ``attendance``."""
        return self.MARKS

    def rows(self):
        """``(registration, mark, minutes, was)`` of everybody, in the order of the roster."""
        return [(found, *(self[f"{name}-{found.pk}"] for name in ("mark", "minutes", "was")))
                for found in self.registrations]  # fmt: skip

    def marks(self):
        """What ``attendance.mark_many`` wants, of the rows that were touched; no minutes mean the whole session."""
        marks = {found.pk: self.mark_of(found) for found in self.registrations}
        return {pk: mark for pk, mark in marks.items() if mark != self._was(pk)[1]}

    def seen(self):
        """The version of each row when the page was opened."""
        versions = {found.pk: self._was(found.pk)[0] for found in self.registrations}
        return {pk: version for pk, version in versions.items() if version is not None}

    def after_clash(self, registrations, clash):
        """The form to show after MarkedMeanwhile: what was typed where rows were touched, what stands elsewhere."""
        fresh = type(self)(session=self.session, registrations=registrations)
        data = {name: "" if fresh[name].initial is None else fresh[name].initial for name in fresh.fields}
        for pk in self.marks():
            data |= {name: self.data.get(name, "") for name in (f"mark-{pk}", f"minutes-{pk}")}
            if not data[f"mark-{pk}"]:
                data[f"mark-{pk}"] = self.mark_of(next(one for one in self.registrations if one.pk == pk))[0]
        data["reason"] = self.data.get("reason", "")
        bound = type(self)(data, session=self.session, registrations=registrations)
        bound.full_clean()
        for found in clash.registrations:
            bound.add_error(f"mark-{found.pk}", _meanwhile(found))
        bound.add_error(None, str(clash))
        return bound

    def mark_of(self, registration):
        """The mark in one row as the verb wants it."""
        pk = registration.pk
        chosen, minutes = self.cleaned_data[f"mark-{pk}"], self.cleaned_data[f"minutes-{pk}"]
        chosen = chosen or self._rest()
        if not chosen:
            return Attendance.UNMARKED, None
        if chosen == Attendance.ABSENT or minutes == 0:
            return Attendance.ABSENT, 0
        if registration.attendance in PRESENT and minutes == registration.minutes_attended:
            return registration.attendance, minutes
        if minutes is None or minutes >= self.session.minutes:
            return Attendance.ATTENDED, self.session.minutes
        return Attendance.PARTLY, minutes

    def _rest(self):
        """What becomes of those who are not marked: nothing, unless a button says so."""
        if self.cleaned_data["everybody"]:
            return Attendance.ATTENDED
        return Attendance.ABSENT if self.cleaned_data["nobody_else"] else ""

    def _was(self, pk):
        return _read_was(self.cleaned_data.get(f"was-{pk}") or "")


class PhoneRosterForm(RosterForm):
    """The same with four marks to tap; whoever checked in stands there as the check-in says until it is saved."""

    MARKS = [
        (Attendance.ATTENDED, pgettext_lazy("mark", "Here")),
        (Attendance.LATE, pgettext_lazy("mark", "Late")),
        (Attendance.LEFT_EARLY, pgettext_lazy("mark", "Left early")),
        (Attendance.ABSENT, pgettext_lazy("mark", "Absent")),
        ("", pgettext_lazy("mark", "Not marked")),
    ]
    widget = forms.RadioSelect

    def shown(self, registration):
        """The mark that stands, or what checking in means where there is none."""
        if registration.attendance == Attendance.UNMARKED and registration.arrived_at:
            return spent(self.session, registration)
        return registration.attendance, registration.minutes_attended

    def choices_for(self, attendance):
        """“In part” only where somebody has said so."""
        extra = [(Attendance.PARTLY, _("In part"))] if attendance == Attendance.PARTLY else []
        return [*self.MARKS[:3], *extra, *self.MARKS[3:]]

    def clean(self):
        """Ask for the minutes of who was there for a part only."""
        cleaned = super().clean()
        for found in self.registrations:
            minutes = cleaned.get(f"minutes-{found.pk}", 1)
            if cleaned.get(f"mark-{found.pk}") in IN_PART and not minutes:
                self.add_error(f"minutes-{found.pk}", _("How many minutes was this person there?"))
        return cleaned

    def mark_of(self, registration):
        """The mark tapped; minutes count only with the marks that have some."""
        pk = registration.pk
        chosen = self.cleaned_data[f"mark-{pk}"] or self._rest()
        if chosen in IN_PART:
            return Attendance(chosen), self.cleaned_data[f"minutes-{pk}"]
        whole = {Attendance.ATTENDED: self.session.minutes, Attendance.ABSENT: 0}
        return Attendance(chosen), whole.get(chosen)


class WalkInForm(forms.Form):
    """Somebody to add, and why where every seat is taken."""

    person = forms.IntegerField(min_value=1, max_value=2**62)
    reason = forms.CharField(required=False, max_length=200)


class GroupForm(forms.Form):
    """Several people, one a line: a staff number, user name or e-mail, and minutes where it was not all the time."""

    people = forms.CharField(
        label=gettext_lazy("People"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8, "class": "input", "autocapitalize": "none", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One a line: staff number, user name or e-mail. Add a comma and minutes where somebody was not there all "
            "the time: ana.teacher, 45"
        ),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "input"}),
        help_text=gettext_lazy("Needed where no seat is free. It stays on record."),
    )

    def __init__(self, *args, session, **kwargs):
        """Let nobody be longer at ``session`` than it lasted."""
        super().__init__(*args, **kwargs)
        self.longest = session.minutes

    def clean_people(self):
        """``{person: minutes or None}``; every line that cannot be read is named."""
        lines = [line.strip() for line in self.cleaned_data["people"].splitlines() if line.strip()]
        if len(lines) > MOST_AT_ONCE:
            raise forms.ValidationError(_("Please enter at most %(most)s people at a time.") % {"most": MOST_AT_ONCE})
        lookup, found, wrong = People(), {}, []
        for line in lines:
            try:
                name, minutes = self._read(line)
                found[lookup.find(name)] = minutes
            except BadCell as trouble:
                wrong.append(str(trouble))
        if wrong:
            raise forms.ValidationError(wrong)
        people = attendance_queries.people().in_bulk(found)
        if len(people) < len(found):
            raise forms.ValidationError(_("Somebody in this list has a closed account."))
        return {people[pk]: minutes for pk, minutes in found.items()}

    def _read(self, line):
        """``(name, minutes or None)`` of one line."""
        name, _comma, minutes = (part.strip() for part in line.replace("\t", ",").replace(";", ",").partition(","))
        if not minutes:
            return name, None
        if not (minutes.isascii() and minutes.isdigit() and len(minutes) < 6 and 0 < int(minutes) <= self.longest):
            words = _("%(name)s: the minutes must lie between 1 and %(most)s.")
            raise BadCell(words % {"name": short(name), "most": self.longest})
        return name, int(minutes)


def was_of(registration):
    """How a row stands, as a word that the page carries: version, mark, minutes."""
    minutes = registration.minutes_attended
    return f"{registration.mark_version}|{registration.attendance}|{'' if minutes is None else minutes}"


def _read_was(text):
    """``(version, mark)`` of such a word; None and a mark that nothing equals where it is no such word."""
    version, _bar, mark = text.partition("|")
    attendance, _bar, minutes = mark.partition("|")
    if not (version.isascii() and version.isdigit() and len(version) < 10 and attendance in Attendance.values):
        return None, None
    return int(version), (Attendance(attendance), int(minutes) if minutes.isascii() and minutes.isdigit() else None)


def _meanwhile(registration):
    """What stands now in a row that a colleague has marked."""
    values = {
        "name": registration.marked_by or _("The check-in"),
        "mark": registration.get_attendance_display(),
        "time": f"{timezone.localtime(registration.marked_at):%H:%M}",
    }
    return _("%(name)s marked this at %(time)s as: %(mark)s. Save again to put yours in its place.") % values
