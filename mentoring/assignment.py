"""The arithmetic of a run: matrices of points and blocks, and the optimal assignment; numpy and scipy live here.

Whoever needs it loads it at first use: the two weigh 70 MB, and most workers never match anybody.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from mentoring.matching_choices import Block
from mentoring.scoring import RULES

BITS = {block: 1 << number for number, block in enumerate(Block)}


@dataclass(frozen=True)
class Problem:
    """Rows are mentees, columns mentors: points in hundredths, blocks as bits, places by mentor, locks row → column."""

    points: np.ndarray
    blocks: np.ndarray
    places: np.ndarray
    locks: dict


def points_matrix(mentors, mentees, weights):
    """The points of every pair; equal to ``scoring.points_of`` for each, worked out once for equal values."""
    total = np.zeros((len(mentees), len(mentors)), dtype=np.int64)
    for name, weight in weights.items():
        if not weight:
            continue
        rule = RULES[name]
        columns, of_column = _distinct([rule.of_mentor(mentor) for mentor in mentors])
        rows, of_row = _distinct([rule.of_mentee(mentee) for mentee in mentees])
        shares = np.array([[rule.share(ours, theirs) for ours in columns] for theirs in rows], dtype=np.int64)
        total += weight * shares[np.ix_(of_row, of_column)]
    return total


def blocks_matrix(mentors, mentees, pairs):
    """What blocks every pair, as bits of ``BITS``; ``pairs`` maps a Block to the (mentor id, mentee id) it concerns."""
    blocks = np.zeros((len(mentees), len(mentors)), dtype=np.int64)
    for block, applies in (
        (Block.FULL, [mentor.places <= 0 for mentor in mentors]),
        (Block.PAUSED, [mentor.is_paused for mentor in mentors]),
        (Block.TRAINING, [not mentor.is_trained for mentor in mentors]),
        (Block.EVALUATES, [mentor.is_lead for mentor in mentors]),
    ):
        blocks[:, np.array(applies, dtype=bool)] |= BITS[block]
    columns, of_column = _distinct([mentor.principal_of for mentor in mentors])
    rows, of_row = _distinct([mentee.schools for mentee in mentees])
    evaluates = np.array([[bool(set(led) & set(at)) for led in columns] for at in rows], dtype=bool)
    blocks[evaluates[np.ix_(of_row, of_column)]] |= BITS[Block.EVALUATES]
    column_of = {mentor.pk: number for number, mentor in enumerate(mentors)}
    row_of = {mentee.pk: number for number, mentee in enumerate(mentees)}
    for pk in column_of.keys() & row_of.keys():
        blocks[row_of[pk], column_of[pk]] |= BITS[Block.SELF]
    for block, found in pairs.items():
        for mentor, mentee in found:
            if mentor in column_of and mentee in row_of:
                blocks[row_of[mentee], column_of[mentor]] |= BITS[block]
    return blocks


class Board:
    """A problem laid out as one table, so that it can be solved again with one pair forced in a few milliseconds.

    Rows of the table are the mentees nobody locked; columns are the places left, and then staying alone, once for each
    who might.
    """

    def __init__(self, problem):
        self.problem, self.kept = problem, {}
        free = problem.places.copy()
        for row, column in problem.locks.items():
            if not problem.blocks[row, column] and free[column] > 0:
                self.kept[row] = column
                free[column] -= 1
        self.rows = [row for row in range(len(problem.points)) if row not in self.kept]
        self.slots = np.repeat(np.arange(len(free)), np.clip(free, 0, len(self.rows)))
        possible = problem.blocks[np.ix_(self.rows, self.slots)] == 0
        worth = np.where(possible, _gains(problem.points[self.rows])[:, self.slots], -1.0)
        self.table = np.hstack([worth, np.zeros((len(self.rows), len(self.rows)))])
        self.answer = self._solved(self.table, self.rows, self.slots)
        # Forcing a pair leaves at most one mentee more alone; the other columns would only cost time.
        alone = self.answer.count(None)
        self.table = self.table[:, : len(self.slots) + alone + 1]

    def forced(self, row, column):
        """The best answer with ``row`` at ``column``, which must be possible and have a place that is not locked."""
        at, slot = self.rows.index(row), int(np.flatnonzero(self.slots == column)[0])
        table = np.delete(np.delete(self.table, at, axis=0), slot, axis=1)
        answer = self._solved(table, [other for other in self.rows if other != row], np.delete(self.slots, slot))
        answer[row] = column
        return answer

    def _solved(self, table, rows, slots):
        answer = [self.kept.get(row) for row in range(len(self.problem.points))]
        for row, slot in zip(*linear_sum_assignment(table, maximize=True), strict=True):
            if slot < len(slots):
                answer[rows[row]] = int(slots[slot])
        return answer


def assign(problem):
    """The best column for every row, None where a row stays without: as many as possible, then most points.

    Between equals those are matched who stand further up. Locks are kept where nothing blocks them and a place is
    left, in their order. The same problem gives the same answer; all sums stay exact (whole numbers below 2**53).
    """
    return Board(problem).answer


def value(problem, answer):
    """``(how many are matched, their points)`` of an answer; greater is better."""
    found = [int(problem.points[row, column]) for row, column in enumerate(answer) if column is not None]
    return len(found), sum(found)


def blocks_in(bits):
    """The Blocks that ``bits`` stand for."""
    return [block for block, bit in BITS.items() if bits & bit]


def _gains(points):
    """One number a pair, so that more matches beat more points, and more points beat the order of the rows."""
    count = len(points)
    order = np.arange(count, 0, -1).reshape(-1, 1)
    by_points = points * (count * (count + 1) // 2 + 1) + order
    most = int(by_points.max(initial=0))
    return (by_points + count * most + 1).astype(np.float64)


def _distinct(values):
    """The distinct ``values``, and for each of them its number among these."""
    numbers = {}
    of = [numbers.setdefault(value, len(numbers)) for value in values]
    return list(numbers), of
