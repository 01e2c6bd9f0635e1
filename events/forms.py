"""Forms of the event catalogue and calendar; those of the admin are in ``admin_forms``."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events import queries
from events.choices import EntryKind, EventKind
from pdportal.common.numbers import small_number
from pdportal.transcripts.pages import Topic


class CatalogueFilter(forms.Form):
    """Words, topic, kind and “only with open seats”; what cannot be read is left out, never an error."""

    q = forms.CharField(label=_("Search events"), required=False, max_length=100)
    topic = forms.ModelChoiceField(
        Topic.objects.all(), label=_("Topic"), required=False, to_field_name="slug", empty_label=_("All topics")
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *EventKind.choices])
    open = forms.BooleanField(label=_("Only with open seats"), required=False)

    def chosen(self):
        """The filters that could be read, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def apply(self, sessions):
        """Those of ``sessions`` (annotated by ``with_seats``) that pass the filters."""
        chosen = self.chosen()
        if "q" in chosen:
            sessions = sessions.filter(event__translation_key__in=queries.matching(chosen["q"]))
        if "topic" in chosen:
            sessions = sessions.filter(event__topics=chosen["topic"])
        if "kind" in chosen:
            sessions = sessions.filter(event__kind=chosen["kind"])
        return queries.with_open_seats(sessions) if "open" in chosen else sessions


class CalendarContentForm(forms.Form):
    """What goes into somebody's personal calendar."""

    kinds = forms.MultipleChoiceField(
        label=_("What goes into my calendar"),
        choices=EntryKind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Please keep at least one. To end your calendar, withdraw its address."),
            "invalid_choice": _("Please choose from the list."),
        },
    )


class PeopleField(forms.ModelMultipleChoiceField):
    """Ticked people; numbers that no database holds are nobody."""

    def clean(self, value):
        """The people chosen."""
        return super().clean([pk for pk in value or [] if small_number(pk) > 0])


class ColleaguesForm(forms.Form):
    """Colleagues to sign up, by ticking names; ``people`` are those one may choose."""

    people = PeopleField(
        None,
        label=_("Colleagues"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Please tick at least one colleague."),
            "invalid_choice": _(
                "Somebody you ticked is signed up already, or is not a colleague whom this is for. Please look again."
            ),
        },
    )

    def __init__(self, *args, people, **kwargs):
        """Offer ``people``, a queryset."""
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people


class AnswerForm(forms.Form):
    """The answer to requests to go, and why; the requests themselves are ticked in the list."""

    answer = forms.ChoiceField(choices=[("approve", ""), ("refuse", "")])
    reason = forms.CharField(required=False, max_length=200)
