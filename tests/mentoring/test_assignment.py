"""The arithmetic of matching: against brute force where that is possible, against scipy's optimum where it is not."""

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from mentoring.assignment import BITS, Board, Problem, assign, blocks_in, blocks_matrix, points_matrix, value
from mentoring.matching_choices import DEFAULT_WEIGHTS, Block, Certification, MeetingWay, Skill, Travel
from mentoring.scoring import MenteeSide, MentorSide, lines_of, points_of


@st.composite
def problems(draw):
    """At most five mentees and five mentors with up to three places, blocks, and locks."""
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    cells = st.lists(st.integers(0, 4), min_size=columns, max_size=columns)
    points = np.array(draw(st.lists(cells, min_size=rows, max_size=rows)))
    flags = st.lists(st.sampled_from([0, 0, BITS[Block.PRIVATE]]), min_size=columns, max_size=columns)
    blocks = np.array(draw(st.lists(flags, min_size=rows, max_size=rows)))
    places = np.array(draw(st.lists(st.integers(0, 3), min_size=columns, max_size=columns)))
    locks = draw(st.dictionaries(st.integers(0, rows - 1), st.integers(0, columns - 1), max_size=2))
    return Problem(points, blocks, places, locks)


def brute_force(problem, kept):
    """The best value there is, by trying everything; ``kept`` are the locks that can be kept."""
    best, columns = (-1, -1), [None, *range(len(problem.places))]
    for answer in itertools.product(columns, repeat=len(problem.points)):
        if all(answer[row] == column for row, column in kept.items()) and is_allowed(problem, answer):
            best = max(best, value(problem, answer))
    return best


def is_allowed(problem, answer):
    """True where no block is broken and no mentor has more mentees than places."""
    pairs = [(row, column) for row, column in enumerate(answer) if column is not None]
    counts = np.bincount([column for _row, column in pairs], minlength=len(problem.places))
    return not any(problem.blocks[pair] for pair in pairs) and bool((counts <= problem.places).all())


def locks_kept(problem):
    """The locks nothing stands against, as long as there are places."""
    free, kept = problem.places.copy(), {}
    for row, column in problem.locks.items():
        if not problem.blocks[row, column] and free[column] > 0:
            kept[row] = column
            free[column] -= 1
    return kept


@settings(max_examples=60, deadline=None)
@given(problems())
def test_small_cases_are_as_good_as_trying_everything(problem):
    answer, kept = assign(problem), locks_kept(problem)
    assert is_allowed(problem, answer) is True
    assert {row: answer[row] for row in kept} == kept
    assert value(problem, answer) == brute_force(problem, kept)
    assert assign(problem) == answer


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_large_cases_reach_the_optimum_of_scipy(seed):
    rng = np.random.default_rng(seed)
    points, places = rng.integers(0, 16_000, (40, 30)), rng.integers(0, 3, 30)
    blocks = np.where(rng.random((40, 30)) < 0.3, BITS[Block.FORBIDDEN], 0)
    problem = Problem(points, blocks, places, {})
    answer = assign(problem)
    assert is_allowed(problem, answer) is True
    slots = np.repeat(np.arange(30), places)
    worth = np.where(blocks == 0, points + 1e6, -1e9)[:, slots]
    rows, columns = linear_sum_assignment(np.hstack([worth, np.zeros((40, 40))]), maximize=True)
    best = sum(worth[row, column] for row, column in zip(rows, columns, strict=True) if column < len(slots))
    matched, total = value(problem, answer)
    assert matched * 1_000_000 + total == best


@settings(max_examples=40, deadline=None)
@given(problems(), st.integers(0, 24))
def test_what_a_pair_would_cost_the_whole_is_as_trying_everything_says(problem, number):
    kept = locks_kept(problem)
    free = problem.places - np.bincount(np.array(list(kept.values()), int), minlength=len(problem.places))
    pairs = [pair for pair in zip(*np.nonzero((problem.blocks == 0) & (free > 0)), strict=True) if pair[0] not in kept]
    for row, column in pairs[number % len(pairs) :][:1] if pairs else []:
        answer = Board(problem).forced(row, column)
        assert (answer[row], is_allowed(problem, answer)) == (column, True)
        assert value(problem, answer) == brute_force(problem, {**kept, row: column})


