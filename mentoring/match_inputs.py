"""Collects what a run is made from: who could mentor, who waits, and what stands against pairs; a fixed few queries."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.contrib.auth import get_user_model

from mentoring import private_rules
from mentoring.choices import PairingStatus
from mentoring.matching_choices import Answer, Block, RuleKind
from mentoring.matching_records import MentoringProfile, Offer, PairDecision, TrainingOverride, Wish
from mentoring.queries import same_programme, unmatched
from mentoring.scoring import MenteeSide, MentorSide
from mentoring.suitability import is_paused, places_of, trained_mentors
from pdportal.common.dates import today
from pdportal.people.choices import DISTRICT_ROLES, Role
from pdportal.people.queries import appointments_on


@dataclass(frozen=True)
class Inputs:
    """Everything a run follows from. ``pairs`` maps a Block (or ``lock``) to (mentor id, mentee id); ``overrides`` are
    mentors who may begin before their training is complete."""

    mentors: tuple
    mentees: tuple
    pairs: dict
    overrides: tuple = ()

    def as_json(self):
        """As a run keeps it: without the private rules, which are sealed apart."""
        return {
            "mentors": [mentor.as_json() for mentor in self.mentors],
            "mentees": [mentee.as_json() for mentee in self.mentees],
            "pairs": {kind: sorted(found) for kind, found in self.pairs.items() if kind != Block.PRIVATE},
            "overrides": list(self.overrides),
        }

    @classmethod
    def from_run(cls, run):
        """The inputs as ``run`` froze them."""
        kept = run.inputs
        pairs = {kind: {tuple(pair) for pair in found} for kind, found in kept["pairs"].items()}
        return cls(
            mentors=tuple(MentorSide.from_json(mentor) for mentor in kept["mentors"]),
            mentees=tuple(MenteeSide.from_json(mentee) for mentee in kept["mentees"]),
            pairs=pairs | {Block.PRIVATE: private_rules.open_pairs(run.sealed_pairs)},
            overrides=tuple(kept["overrides"]),
        )


def collect(programme, *, on=None, also=()):
    """The Inputs of ``programme`` on the date ``on`` (today), in a stable order: who waits longest first.

    Mentees are those the programme is for who have no mentor, and whoever of its role asks for one in the own
    profile; never somebody who has a mentor or a proposal in this programme. ``also`` are ids to look at in any case.
    Mentors are those who say so in their profile.
    """
    on = on or today()
    standing = list(same_programme(programme).values_list("mentor", "mentee", "status"))
    busy = {mentee for _mentor, mentee, status in standing if status != PairingStatus.ENDED}
    since = {person.pk: person.new_since for person in unmatched(on, programme)}
    profiles = {profile.person_id: profile for profile in MentoringProfile.objects.filter(person__is_active=True)}
    waiting = _asking(programme, on, profiles) | set(since)
    mentors = sorted(pk for pk, profile in profiles.items() if profile.as_mentor)
    return _inputs(
        programme, on, profiles, standing, mentors, {pk: since.get(pk) for pk in (waiting - busy) | set(also)}
    )


def _asking(programme, on, profiles):
    """The ids of those who ask for a mentor and work in the role the programme is for."""
    asking = {pk for pk, profile in profiles.items() if profile.as_mentee}
    if programme.mentee_role:
        held = appointments_on(on).filter(role=programme.mentee_role, person__in=asking)
        asking &= set(held.values_list("person", flat=True))
    return asking


def _inputs(programme, on, profiles, standing, mentors, waiting):
    facts = _Facts(programme, on, profiles, {*mentors, *waiting})
    mentees = sorted(
        (facts.mentee(pk, begun) for pk, begun in waiting.items()), key=lambda mentee: (mentee.since, mentee.pk)
    )
    taken = Counter(mentor for mentor, _mentee, status in standing if status != PairingStatus.ENDED)
    pairs = _pairs(programme, standing) | {Block.PRIVATE: private_rules.between(mentors, waiting)}
    return Inputs(
        mentors=tuple(facts.mentor(pk, taken[pk]) for pk in mentors),
        mentees=tuple(mentees),
        pairs=pairs,
        overrides=tuple(sorted(facts.overrides)),
    )


def _pairs(programme, standing):
    ended = {(mentor, mentee) for mentor, mentee, status in standing if status == PairingStatus.ENDED}
    refused = set(
        Offer.objects.filter(pairing__in=same_programme(programme), answer__in=[Answer.DECLINED, Answer.LAPSED])
        .values_list("pairing__mentor", "pairing__mentee")
    )  # fmt: skip
    decided = PairDecision.objects.filter(programme=programme).values_list("kind", "mentor", "mentee")
    by_kind = {kind: {tuple(pair) for found, *pair in decided if found == kind} for kind in RuleKind}
    return {
        Block.EARLIER: ended - refused,
        Block.DECLINED: refused,
        Block.FORBIDDEN: by_kind[RuleKind.FORBID],
        "lock": by_kind[RuleKind.LOCK],
    }


class _Facts:
    """What is known of many people at once; asked of the database when made."""

    def __init__(self, programme, on, profiles, people):
        self.programme, self.on, self.profiles = programme, on, profiles
        self.appointments = defaultdict(list)
        rows = appointments_on(on).filter(person__in=people).order_by("starts_on", "pk")
        for person, role, school, level in rows.values_list("person", "role", "school", "school__level"):
            self.appointments[person].append((role, school, level))
        self.wishes = defaultdict(list)
        for mentee, mentor in Wish.objects.filter(mentee__in=people).values_list("mentee", "mentor"):
            self.wishes[mentee].append(mentor)
        self.overrides = set(TrainingOverride.objects.filter(programme=programme).values_list("mentor", flat=True))
        self.trained = trained_mentors(programme, on)

    def mentor(self, pk, taken):
        held, profile = self.appointments[pk], self.profiles[pk]
        return MentorSide(
            **self._side(pk),
            strengths=tuple(sorted(profile.strengths)),
            places=max(places_of(self.programme, profile) - taken, 0),
            is_paused=is_paused(profile, self.on),
            is_trained=self.trained is None or pk in self.trained or pk in self.overrides,
            is_lead=any(role in DISTRICT_ROLES for role, _school, _level in held),
            principal_of=tuple(sorted({school for role, school, _level in held if role == Role.PRINCIPAL})),
        )

    def mentee(self, pk, begun):
        profile = self.profiles.get(pk)
        return MenteeSide(
            **self._side(pk),
            needs=tuple(sorted(profile.needs)) if profile else (),
            wishes=tuple(self.wishes[pk]),
            since=(begun or self.on).isoformat(),
        )

    def _side(self, pk):
        held, profile = self.appointments[pk], self.profiles.get(pk) or MentoringProfile()
        return {
            "pk": pk,
            "schools": tuple(sorted({school for _role, school, _level in held})),
            "levels": tuple(sorted({level for _role, _school, level in held})),
            "system": profile.system,
            "certification": profile.certification,
            "languages": tuple(sorted(profile.languages)),
            "travel": profile.travel,
            "meeting_way": profile.meeting_way,
        }


def names_of(ids):
    """By id, the people with these ``ids``, as one query."""
    return get_user_model().objects.in_bulk(list(ids))
