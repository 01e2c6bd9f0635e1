"""A run of 500 mentors and 500 mentees: the assignment, and one page of explanations."""

import random

from mentoring import matching
from mentoring.match_inputs import Inputs
from mentoring.matching_choices import DEFAULT_WEIGHTS, Block, Language, MeetingWay, Skill, Travel
from mentoring.scoring import MenteeSide, MentorSide
from tests.benchmarks.timing import Row, seconds

PEOPLE, PAGE = 500, 25
BUDGET = 2.0
LEVELS = ["elementary", "middle", "high"]


def run_of_500():
    """Seconds for a whole run with the explanations of the page shown, and for the assignment alone."""
    inputs = _inputs(random.Random(500))  # noqa: S311  believable, not secret
    weights = {str(rule): weight for rule, weight in DEFAULT_WEIGHTS.items()}

    def whole():
        solution = matching.solve(inputs, weights)
        for mentee, *_rest in solution.found()[:PAGE]:
            solution.explain(mentee)

    whole()  # numpy and scipy are loaded once for a process
    alone = seconds(lambda: matching.solve(inputs, weights).found(), 3)
    taken = seconds(whole, 3)
    yield Row(f"Matching run, {PEOPLE} x {PEOPLE}", f"{alone:.2f} s", "", None)
    yield Row(
        f"Matching run, {PEOPLE} x {PEOPLE}, with {PAGE} explanations", f"{taken:.2f} s", f"{BUDGET:.0f} s",
        taken <= BUDGET,
    )  # fmt: skip


def _inputs(dice):
    def side(pk):
        return {
            "pk": pk, "schools": (dice.randrange(60),), "levels": (dice.choice(LEVELS),),
            "system": dice.choice(["", "Destiny", "Alexandria"]), "certification": dice.choice(["held", "preparing"]),
            "languages": _some(dice, Language, 3), "travel": dice.choice(Travel.values),
            "meeting_way": dice.choice(MeetingWay.values),
        }  # fmt: skip

    mentors = tuple(
        MentorSide(**side(pk), strengths=_some(dice, Skill, 6), places=dice.randrange(3)) for pk in range(PEOPLE)
    )
    mentees = tuple(
        MenteeSide(**side(pk), needs=_some(dice, Skill, 5), wishes=(dice.randrange(PEOPLE),))
        for pk in range(PEOPLE, 2 * PEOPLE)
    )
    private = {(dice.randrange(PEOPLE), dice.randrange(PEOPLE, 2 * PEOPLE)) for _ in range(200)}
    return Inputs(mentors, mentees, {Block.PRIVATE: private, "lock": set()})


def _some(dice, choices, most):
    return tuple(sorted(dice.sample(choices.values, dice.randint(1, most))))
