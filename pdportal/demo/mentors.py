"""The demo's mentoring: pairings at different stages, with two terms of meetings."""

import datetime as dt
import uuid

from mentoring import agreements, buddies, checklist, confirming, goals, meetings, pairing
from mentoring.choices import DisputeReason, EndCode, MeetingKind, MeetingTopic
from mentoring.pair_records import AgreementVersion
from pdportal.demo.moments import at

PLACES = {
    # new librarian by number: (mentor by number, days after the start until the pairing began)
    0: (0, 4),
    3: (0, 6),
    4: (1, 9),
}
GOALS = [
    ("Know every teacher of the building by name", -20),
    ("Teach one lesson a month together with a teacher", 45),
    ("Weed the nonfiction shelves with the list we made", 90),
]
PROPOSED = (2, 3)
DISPUTED = 4
MONTHS_BEFORE = dt.timedelta(days=150)
UNANSWERED = dt.timedelta(days=20)  # the latest meetings wait for the other one's word
LAST_YEAR = [(3, 9), (4, 10), (5, 11)]
NOTES = [
    "We went through the ordering calendar. She would like to see a purchase request from start to end.",
    "Walked the room together; the quiet corner works. Next time: the weeding list.",
    "Talked about the first observed lesson. Confident with the class, unsure about time.",
]
KINDS = [MeetingKind.TALK, MeetingKind.VISIT, MeetingKind.TALK, MeetingKind.OBSERVATION, MeetingKind.CO_TEACHING]
TOPICS = list(MeetingTopic)


class Mentors:
    """Makes pairings and logs their meetings."""

    def __init__(self, district, pages):
        self.district = district
        self.programme = pages["programmes", "new-librarians"]
        self.coordinator = district.accounts["coordinator"]
        self.today = district.today

    def pair(self):
        """This year's pairings, a proposal, and last year's, which have ended."""
        for number, (mentor, days) in PLACES.items():
            mentee = self.district.new_librarians[number]
            start = mentee.appointments.get().starts_on + dt.timedelta(days=days)
            found = self._begin(self.district.mentors[mentor], mentee, start)
            self._meet(found, start + dt.timedelta(days=3), self.today - dt.timedelta(days=2), every=16)
            self._plan(found, number)
            self._agree(found)
            if number == DISPUTED:
                self._dispute(found)
        number, mentor = PROPOSED
        pairing.propose(
            self.programme, self.district.mentors[mentor], self.district.new_librarians[number], by=self.coordinator,
            starts_on=self.today,
        )  # fmt: skip
        for mentor, mentee in LAST_YEAR:
            self._last_year(self.district.mentors[mentor], self.district.librarians[mentee])

    def _begin(self, mentor, mentee, start):
        moment = at(start, 9)
        found = pairing.propose(
            self.programme, mentor, mentee, by=self.coordinator, starts_on=start, at=at(start - dt.timedelta(days=2), 9)
        )
        return pairing.activate(found, by=self.coordinator, at=moment) or found

    def _meet(self, found, first, last, *, every):
        day, number = first, 0
        while day <= last:
            held_on = self.district.calendar.next_open(day)
            if held_on <= last:
                who = found.mentor if number % 2 == 0 else found.mentee
                logged = meetings.log(
                    found, by=who, held_on=held_on, minutes=(45, 30, 60)[number % 3], kind=KINDS[number % len(KINDS)],
                    topics=[TOPICS[number % len(TOPICS)], TOPICS[(number + 3) % len(TOPICS)]],
                    note=NOTES[number % len(NOTES)], form_key=uuid.uuid4(), at=at(held_on, 17),
                )  # fmt: skip
                if self.today - held_on > UNANSWERED:
                    confirming.confirm(logged, by=found.other_than(who), at=at(held_on, 19))
            day += dt.timedelta(days=every)
            number += 1

    def _plan(self, found, number):
        day = self.district.calendar.next_open(self.today + dt.timedelta(days=8 + number))
        meetings.plan(found, by=found.mentor, held_on=day, start_time=dt.time(14 + number % 2, 15), minutes=45)

    def _agree(self, found):
        """Signatures, goals, ticks and a building buddy; the last mentee has not signed yet."""
        version = agreements.latest_of(self.programme.translation_key)
        AgreementVersion.objects.filter(pk=version.pk).update(published_at=at(found.starts_on - MONTHS_BEFORE, 8))
        late = found.mentee == self.district.new_librarians[DISPUTED]
        for person in [found.mentor] if late else [found.mentor, found.mentee]:
            agreements.sign(found, by=person, number=version.number, at=at(found.starts_on, 15))
        for place, (words, days) in enumerate(GOALS):
            goal = goals.add(
                found, by=found.mentee, text=words, due_on=self.today + dt.timedelta(days=days), form_key=uuid.uuid4()
            )
            if place == 0:
                goals.mark(goal, by=found.mentee, done=True)
        for block in list(self.programme.checklist)[:4]:
            if not block.value["activity"]:
                checklist.tick(found, by=found.mentee, item=uuid.UUID(block.id), at=at(self.today, 8))
        buddy = buddies.candidates(found, self.today).order_by("pk").first()
        if buddy:
            buddies.name(found, buddy, by=found.mentee, at=at(found.starts_on, 16))

    def _dispute(self, found):
        """The mentee remembers one of the mentor's meetings as shorter."""
        meeting = found.meetings.held().filter(logged_by=found.mentor).first()
        confirming.dispute(
            meeting, by=found.mentee, reason=DisputeReason.MINUTES, at=at(self.today, 8),
            note="I had to leave for bus duty after half an hour.",
        )  # fmt: skip

    def _last_year(self, mentor, mentee):
        first = self.today.year - 1 if self.today.month >= 7 else self.today.year - 2
        start, end = dt.date(first, 8, 25), dt.date(first + 1, 5, 20)
        found = self._begin(mentor, mentee, start)
        self._meet(found, start + dt.timedelta(days=10), end - dt.timedelta(days=5), every=27)
        pairing.end(found, by=self.coordinator, code=EndCode.COMPLETED, ends_on=end)
