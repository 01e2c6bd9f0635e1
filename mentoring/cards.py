"""What the mentoring pages show of pairings, put together in a fixed number of queries for any number of them."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from courses.trail import NextStep, Trail
from mentoring import checklist, hours, queries
from mentoring.hours import PairHours
from mentoring.records import Meeting, Pairing
from pdportal.common.dates import today
from pdportal.people.queries import appointments_on

STUCK_DAYS = 14


@dataclass(frozen=True)
class Stuck:
    """A lesson that was begun and then left alone for so many days."""

    title: str
    url: str
    days: int


@dataclass
class Card:
    """One pairing as one of the two sees it.

    ``step``, ``stuck`` and ``sign_offs`` stay empty but for the mentor in force.
    """

    on: dt.date
    pairing: Pairing
    other: Any
    is_mentor: bool
    in_force: bool
    hours: PairHours
    appointment: Any = None
    step: NextStep | None = None
    stuck: tuple = ()
    sign_offs: tuple = ()
    meetings: tuple = ()

    @property
    def initials(self):
        """The first letters of the other's names."""
        return (self.other.first_name[:1] + self.other.last_name[:1]) or self.other.username[:2]

    @property
    def next_meeting(self):
        """The first meeting planned from that day on."""
        ahead = [meeting for meeting in self._planned() if meeting.held_on >= self.on]
        return ahead[0] if ahead else None

    @property
    def overdue_plans(self):
        """Meetings whose day has passed without a word on whether they took place."""
        return [meeting for meeting in self._planned() if meeting.held_on < self.on]

    def _planned(self):
        planned = [meeting for meeting in self.meetings if meeting.is_planned]
        return sorted(planned, key=lambda meeting: (meeting.held_on, meeting.start_time))


@dataclass(frozen=True)
class Around:
    """The pairings that ``person`` has a part in, loaded once, and what My mentoring shows of them on a date."""

    person: Any
    pairings: tuple[Pairing, ...]
    on: dt.date

    @classmethod
    def of(cls, person, *, at=None):
        """Load them; one query."""
        return cls(person, tuple(queries.pairings_around(person)), today(at))

    @cached_property
    def own(self):
        """Those whose page ``person`` may open, as ``pairings_visible_to`` finds them."""
        return [each for each in self.pairings if each.activated_at and each.has(self.person)]

    @property
    def partners(self):
        """The ids of everybody ``person`` is or was in a pairing with, in order."""
        return sorted({each.other_id(self.person) for each in self.own})

    @property
    def offers(self):
        """The requests that wait for ``person`` as mentor, the next deadline first."""
        found = [getattr(each, "offer", None) for each in self.pairings if each.mentor_id == self.person.pk]
        waiting = [offer for offer in found if offer and offer.is_open(self.on)]
        return sorted(waiting, key=lambda offer: (offer.answer_by, offer.pk))

    @property
    def buddy_of(self):
        """The pairings in force in which ``person`` is the building buddy, by the mentee's name."""
        found = [each for each in self.pairings if each.buddy_id == self.person.pk and each.is_in_force(self.on)]
        return sorted(found, key=lambda each: (each.mentee.last_name, each.pk))


def cards_of(around):
    """The Cards of a person: those in force or ahead first, then those that have ended; by the other's name."""
    found = _cards(around.own, around.person, around.on)
    mentored = [card for card in found if card.is_mentor and card.in_force]
    trail = Trail([card.other for card in mentored], as_of=around.on) if mentored else None
    for card in mentored:
        _show_learning(card, trail)
    return sorted(found, key=lambda card: (not card.pairing.is_active, card.other.last_name, card.other.first_name))


def card_of(pairing, person, *, at=None):
    """The Card of one pairing, the mentee's paths (for the mentor) and the months of the checklist (for both).

    Paths and months are empty before the pairing begins and after it has ended.
    """
    on = today(at)
    (card,) = _cards([pairing], person, on)
    if not card.in_force:
        return card, [], []
    trail = Trail([pairing.mentee], as_of=on, extra_keys=checklist.activity_keys(pairing.programme))
    months = checklist.months_of(pairing, trail, on)
    if not card.is_mentor:
        return card, [], months
    _show_learning(card, trail)
    return card, trail.path_progress(pairing.mentee), months


def _show_learning(card, trail):
    """Put on the mentor's card where the mentee stands."""
    card.step, card.stuck = trail.next_step(card.other), _stuck(trail, card.other, card.on)
    card.sign_offs = trail.handed_in_by(card.other)


def _stuck(trail, mentee, on):
    """The lessons ``mentee`` left alone for STUCK_DAYS, the longest first; what waits for a sign-off is not stuck."""
    found = []
    for enrollment, *_earlier in trail.enrollments_of(mentee):
        opened = enrollment.last_opened_at
        days = (on - today(opened)).days if opened and enrollment.completed_at is None else 0
        step = trail.step(mentee, enrollment.activity_key) if days >= STUCK_DAYS else None
        for each in step.lessons if step else ():
            if each.state == "now" and each.lesson.key not in trail.waiting[enrollment.pk]:
                found.append(Stuck(each.lesson.title, each.lesson.url, days))
    return tuple(sorted(found, key=lambda stuck: -stuck.days))


def _cards(pairings, person, on):
    meetings = _meetings(pairings)
    every = [meeting for found in meetings.values() for meeting in found]
    found = hours.of_pairings(pairings, on=on, meetings=every)
    active = {pairing.pk for pairing in pairings if pairing.is_active and pairing.starts_on <= on}
    others = {pairing.pk: pairing.other_than(person) for pairing in pairings}
    places = _appointments([other.pk for other in others.values()], on)
    return [
        Card(
            on=on,
            pairing=pairing,
            other=others[pairing.pk],
            is_mentor=pairing.mentor_id == person.pk,
            in_force=pairing.pk in active,
            hours=found[pairing.pk],
            appointment=places.get(others[pairing.pk].pk),
            meetings=tuple(meetings[pairing.pk]),
        )
        for pairing in pairings
    ]


def _appointments(people, on):
    """The first appointment of each of ``people`` in force on ``on``, by person."""
    found = {}
    for appointment in appointments_on(on).filter(person__in=people).select_related("school").order_by("starts_on"):
        found.setdefault(appointment.person_id, appointment)
    return found


def _meetings(pairings):
    """All meetings by pairing, the latest first."""
    found = defaultdict(list)
    known = {pairing.pk: pairing for pairing in pairings}
    for meeting in Meeting.objects.filter(pairing__in=known).select_related("logged_by"):
        meeting.pairing = known[meeting.pairing_id]
        found[meeting.pairing_id].append(meeting)
    return found
