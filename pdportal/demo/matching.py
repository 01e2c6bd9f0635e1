"""The demo's matching: profiles of mentors and new librarians, a private rule, two runs, and a mentor who is asked."""

import datetime as dt

from mentoring import matching, profiles
from mentoring.matching_choices import DEFAULT_WEIGHTS, Certification, MeetingWay, RuleKind, Skill, Travel
from mentoring.queries import unmatched

SYSTEMS = ["Destiny", "Destiny", "Alexandria"]
SKILLS = list(Skill)
ANSWER_DAYS = 7
MOVED = 4  # experienced librarians who changed schools and would like a mentor
BREAK = dt.timedelta(days=40)


def match(district, pages):
    """Everybody says something about themselves; the coordinator makes two runs and publishes the second."""
    _mentors(district)
    _newcomers(district)
    for number, person in enumerate(district.librarians[-MOVED:]):
        profiles.save(
            person, as_mentee=True, system=SYSTEMS[number % 3], certification=Certification.HELD, languages=["en"],
            needs=[SKILLS[(number * 4 + step) % len(SKILLS)] for step in range(2 + number % 2)],
            travel=Travel.STAYS, meeting_way=MeetingWay.IN_PERSON, wishes=district.mentors[:1], never=[],
        )  # fmt: skip
    programme, coordinator = pages["programmes", "new-librarians"], district.accounts["coordinator"]
    weights = {str(rule): weight for rule, weight in DEFAULT_WEIGHTS.items()}
    matching.make_run(programme, weights, by=coordinator)
    waiting = [person for person in unmatched(district.today) if not person.has_proposal]
    matching.decide(programme, district.mentors[4], waiting[0], RuleKind.FORBID, by=coordinator)
    run = matching.make_run(programme, weights, by=coordinator)
    matching.publish(run, by=coordinator, starts_on=district.today, answer_days=ANSWER_DAYS)


def _mentors(district):
    for number, mentor in enumerate(district.mentors):
        profiles.save(
            mentor, as_mentor=True, system=SYSTEMS[number % 3], wishes=[], never=[],
            certification=Certification.HELD if number % 4 else Certification.PREPARING,
            languages=["en", "es"] if number % 2 == 0 else ["en"],
            strengths=[SKILLS[(number * 3 + step) % len(SKILLS)] for step in range(4)],
            travel=[Travel.SOMETIMES, Travel.OFTEN, Travel.STAYS][number % 3],
            meeting_way=[MeetingWay.EITHER, MeetingWay.IN_PERSON][number % 2],
            capacity=1 if number == 5 else None,
            paused_until=district.today + BREAK if number == 6 else None,
        )  # fmt: skip


def _newcomers(district):
    for number, mentee in enumerate(district.new_librarians):
        profiles.save(
            mentee, as_mentee=True, system=SYSTEMS[number % 3],
            certification=Certification.PREPARING if number % 2 else Certification.HELD,
            languages=["en", "es"] if number % 2 else ["en"],
            needs=[SKILLS[(number * 2 + step) % len(SKILLS)] for step in range(3)],
            travel=Travel.SOMETIMES, meeting_way=MeetingWay.EITHER,
            wishes=[district.mentors[1]] if number == 1 else [],
            never=[district.mentors[7]] if number == 1 else [],
        )  # fmt: skip
