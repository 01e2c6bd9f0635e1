"""How well a mentor fits a mentee: the soft rules as shares of 100, from frozen facts alone; no database, no clock."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields

from django.utils.translation import gettext as _

from mentoring.matching_choices import Certification, Language, MeetingWay, Skill, SoftRule, Travel
from pdportal.people.choices import Level

FULL = 100
WISH_SHARES = (100, 75, 50)
TRAVEL_SHARES = {Travel.STAYS: 0, Travel.SOMETIMES: 60, Travel.OFTEN: 100}


@dataclass(frozen=True)
class Side:
    """What both sides of a pair have: facts as they were when the run was made."""

    pk: int
    schools: tuple = ()
    levels: tuple = ()
    system: str = ""
    certification: str = ""
    languages: tuple = ()
    travel: str = Travel.SOMETIMES
    meeting_way: str = MeetingWay.EITHER

    def as_json(self):
        """As a run keeps it."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept):
        """The same facts again; lists are tuples, and what was unknown then has its default."""
        known = {each.name for each in fields(cls)}
        return cls(**{
            name: tuple(value) if isinstance(value, list) else value for name, value in kept.items() if name in known
        })  # fmt: skip


@dataclass(frozen=True)
class MentorSide(Side):
    """A mentor: strengths, places left, and what may stand against any pair."""

    strengths: tuple = ()
    places: int = 1
    is_paused: bool = False
    is_trained: bool = True
    is_lead: bool = False
    principal_of: tuple = ()


@dataclass(frozen=True)
class MenteeSide(Side):
    """A mentee: needs, wishes (mentors' ids in order), and since when the person waits, as ISO text."""

    needs: tuple = ()
    wishes: tuple = ()
    since: str = ""


def _level(ours, theirs):
    return FULL * bool(set(ours) & set(theirs))


def _system(ours, theirs):
    return FULL * bool(ours and ours == theirs)


def _part(ours, theirs):
    """How much of what the mentee (``theirs``) has the mentor has too."""
    return FULL * len(set(ours) & set(theirs)) // len(set(theirs)) if theirs else 0


def _certificate(ours, _theirs):
    return FULL * (ours == Certification.HELD)


def _wish(mentor, wishes):
    return WISH_SHARES[min(wishes.index(mentor), len(WISH_SHARES) - 1)] if mentor in wishes else 0


def _meeting(ours, theirs):
    """Full where both may meet online or share a school; else as readily as one of the two travels."""
    ways = {ours[0], theirs[0]}
    if MeetingWay.IN_PERSON not in ways or (MeetingWay.ONLINE not in ways and set(ours[2]) & set(theirs[2])):
        return FULL
    if MeetingWay.ONLINE in ways:
        return 0
    return max(TRAVEL_SHARES[ours[1]], TRAVEL_SHARES[theirs[1]])


def _words(choices, values):
    labels = dict(choices.choices)
    return ", ".join(str(labels[value]) for value in values if value in labels) or "–"


def _way_words(side):
    return f"{_words(MeetingWay, [side.meeting_way])}; {_words(Travel, [side.travel])}"


def _wish_words(mentor, mentee):
    if mentor.pk not in mentee.wishes:
        return "–", _("another wish") if mentee.wishes else _("no wish")
    return "–", _("wish number %(number)s") % {"number": mentee.wishes.index(mentor.pk) + 1}


@dataclass(frozen=True)
class Rule:
    """One soft rule: what it reads of each side, what share of 100 it gives, and the two values in words.

    Whatever ``of_mentor`` and ``of_mentee`` return is hashable, so that a share is worked out once for equal values.
    """

    of_mentor: Callable
    of_mentee: Callable
    share: Callable
    words: Callable


RULES = {
    SoftRule.SKILLS: Rule(
        lambda mentor: mentor.strengths, lambda mentee: mentee.needs, _part,
        lambda mentor, mentee: (_words(Skill, mentor.strengths), _words(Skill, mentee.needs)),
    ),
    SoftRule.LEVEL: Rule(
        lambda mentor: mentor.levels, lambda mentee: mentee.levels, _level,
        lambda mentor, mentee: (_words(Level, mentor.levels), _words(Level, mentee.levels)),
    ),
    SoftRule.WISH: Rule(lambda mentor: mentor.pk, lambda mentee: mentee.wishes, _wish, _wish_words),
    SoftRule.SYSTEM: Rule(
        lambda mentor: mentor.system.casefold(), lambda mentee: mentee.system.casefold(), _system,
        lambda mentor, mentee: (mentor.system or "–", mentee.system or "–"),
    ),
    SoftRule.CERTIFICATION: Rule(
        lambda mentor: mentor.certification, lambda _mentee: None, _certificate,
        lambda mentor, mentee: (
            _words(Certification, [mentor.certification]), _words(Certification, [mentee.certification])
        ),
    ),
    SoftRule.LANGUAGES: Rule(
        lambda mentor: mentor.languages, lambda mentee: mentee.languages, _part,
        lambda mentor, mentee: (_words(Language, mentor.languages), _words(Language, mentee.languages)),
    ),
    SoftRule.MEETING: Rule(
        lambda mentor: (mentor.meeting_way, mentor.travel, mentor.schools),
        lambda mentee: (mentee.meeting_way, mentee.travel, mentee.schools), _meeting,
        lambda mentor, mentee: (_way_words(mentor), _way_words(mentee)),
    ),
    SoftRule.SCHOOL: Rule(
        lambda mentor: mentor.schools, lambda mentee: mentee.schools, _level,
        lambda mentor, mentee: (
            (_("the same school"),) * 2 if set(mentor.schools) & set(mentee.schools)
            else (_("another school"),) * 2
        ),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One rule in words: what it gave of what it could give, in points, and the two values compared."""

    rule: SoftRule
    points: int
    most: int
    mentor_value: str
    mentee_value: str


def points_of(mentor, mentee, weights):
    """The points of a pair in hundredths: the sum over all rules of weight times share."""
    return sum(weight * _share(rule, mentor, mentee) for rule, weight in weights.items())


def lines_of(mentor, mentee, weights):
    """The points of a pair rule by rule, heaviest rule first; rules without weight are left out."""
    by_weight = sorted(((weight, rule) for rule, weight in weights.items() if weight), key=lambda each: -each[0])
    return [
        Line(SoftRule(rule), weight * _share(rule, mentor, mentee), weight * FULL, *RULES[rule].words(mentor, mentee))
        for weight, rule in by_weight
    ]


def _share(name, mentor, mentee):
    rule = RULES[name]
    return rule.share(rule.of_mentor(mentor), rule.of_mentee(mentee))
