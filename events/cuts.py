"""The cuts of the public calendar that have a feed of their own: all of it, a topic, a building, an audience."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from events import queries
from pdportal.people.audience import may_ask
from pdportal.people.choices import Role
from pdportal.people.records import School
from pdportal.transcripts.pages import Topic


@dataclass(frozen=True)
class Cut:
    """A part of the public calendar: ``kind`` is ``all``, ``topic``, ``school`` or ``audience``; ``word``, which."""

    kind: str = "all"
    word: str = ""

    @property
    def path(self):
        """Where its feed is."""
        return reverse(f"feeds:{self.kind}", args=[self.word] if self.word else [])

    def name(self):
        """The feed's name in the portal's first language; None where there is no such topic, building or role."""
        with translation.override(settings.LANGUAGE_CODE):
            names = {"district": settings.DISTRICT_NAME}
            if self.kind == "all":
                return _("%(district)s: professional development") % names
            label = _label(self.kind, self.word)
            return label and _("%(district)s: %(topic)s") % (names | {"topic": label})

    def of(self, sessions):
        """Those of ``sessions`` that belong to it."""
        if self.kind == "topic":
            return sessions.filter(event__topics__slug=self.word)
        if self.kind == "school":
            return sessions.filter(school__code=self.word)
        if self.kind == "audience":
            return sessions.exclude(event__in=_closed_to(self.word))
        return sessions


def _label(kind, word):
    if kind == "audience":
        return Role(word).label if word in Role.values else None
    rows = Topic.objects.filter(slug=word) if kind == "topic" else School.objects.filter(code=word)
    found = rows.first()
    return found and str(found)


def _closed_to(role):
    """Keys of the events whose audience holds nobody in ``role``; an event without an audience is for everybody."""
    return [pk for pk, rule in queries.ruled_events() if not may_ask(rule, role)]
