"""Asks pairs how it goes: in the middle of each semester, and in the last weeks of the school year."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from mentoring.queries import programmes
from mentoring.records import Pairing
from pdportal.common.dates import today
from pdportal.evaluations import asking
from pdportal.evaluations.choices import SurveyKind
from pdportal.evaluations.records import Survey
from pdportal.people.records import Leave, SchoolYear
from pdportal.transcripts.activities import Activity

LATE = dt.timedelta(days=21)  # a middle that lies further back is not asked about any more
BEFORE_THE_END = dt.timedelta(days=14)
SETTLED = dt.timedelta(days=28)  # pairs younger than that have nothing to say yet


def open_due(at=None):
    """Open the surveys whose day has come, for every programme; returns how many. Twice changes nothing."""
    at = at or timezone.now()
    due = _due(today(at))
    if not due:
        return 0
    asked = set(
        Survey.objects.filter(kind__in=[SurveyKind.PULSE, SurveyKind.CLOSING]).values_list("occasion", flat=True)
    )
    opened = 0
    for programme in programmes():
        for kind, word in due:
            occasion = f"{kind}-{programme.translation_key}-{word}"
            opened += occasion not in asked and _ask(programme, kind, occasion, at)
    return opened


def _due(on):
    """``[(kind, word for the time)]`` of what is asked on the date ``on``."""
    found = []
    for year in SchoolYear.objects.filter(starts_on__lte=on, ends_on__gte=on):
        semesters = [
            (year.starts_on, year.semester_1_ends_on),
            (year.semester_1_ends_on + dt.timedelta(days=1), year.ends_on),
        ]
        for number, (first, last) in enumerate(semesters, 1):
            if dt.timedelta(0) <= on - (first + (last - first) / 2) <= LATE:
                found.append((SurveyKind.PULSE, f"{year.name}-{number}"))
        if on >= year.ends_on - BEFORE_THE_END:
            found.append((SurveyKind.CLOSING, year.name))
    return found


def _ask(programme, kind, occasion, at):
    """Ask both of every pair in force that had time to settle and is at work."""
    on = today(at)
    away = Leave.objects.filter(Q(last_day=None) | Q(last_day__gte=on), first_day__lte=on).values("person")
    pairs = Pairing.objects.in_force(on).filter(
        programme__translation_key=programme.translation_key, starts_on__lte=on - SETTLED
    )
    people = {person.pk: person for pair in pairs.with_people().order_by("pk") for person in (pair.mentor, pair.mentee)}
    absent = set(away.filter(person__in=people).values_list("person", flat=True))
    people = [person for pk, person in people.items() if pk not in absent]
    if not people:
        return False
    activity = Activity.of(programme)
    asking.ask(
        people, kind=kind, occasion=occasion, activity=activity.key, titles=activity.titles,
        topics=list(activity.topics), held_on=on, at=at,
    )  # fmt: skip
    return True
