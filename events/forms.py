"""Forms of the event catalogue and calendar; those of the admin are in ``admin_forms``."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events import queries
from events.choices import EventKind
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