def test_whoever_stands_further_up_is_matched_between_equals():
    problem = Problem(np.full((3, 1), 700), np.zeros((3, 1), int), np.array([1]), {})
    assert assign(problem) == [0, None, None]


def test_one_match_more_beats_any_number_of_points():
    points = np.array([[16_000, 0], [15_999, 0]])
    blocks = np.array([[0, 0], [0, BITS[Block.PAUSED]]])
    assert assign(Problem(points, blocks, np.array([1, 1]), {})) == [1, 0]


def test_a_lock_that_breaks_a_hard_rule_is_not_kept():
    blocks = np.array([[BITS[Block.EVALUATES], 0]])
    assert assign(Problem(np.array([[900, 1]]), blocks, np.array([1, 1]), {0: 0})) == [1]


def test_nobody_free_and_nobody_left_are_answers_too():
    assert assign(Problem(np.array([[5]]), np.array([[0]]), np.array([0]), {})) == [None]
    assert assign(Problem(np.array([[5]]), np.array([[0]]), np.array([1]), {0: 0})) == [0]


def people(seed):
    """Some mentors and mentees with all sorts of facts."""
    rng = np.random.default_rng(seed)

    def some(values, most):
        return tuple(sorted(rng.choice(list(values), rng.integers(0, most), replace=False).tolist()))

    def side(pk):
        return {
            "pk": pk, "schools": some(range(4), 3), "levels": some(["elementary", "middle", "high"], 3),
            "system": str(rng.choice(["", "Destiny", "destiny", "Koha"])),
            "certification": str(rng.choice(Certification.values)), "languages": some(["en", "es", "vi"], 4),
            "travel": str(rng.choice(Travel.values)), "meeting_way": str(rng.choice(MeetingWay.values)),
        }  # fmt: skip

    mentors = tuple(
        MentorSide(**side(pk), strengths=some(Skill.values, 6), places=int(rng.integers(0, 3)),
                   is_paused=bool(rng.random() < 0.2), principal_of=some(range(4), 2))
        for pk in range(1, 7)
    )  # fmt: skip
    mentees = tuple(
        MenteeSide(**side(pk), needs=some(Skill.values, 5), wishes=some(range(1, 7), 4)) for pk in (6, 20, 21)
    )
    return mentors, mentees


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_matrix_says_what_is_said_of_each_pair(seed):
    mentors, mentees = people(seed)
    matrix = points_matrix(mentors, mentees, DEFAULT_WEIGHTS)
    expected = [[points_of(mentor, mentee, DEFAULT_WEIGHTS) for mentor in mentors] for mentee in mentees]
    assert matrix.tolist() == expected
    for mentor, mentee in itertools.product(mentors, mentees):
        lines = lines_of(mentor, mentee, DEFAULT_WEIGHTS)
        assert sum(line.points for line in lines) == points_of(mentor, mentee, DEFAULT_WEIGHTS)
        assert all(0 <= line.points <= line.most for line in lines)


def test_blocks_name_every_rule_that_stands_against_a_pair():
    mentors = (
        MentorSide(1, places=0, is_paused=True), MentorSide(2, is_trained=False), MentorSide(3, is_lead=True),
        MentorSide(4, principal_of=(7,)), MentorSide(20), MentorSide(5),
    )  # fmt: skip
    mentees = (MenteeSide(20, schools=(7, 8)),)
    (row,) = blocks_matrix(mentors, mentees, {Block.PRIVATE: {(5, 20), (99, 20), (5, 99)}})
    assert [blocks_in(bits) for bits in row.tolist()] == [
        [Block.FULL, Block.PAUSED], [Block.TRAINING], [Block.EVALUATES], [Block.EVALUATES], [Block.SELF],
        [Block.PRIVATE],
    ]  # fmt: skip
