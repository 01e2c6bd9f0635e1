"""The short forms of mentoring: log, plan, move, correct, and a private note."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.choices import LEAST_MINUTES, MOST_MINUTES, QUICK_MINUTES, DisputeReason, MeetingKind, MeetingTopic
from mentoring.goals import MOST_CHARACTERS as MOST_OF_A_GOAL
from mentoring.notes import MOST_CHARACTERS
from pdportal.common.dates import today

OWN = "own"


class DateInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self, **kwargs):
        """Use ISO dates, which is what the picker speaks in every language."""
        super().__init__(format="%Y-%m-%d", **kwargs)


class LengthForm(forms.Form):
    """How long a meeting was: one tap for the usual lengths, a field for any other."""

    length = forms.ChoiceField(
        label=_("Minutes"),
        choices=[*((str(minutes), str(minutes)) for minutes in QUICK_MINUTES), (OWN, _("Other"))],
        widget=forms.RadioSelect,
        initial="30",
    )
    own_minutes = forms.IntegerField(
        label=_("Other number of minutes"),
        required=False,
        min_value=LEAST_MINUTES,
        max_value=MOST_MINUTES,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    @staticmethod
    def initial_for(minutes):
        """The initial values that stand for ``minutes``."""
        quick = minutes in QUICK_MINUTES
        return {"length": str(minutes) if quick else OWN, "own_minutes": None if quick else minutes}

    def clean(self):
        """Put the number chosen or typed into ``minutes``; where both are given and differ, ask which one is meant."""
        data = super().clean()
        length, own = data.pop("length", None), data.pop("own_minutes", None)
        if length == OWN and own is not None:
            data["minutes"] = own
        elif length == OWN and "own_minutes" not in self.errors:
            self.add_error("own_minutes", _("Please type the number of minutes."))
        elif length not in {OWN, None}:
            data["minutes"] = int(length)
            if own not in {None, data["minutes"]}:
                self.add_error("own_minutes", _("Choose “Other” to use this number, or empty the field."))
        return data


class DetailsForm(LengthForm):
    """What a meeting was: minutes, kind and topics."""

    kind = forms.ChoiceField(label=_("Kind"), choices=MeetingKind, initial=MeetingKind.TALK, widget=forms.RadioSelect)
    topics = forms.MultipleChoiceField(
        label=_("Topics"), choices=MeetingTopic, required=False, widget=forms.CheckboxSelectMultiple
    )


class EditForm(DetailsForm):
    """What a meeting was, and on which day; an empty day leaves it."""

    held_on = forms.DateField(label=_("Date"), widget=DateInput, required=False)

    field_order = ["held_on", "length", "own_minutes", "kind", "topics"]


class NoteForm(forms.Form):
    """A note of one person on one meeting, for both of the pair or for the writer alone; empty removes it."""

    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
        help_text=_("Only the two of you can ever read it. Do not name students."),
    )
    private = forms.BooleanField(label=_("Only for me: not even the other one reads it"), required=False)


class DisputeForm(NoteForm):
    """In what the other one differs, and a word for the pair."""

    reason = forms.ChoiceField(label=_("What is different?"), choices=DisputeReason, widget=forms.RadioSelect)

    field_order = ["reason", "note", "private"]


class HoldForm(NoteForm, DetailsForm):
    """What a planned meeting came to; ``another`` is shown where a meeting stands on that day already."""

    another = forms.BooleanField(label=_("Yes, we met twice on that day"), required=False)

    field_order = ["another", "length", "own_minutes", "kind", "topics", "note", "private"]


class KeyedForm(forms.Form):
    """A form that makes one thing, however often it is posted."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class GoalForm(KeyedForm):
    """Something the mentee wants to reach."""

    text = forms.CharField(
        label=_("Goal"),
        max_length=MOST_OF_A_GOAL,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Only the two of you can ever read it. Do not name students."),
    )
    due_on = forms.DateField(label=_("By"), widget=DateInput, required=False)


class LogForm(HoldForm, KeyedForm):
    """A meeting that took place; fits one phone screen."""

    held_on = forms.DateField(label=_("Date"), widget=DateInput, initial=today)

    field_order = ["held_on", *HoldForm.field_order]


class MoveForm(LengthForm):
    """Another day or hour for a planned meeting."""

    held_on = forms.DateField(label=_("Date"), widget=DateInput)
    start_time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    field_order = ["held_on", "start_time"]


class PlanForm(MoveForm, KeyedForm):
    """A meeting that lies ahead."""

    kind = forms.ChoiceField(label=_("Kind"), choices=MeetingKind, initial=MeetingKind.TALK)
