"""What covers the duties of people: completed lessons and activities, and outside learning that was linked."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from courses.records import LessonProgress
from pdportal.common.dates import end_of_day, today
from pdportal.duties.choices import DutyStatus
from pdportal.duties.duty_maps import DutyMap, MappedDuty, maps_on
from pdportal.duties.records import DutyEvidence
from pdportal.duties.targets import Target
from pdportal.people.queries import appointments_on
from pdportal.transcripts.records import Completion


@dataclass(frozen=True)
class Proof:
    """Something a person completed: what, when; ``evidence`` is the piece of outside learning, None for training."""

    title: str
    on: date
    url: str = ""
    evidence: DutyEvidence | None = None


@dataclass(frozen=True)
class CoveredDuty:
    """A duty of a person, with her Proofs and what is linked to it and not done."""

    duty: MappedDuty
    proofs: tuple[Proof, ...]
    left: tuple[Target, ...]

    @property
    def status(self):
        """Covered where at least one thing that speaks to the duty is completed; else whether there is training."""
        if self.proofs:
            return DutyStatus.COVERED
        return DutyStatus.OPEN if self.duty.is_trained else DutyStatus.UNTRAINED

    @property
    def next(self):
        """What to do next for a duty that is not covered, or None."""
        return self.left[0] if self.left and not self.proofs else None

    @property
    def more(self):
        """What else speaks to it and is not done."""
        return self.left if self.proofs else self.left[1:]


@dataclass(frozen=True)
class Coverage:
    """How far one person covers the duties of one job description."""

    map: DutyMap
    duties: tuple[CoveredDuty, ...]

    @property
    def covered(self):
        """How many duties are covered."""
        return self._count(DutyStatus.COVERED)

    @property
    def total(self):
        """How many duties there are."""
        return len(self.duties)

    @property
    def untrained(self):
        """How many are not covered because nothing is linked to them."""
        return self._count(DutyStatus.UNTRAINED)

    @property
    def open(self):
        """How many have training that waits for this person."""
        return self._count(DutyStatus.OPEN)

    @property
    def share(self):
        """Covered duties in per cent, rounded down: 100 means all."""
        return self.covered * 100 // self.total if self.total else 0

    def _count(self, status):
        return sum(duty.status == status for duty in self.duties)

    @property
    def sections(self):
        """(heading, covered duties under it), in order."""
        by_line = {duty.duty.line.pk: duty for duty in self.duties}
        return [(heading, [by_line[each.line.pk] for each in group]) for heading, group in self.map.sections]


def coverage_of(people, *, as_of, known_at=None, maps=None):
    """The Coverages of each of ``people`` (ids) by id: one for each job description that is hers on ``as_of``.

    Ten queries for any number of people; ``known_at`` leaves out what was recorded later.
    """
    people = list(people)
    maps = maps_on(as_of, known_at=known_at) if maps is None else maps
    held = _maps_of(people, as_of, maps)
    done = _done(people, maps, as_of, known_at)
    outside = _outside(people, as_of, known_at)
    return {
        person: [_coverage(found, done[person], outside[person]) for found in held.get(person, ())] for person in people
    }


def _maps_of(people, as_of, maps):
    """By person id, the DutyMaps of the appointments held."""
    found = defaultdict(dict)
    held = appointments_on(as_of).filter(person__in=people).order_by("pk")
    for person, role, level in held.values_list("person_id", "role", "school__level"):
        for each in maps:
            if each.description.is_for(role, level):
                found[person][each.description.pk] = each
    return {person: list(mine.values()) for person, mine in found.items()}


def _done(people, maps, as_of, known_at):
    """By person id: the day on which each key (lesson, activity, course of a lesson) was first completed."""
    linked = {target for each in maps for duty in each.duties for target in duty.targets}
    keys = {key for target in linked for key in target.keys}
    found = defaultdict(dict)
    lines = _completions(as_of, known_at).filter(learner__in=people, activity_key__in=keys)
    for person, key, day in lines.order_by("-completed_on").values_list("learner_id", "activity_key", "completed_on"):
        found[person][key] = day
    lessons = LessonProgress.objects.filter(
        lesson_key__in={target.key for target in linked if target.course_key},
        enrollment__learner__in=people,
        completed_at__lt=end_of_day(as_of),
    )
    rows = lessons.order_by("-completed_at").values_list("enrollment__learner_id", "lesson_key", "completed_at")
    for person, key, moment in rows:
        found[person][key] = today(moment)
    return found


def _outside(people, as_of, known_at):
    """By person id and duty id: the Proofs from outside learning whose line of the ledger stands."""
    rows = list(DutyEvidence.objects.standing(known_at).filter(learner__in=people).order_by("pk"))
    keys = {row.activity_key for row in rows}
    lines = _completions(as_of, known_at).filter(learner__in=people, activity_key__in=keys).order_by("-completed_on")
    days = {(line.learner_id, line.activity_key): line for line in lines}
    found = defaultdict(lambda: defaultdict(list))
    for row in rows:
        line = days.get((row.learner_id, row.activity_key))
        if line:
            found[row.learner_id][row.duty_id].append(Proof(line.title, line.completed_on, evidence=row))
    return found


def _completions(as_of, known_at):
    if known_at is None:
        return Completion.objects.true_on(as_of)
    return Completion.objects.known_at(known_at).filter(completed_on__lte=as_of)


def _coverage(found, done, outside):
    return Coverage(found, tuple(_covered(duty, done, outside) for duty in found.duties))


def _covered(duty, done, outside):
    proofs, left = [], []
    for target in duty.targets:
        days = [done[key] for key in target.keys if key in done]
        if days:
            proofs.append(Proof(target.title, min(days), target.url))
        else:
            left.append(target)
    return CoveredDuty(duty, (*proofs, *outside.get(duty.line.duty_id, ())), tuple(left))
