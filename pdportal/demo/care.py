"""Where the demo's pairs need attention: one without contact, two concerns, surveys half-way and at the end."""

import datetime as dt
import uuid

from django.utils import timezone

from mentoring import concerns, meetings, pairing, silence, surveys
from mentoring.records import Pairing
from pdportal.demo.moments import at
from pdportal.evaluations import answering, asking
from pdportal.evaluations.choices import SurveyKind
from pdportal.evaluations.records import Survey
from pdportal.people.records import SchoolYear

SILENT = (2, 12)  # mentor and mentee by number
WISHES = [
    "An hour that nobody can take away. We moved our talk four times.",
    "More visits in each other's library; talking about it is only half of it.",
    "Que las dos tengamos el mismo horario de planificación.",
]
ADVICE = [
    "Visit each other in the first month, before there is a problem.",
    "Write the questions down during the week; the talk is over before you remember them.",
    "La visita a la otra biblioteca valió más que tres reuniones.",
]


def look_after(district, pages):
    """Let one pair fall silent, raise two concerns, and ask everybody how it goes."""
    _fall_silent(district, pages["programmes", "new-librarians"])
    _raise_concerns(district)
    _ask(district)


def _fall_silent(district, programme):
    mentor, mentee = district.mentors[SILENT[0]], district.librarians[SILENT[1]]
    start, by = district.today - dt.timedelta(days=75), district.accounts["coordinator"]
    proposed = pairing.propose(programme, mentor, mentee, by=by, starts_on=start, at=at(start, 8))
    found = pairing.activate(proposed, by=by, at=at(start, 9)) or proposed
    met = district.calendar.next_open(district.today - dt.timedelta(days=48))
    meetings.log(
        found, by=mentor, held_on=met, minutes=30, kind="talk", topics=["room"], note="", form_key=uuid.uuid4(),
        at=at(met, 17),
    )  # fmt: skip
    silence.tend(at=at(district.today - dt.timedelta(days=9), 7))
    silence.tend(at=at(district.today, 7))


def _raise_concerns(district):
    """One that was talked about, and one that waits; both about this year's pairs."""
    today = district.today
    first, second = [
        Pairing.objects.with_people().get(mentee=district.new_librarians[number], status="active") for number in (3, 4)
    ]
    settled = concerns.raise_concern(
        first, by=first.mentee, at=at(today - dt.timedelta(days=30), 12),
        text="We have met in the hallway only. I would need a whole hour for the order list.",
    )  # fmt: skip
    concerns.close(
        settled, by=district.accounts["coordinator"], outcome="agreed", at=at(today - dt.timedelta(days=26), 10),
        answer="You two agreed on every second Tuesday, and I arranged cover for the library in that hour.",
    )  # fmt: skip
    concerns.raise_concern(
        second, by=second.mentee, at=at(today - dt.timedelta(days=1), 16),
        text="Our views on how long we met differ each month. I would like somebody to look at it with us.",
    )  # fmt: skip


def _ask(district):
    """Last year's pairs at its end, this year's in the middle of the semester that has one behind it."""
    moments = []
    for year in SchoolYear.objects.all():
        middle = year.starts_on + (year.semester_1_ends_on - year.starts_on) / 2
        moments += [(SurveyKind.CLOSING, year.ends_on - dt.timedelta(days=10)), (SurveyKind.PULSE, middle)]
    for kind, day in sorted(moments, key=lambda each: each[1]):
        moment = at(day, 7)
        if moment < timezone.now() and surveys.open_due(moment):
            for survey in Survey.objects.filter(kind=kind, opened_at=moment):
                _answer(survey)
    for survey in Survey.objects.filter(kind__in=[SurveyKind.PULSE, SurveyKind.CLOSING]).order_by("closes_at"):
        asking.tend(at=min(survey.closes_at, timezone.now()))


def _answer(survey):
    """All but one answer, each a little differently."""
    invitations = list(survey.invitations.select_related("person").order_by("pk"))
    for turn, invitation in enumerate(invitations[:-1]):
        answers = {
            "meets": 3 + turn % 3, "open": 5 - turn % 2, "helps": 4 + turn % 2, "wish": WISHES[turn % 3],
            "goals": 3 + turn % 2, "helped_work": 4 + turn % 2, "stay": 5 - turn % 3, "again": 4 + turn % 2,
            "advice": ADVICE[turn % 3],
        }  # fmt: skip
        answering.answer(invitation, answers, at=survey.opened_at + dt.timedelta(hours=8 + turn))
