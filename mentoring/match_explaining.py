"""Says in words why a run came out as it did; worked out anew from the frozen inputs, for the page shown alone."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mentoring import assignment
from mentoring.matching_choices import Block
from mentoring.scoring import lines_of

MOST_MOVES = 3


@dataclass(frozen=True)
class Move:
    """What would change for another mentee: from mentor to mentor (ids; None is nobody)."""

    mentee: int
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Alternative:
    """The best other mentor of a mentee, and what the whole would lose by choosing that one."""

    mentor: int
    points: int
    fewer_matched: int
    points_lost: int
    moves: tuple
    more_moves: int


@dataclass(frozen=True)
class Explanation:
    """One mentee of a run. ``mentor`` is None for whoever stays without; ``blocked`` counts mentors by Block."""

    mentee: int
    mentor: int | None
    points: int
    is_locked: bool
    lines: tuple
    blocked: tuple
    alternative: Alternative | None
    possible: int


@dataclass(frozen=True)
class Candidate:
    """A mentor for one mentee: points and lines, or what blocks."""

    mentor: int
    points: int
    lines: tuple
    blocks: tuple
    places: int


class Solution:
    """The optimal assignment of ``inputs`` under ``weights``, and what can be asked about it."""

    def __init__(self, inputs, weights):
        self.inputs, self.weights = inputs, weights
        self.rows = {mentee.pk: row for row, mentee in enumerate(inputs.mentees)}
        self.columns = {mentor.pk: column for column, mentor in enumerate(inputs.mentors)}
        pairs = {block: inputs.pairs[block] for block in Block if block in inputs.pairs}
        self.problem = assignment.Problem(
            points=assignment.points_matrix(inputs.mentors, inputs.mentees, weights),
            blocks=assignment.blocks_matrix(inputs.mentors, inputs.mentees, pairs),
            places=np.array([mentor.places for mentor in inputs.mentors], dtype=np.int64),
            locks=dict(
                sorted(
                    (self.rows[mentee], self.columns[mentor])
                    for mentor, mentee in inputs.pairs.get("lock", ())
                    if mentor in self.columns and mentee in self.rows
                )
            ),
        )

    @cached_property
    def board(self):
        """The problem laid out and solved."""
        return assignment.Board(self.problem)

    @property
    def answer(self):
        """The column of every row, None where somebody stays without."""
        return self.board.answer

    @cached_property
    def value(self):
        """How many are matched, and their points."""
        return assignment.value(self.problem, self.answer)

    def found(self):
        """``[(mentee id, mentor id or None, points, locked)]`` in the order of the mentees."""
        return [(mentee.pk, *self._pair(row)) for row, mentee in enumerate(self.inputs.mentees)]

    def lines(self, mentee):
        """The points of the mentee with this id rule by rule; empty where there is no mentor."""
        row = self.rows[mentee]
        column = self.answer[row]
        return () if column is None else self._lines(column, row)

    def explain(self, mentee):
        """The Explanation for the mentee with this id."""
        row = self.rows[mentee]
        mentor, points, is_locked = self._pair(row)
        blocks = self.problem.blocks[row]
        return Explanation(
            mentee=mentee,
            mentor=mentor,
            points=points,
            is_locked=is_locked,
            lines=self.lines(mentee),
            blocked=tuple(_counted(blocks)),
            alternative=self._alternative(row),
            possible=int((blocks == 0).sum()),
        )

    def candidates(self, mentee):
        """Every mentor as a Candidate for the mentee with this id: the possible ones first, by points."""
        row = self.rows[mentee]
        found = [
            Candidate(
                mentor=mentor.pk,
                points=int(self.problem.points[row, column]),
                lines=self._lines(column, row),
                blocks=tuple(assignment.blocks_in(int(self.problem.blocks[row, column]))),
                places=mentor.places,
            )
            for column, mentor in enumerate(self.inputs.mentors)
        ]
        return sorted(found, key=lambda candidate: (len(candidate.blocks) > 0, -candidate.points, candidate.mentor))

    def _pair(self, row):
        column = self.answer[row]
        if column is None:
            return None, 0, False
        is_locked = self.problem.locks.get(row) == column
        return self.inputs.mentors[column].pk, int(self.problem.points[row, column]), is_locked

    def _lines(self, column, row):
        return tuple(lines_of(self.inputs.mentors[column], self.inputs.mentees[row], self.weights))

    def _alternative(self, row):
        """Force the best other mentor, solve again, and compare the two wholes."""
        locked = Counter(column for other, column in enumerate(self.answer) if other in self.problem.locks)
        others = [
            int(column)
            for column in np.flatnonzero(self.problem.blocks[row] == 0)
            if column != self.answer[row] and self.problem.places[column] > locked[column]
        ]
        if not others or row in self.problem.locks:
            return None
        best = max(others, key=lambda column: (self.problem.points[row, column], -column))
        again = self.board.forced(row, best)
        matched, points = assignment.value(self.problem, again)
        moved = [other for other, column in enumerate(again) if other != row and column != self.answer[other]]
        return Alternative(
            mentor=self.inputs.mentors[best].pk,
            points=int(self.problem.points[row, best]),
            fewer_matched=self.value[0] - matched,
            points_lost=self.value[1] - points,
            moves=tuple(self._move(other, again) for other in moved[:MOST_MOVES]),
            more_moves=max(len(moved) - MOST_MOVES, 0),
        )

    def _move(self, row, again):
        before, after = self.answer[row], again[row]
        pk = self._mentor_pk
        return Move(self.inputs.mentees[row].pk, pk(before), pk(after))

    def _mentor_pk(self, column):
        return None if column is None else self.inputs.mentors[column].pk


def _counted(blocks):
    """How many mentors each Block stops, the most first."""
    counts = Counter()
    for bits, number in Counter(blocks.tolist()).items():
        for block in assignment.blocks_in(bits):
            counts[block] += number
    return counts.most_common()
