"""The demo's second programme: aides who asked for a mentor, one of them still waiting, and one who has finished."""

import datetime as dt
import uuid

from mentoring import agreements, checklist, completing, confirming, matching, meetings, pairing, profiles, suitability
from mentoring.choices import MeetingKind, MeetingTopic
from mentoring.matching_choices import MeetingWay, Skill, Travel
from mentoring.pair_records import AgreementVersion
from pdportal.demo.moments import at

MINUTES = 20
EVERY = dt.timedelta(days=14)
# Aide by number: days ago on which the pair began, days ago on which it was completed (None: it goes on).
PAIRS = {0: (75, None), 2: (48, None), 5: (260, 150)}
ASKING = 4
TOPICS = [MeetingTopic.ROOM, MeetingTopic.COLLECTION, MeetingTopic.TECHNOLOGY, MeetingTopic.PEOPLE]


class Aides:
    """Makes the pairs of library aides and what they logged."""

    def __init__(self, district, pages):
        self.district, self.today = district, district.today
        self.programme = pages["programmes", "aides"]
        self.coordinator = district.accounts["coordinator"]

    def pair(self):
        """Pairs with mentors who took the training, one who may begin without it, and an aide who waits."""
        version = agreements.latest_of(self.programme.translation_key)
        first_day = self.today - dt.timedelta(days=400)
        AgreementVersion.objects.filter(pk=version.pk).update(published_at=at(first_day, 8))
        for number, (began, ended) in PAIRS.items():
            if not ended:
                self._ask(self.district.aides[number])
            start = self.district.calendar.previous_open(self.today - dt.timedelta(days=began))
            end = self.today - dt.timedelta(days=ended or 4)
            found = self._begin(self._mentor_for(number, start), self.district.aides[number], start, version)
            self._meet(found, start + dt.timedelta(days=2), end)
            if ended:
                completing.complete(found, by=self.coordinator, at=at(end + dt.timedelta(days=2), 10))
        self._ask(self.district.aides[ASKING])

    def _mentor_for(self, number, day):
        """One of those trained by then; the mentor of the first pair finished later and was let in with a reason."""
        trained = suitability.trained_mentors(self.programme, day)
        mentors = [mentor for mentor in self.district.mentors[3:] if not self._is_away(mentor)]
        ready = [mentor for mentor in mentors if mentor.pk in trained]
        if ready and number:
            return ready[number % len(ready)]
        mentor = next((mentor for mentor in mentors if mentor.pk not in trained), mentors[0])
        matching.override_training(
            self.programme, mentor, reason="Takes the privacy course this month; the pair begins with shelving.",
            by=self.coordinator, at=at(day - dt.timedelta(days=3), 11),
        )  # fmt: skip
        return mentor

    def _is_away(self, mentor):
        profile = suitability.profile_of(mentor)
        return bool(profile and profile.paused_until)

    def _ask(self, aide):
        profiles.save(
            aide, as_mentee=True, system="Destiny", languages=["en"], needs=[Skill.values[0], Skill.values[1]],
            travel=Travel.STAYS, meeting_way=MeetingWay.EITHER, wishes=[], never=[], at=at(self.today, 7),
        )  # fmt: skip

    def _begin(self, mentor, aide, start, version):
        before = at(start - dt.timedelta(days=1), 9)
        found = pairing.propose(
            self.programme, mentor, aide, by=self.coordinator, starts_on=start, at=before
        )  # fmt: skip
        found = pairing.activate(found, by=self.coordinator, at=at(start, 9))
        for person in (mentor, aide):
            agreements.sign(found, by=person, number=version.number, at=at(start, 15))
        for block in list(self.programme.checklist)[:2]:
            checklist.tick(found, by=aide, item=uuid.UUID(block.id), at=at(start + dt.timedelta(days=20), 8))
        return found

    def _meet(self, found, first, last):
        day, number = first, 0
        while day <= last:
            held_on = self.district.calendar.next_open(day)
            if held_on <= last:
                logged = meetings.log(
                    found, by=found.mentor, held_on=held_on, minutes=MINUTES, kind=MeetingKind.TALK,
                    topics=[TOPICS[number % len(TOPICS)]], note="", form_key=uuid.uuid4(), at=at(held_on, 16),
                )  # fmt: skip
                confirming.confirm(logged, by=found.mentee, at=at(held_on, 17))
            day, number = day + EVERY, number + 1
