"""Forms of the event catalogue and calendar; those of the admin are in ``admin_forms``."""

from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from events import offers, queries
from events.choices import EntryKind, EventKind, Source
from events.cuts import Cut
from pdportal.common import lists
from pdportal.common.imports import TableUnreadable
from pdportal.common.numbers import small_number
from pdportal.partners import queries as partners
from pdportal.people.choices import Role
from pdportal.people.records import School
from pdportal.transcripts.pages import Topic


class CatalogueFilter(forms.Form):
    """What of the catalogue somebody wants to see; what cannot be read is left out, never an error."""

    q = forms.CharField(label=_("Search events"), required=False, max_length=100)
    topic = forms.ModelChoiceField(
        Topic.objects.all(), label=_("Topic"), required=False, to_field_name="slug", empty_label=_("All topics")
    )
    join = forms.BooleanField(label=_("Only what I can still join"), required=False)
    audience = forms.ChoiceField(label=_("For"), required=False, choices=[("", _("All roles")), *Role.choices])
    school = forms.ModelChoiceField(
        School.objects.all(), label=_("Building"), required=False, to_field_name="code", empty_label=_("All buildings")
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *EventKind.choices])
    source = forms.ChoiceField(
        label=_("Whose events"), required=False, choices=[("", _("Ours and our partners'")), *Source.choices]
    )
    open = forms.BooleanField(label=_("Only with open seats"), required=False)
    online = forms.BooleanField(label=_("Only online"), required=False)

    RARE = ("audience", "school", "kind", "source", "open", "online")
    TICKS = ("join", "open", "online")

    def chosen(self):
        """The filters that could be read, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def apply(self, sessions, viewer, *, at=None):
        """Those of ``sessions`` (annotated by ``with_seats``) that pass the filters of ``viewer``."""
        chosen = self.chosen()
        if chosen.get("source") == Source.PARTNERS:
            return sessions.none()
        if "q" in chosen:
            sessions = sessions.filter(event__translation_key__in=queries.matching(chosen["q"]))
        if "topic" in chosen:
            sessions = sessions.filter(event__topics=chosen["topic"])
        if "audience" in chosen:
            sessions = Cut("audience", chosen["audience"]).of(sessions)
        if "school" in chosen:
            sessions = sessions.filter(school=chosen["school"])
        if "kind" in chosen:
            sessions = sessions.filter(event__kind=chosen["kind"])
        if "online" in chosen:
            sessions = sessions.exclude(online_url="")
        if "join" in chosen:
            sessions = offers.joinable(sessions, viewer, at=at)
        return queries.with_open_seats(sessions) if "open" in chosen else sessions

    def of_partners(self, first, last):
        """Partners' entries from ``first`` to ``last`` that pass; they know no topics, roles, buildings or seats."""
        chosen = self.chosen()
        if chosen.get("source") == Source.OWN or chosen.keys() - {"source", "q"}:
            return partners.between(first, last).none()
        return partners.matching(partners.between(first, last), chosen.get("q", ""))

    @property
    def query(self):
        """The filters that could be read, as the query string that leads to them."""
        chosen = self.chosen()
        return urlencode([(name, self.data[name]) for name in self.fields if name in chosen])

    def cut(self):
        """``(Cut, label)`` of the feed that holds just what is chosen; that of everything where there is none."""
        chosen = self.chosen()
        if chosen.keys() == {"topic"}:
            return Cut("topic", chosen["topic"].slug), str(chosen["topic"])
        if chosen.keys() == {"school"}:
            return Cut("school", chosen["school"].code), str(chosen["school"])
        if chosen.keys() == {"audience"}:
            return Cut("audience", chosen["audience"]), Role(chosen["audience"]).label
        return Cut(), ""

    @property
    def usual(self):
        """The fields in sight."""
        return self._those(lambda name: name not in self.RARE and name not in self.TICKS)

    @property
    def ticks(self):
        """The boxes in sight."""
        return self._those(lambda name: name not in self.RARE and name in self.TICKS)

    @property
    def rare(self):
        """The fields behind “More filters”."""
        return self._those(lambda name: name in self.RARE and name not in self.TICKS)

    @property
    def rare_ticks(self):
        """The boxes behind “More filters”."""
        return self._those(lambda name: name in self.RARE and name in self.TICKS)

    @property
    def has_rare(self):
        """True where one of the filters behind “More filters” is in force."""
        return any(name in self.chosen() for name in self.RARE)

    def _those(self, condition):
        return [self[name] for name in self.fields if condition(name)]


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


class PeopleListForm(forms.Form):
    """A list of people to sign up, pasted or as a file; ``names`` is what it holds, in its order."""

    people = forms.CharField(
        label=_("People"),
        required=False,
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 8, "class": "input", "autocapitalize": "none", "spellcheck": "false"}),
        help_text=_("One a line: staff number, user name or e-mail. The first in the list is the first in line."),
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        allow_empty_file=True,
        help_text=_(
            "CSV or XLSX, with a column called staff number, e-mail, user name or person; without headings the first "
            "column counts."
        ),
    )

    def clean(self):
        """Read the one list that was given; what cannot be read is said at its field."""
        cleaned = super().clean()
        text, file = cleaned.get("people"), cleaned.get("file")
        if self.errors:
            return cleaned
        if bool(text) == bool(file is not None):
            raise forms.ValidationError(_("Please paste a list or choose a file; one of the two."))
        try:
            cleaned["names"] = lists.names_in_text(text) if text else lists.names_in_file(file)
        except TableUnreadable as refusal:
            self.add_error("people" if text else "file", str(refusal))
        return cleaned


class AnswerForm(forms.Form):
    """The answer to requests to go, and why; the requests themselves are ticked in the list."""

    answer = forms.ChoiceField(choices=[("approve", ""), ("refuse", "")])
    reason = forms.CharField(required=False, max_length=200)


class PresenceForm(forms.Form):
    """“I was there”: how long, and what speaks for it."""

    minutes = forms.IntegerField(label=_("Minutes I was there"), min_value=1)
    note = forms.CharField(
        label=_("What speaks for it"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: I came late and sat beside Ana; the code could not be scanned."),
    )

    def __init__(self, *args, session, **kwargs):
        """Let nobody be longer at ``session`` than it lasted."""
        super().__init__(*args, **kwargs)
        self.fields["minutes"].initial = session.minutes
        self.fields["minutes"].max_value = session.minutes
        self.fields["minutes"].validators.append(MaxValueValidator(session.minutes))
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"


class PresenceAnswerForm(forms.Form):
    """The answer to “I was there”: minutes where it is granted, a reason where it is not."""

    answer = forms.ChoiceField(choices=[("grant", ""), ("refuse", "")])
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def __init__(self, *args, session, **kwargs):
        """Let nobody be longer at ``session`` than it lasted."""
        super().__init__(*args, **kwargs)
        self.fields["minutes"].validators.append(MaxValueValidator(session.minutes))
