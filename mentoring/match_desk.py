"""What the coordinator reads of runs and candidates: names and words beside what the arithmetic found."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from mentoring import match_inputs, matching
from mentoring.matching_choices import DEFAULT_WEIGHTS, Block, SoftRule
from mentoring.matching_records import MatchingRun, PairDecision

ALL, MATCHED, ALONE = "", "matched", "alone"


def tidy_points(hundredths):
    """Points as people write them: 31.5, 4, 0."""
    return Decimal(f"{(Decimal(hundredths) / 100).normalize():f}")


@dataclass(frozen=True)
class LineText:
    """A rule in words: its points of those it could give, and the two values compared."""

    rule: str
    points: Decimal
    most: Decimal
    mentor_value: str
    mentee_value: str


@dataclass(frozen=True)
class Row:
    """A mentee of a run with people instead of ids. ``decision`` is what the coordinator decided since."""

    mentee: Any
    mentor: Any
    points: Decimal
    found: Any
    lines: list
    blocked: list
    decision: str
    other: Any = None
    other_points: Decimal = Decimal()
    points_lost: Decimal = Decimal()
    moves: tuple = ()


@dataclass(frozen=True)
class CandidateRow:
    """A mentor for one mentee, with name and words."""

    mentor: Any
    points: Decimal
    places: int
    lines: list
    blocks: list
    decision: str


class RunPage:
    """A run as the coordinator reads it; every explanation is worked out for the page shown alone."""

    def __init__(self, run):
        self.run = run
        self.solution = matching.solution_of(run)

    def listed(self, show=ALL):
        """``(mentee id, mentor id, points, locked)`` of those to ``show``."""
        found = self.solution.found()
        if show == MATCHED:
            return [each for each in found if each[1] is not None]
        if show == ALONE:
            return [each for each in found if each[1] is None]
        return found

    def rows(self, listed):
        """The Rows for a page of ``listed``; two queries."""
        explained = [self.solution.explain(each[0]) for each in listed]
        people = match_inputs.names_of(_ids(explained))
        decided = decisions_of(self.run.programme)
        return [_row(each, people, decided) for each in explained]

    def table(self):
        """Header and rows for the exports: each pair with the points of every rule."""
        listed = self.solution.found()
        people = match_inputs.names_of({pk for each in listed for pk in each[:2] if pk})
        rules = [SoftRule(rule) for rule, weight in matching.in_order(self.run.weights).items() if weight]
        header = [_("Mentee"), _("Mentor"), _("Locked"), _("Points"), *(str(rule.label) for rule in rules)]
        return header, (self._cells(each, people, rules) for each in listed)

    def _cells(self, each, people, rules):
        mentee, mentor, points, is_locked = each
        by_rule = {line.rule: tidy_points(line.points) for line in self.solution.lines(mentee)}
        return [
            str(people[mentee]), str(people[mentor]) if mentor else "", _("yes") if is_locked else "",
            tidy_points(points), *(by_rule.get(rule, "") for rule in rules),
        ]  # fmt: skip


def candidates(programme, mentee, *, on=None):
    """Every mentor for ``mentee`` as CandidateRows, the possible ones first, by the weights of the latest run."""
    inputs = match_inputs.collect(programme, on=on, also=[mentee.pk])
    if not inputs.mentors:
        return []
    found = matching.solve(inputs, latest_weights(programme)).candidates(mentee.pk)
    people = match_inputs.names_of(each.mentor for each in found)
    decided = decisions_of(programme)
    return [
        CandidateRow(
            mentor=people[each.mentor],
            points=tidy_points(each.points),
            places=each.places,
            lines=[_line(line) for line in each.lines],
            blocks=[str(block.label) for block in each.blocks],
            decision=decided.get((each.mentor, mentee.pk), ""),
        )
        for each in found
    ]


def latest_weights(programme):
    """The weights of the latest run of ``programme``, else the sensible ones to begin with."""
    latest = MatchingRun.objects.filter(programme=programme).first()
    return latest.weights if latest else {str(rule): weight for rule, weight in DEFAULT_WEIGHTS.items()}


def decisions_of(programme):
    """By (mentor id, mentee id), what the coordinator has decided: ``lock`` or ``forbid``."""
    rows = PairDecision.objects.filter(programme=programme).values_list("mentor", "mentee", "kind")
    return {(mentor, mentee): kind for mentor, mentee, kind in rows}


def untrained(run):
    """Those mentors of ``run`` who were blocked because their training is not complete."""
    ids = [side["pk"] for side in run.inputs["mentors"] if not side["is_trained"]]
    return sorted(match_inputs.names_of(ids).values(), key=lambda person: (person.last_name, person.pk))


def compare(old, new):
    """``(mentee, mentor in old or None, mentor in new or None)`` wherever the two runs differ, by the mentee's name."""
    before, after = (dict(run.proposals.values_list("mentee", "mentor")) for run in (old, new))
    changed = [pk for pk in before.keys() | after.keys() if before.get(pk) != after.get(pk)]
    people = match_inputs.names_of({*changed, *before.values(), *after.values()})
    found = [(people[pk], people.get(before.get(pk)), people.get(after.get(pk))) for pk in changed]
    return sorted(found, key=lambda each: (each[0].last_name, each[0].first_name, each[0].pk))


def weights_changed(old, new):
    """``(rule, weight in old, weight in new)`` wherever the two runs weighed differently."""
    return [
        (str(rule.label), old.weights.get(rule, 0), new.weights.get(rule, 0))
        for rule in SoftRule
        if old.weights.get(rule, 0) != new.weights.get(rule, 0)
    ]


def _line(line):
    words = str(line.rule.label), tidy_points(line.points), tidy_points(line.most)
    return LineText(*words, line.mentor_value, line.mentee_value)


def _row(found, people, decided):
    other = found.alternative
    told = {}
    if other:
        told = {
            "other": people[other.mentor],
            "other_points": tidy_points(other.points),
            "points_lost": tidy_points(other.points_lost),
            "moves": tuple(
                (people[move.mentee], people.get(move.before), people.get(move.after)) for move in other.moves
            ),
        }
    return Row(
        mentee=people[found.mentee],
        mentor=people.get(found.mentor),
        points=tidy_points(found.points),
        found=found,
        lines=[_line(line) for line in found.lines],
        blocked=[(str(Block(block).label), number) for block, number in found.blocked],
        decision=decided.get((found.mentor, found.mentee), ""),
        **told,
    )


def _ids(explained):
    ids = {pk for each in explained for pk in (each.mentee, each.mentor)}
    for each in explained:
        if each.alternative:
            ids.add(each.alternative.mentor)
            ids |= {pk for move in each.alternative.moves for pk in (move.mentee, move.before, move.after)}
    return ids - {None}
