"""What may be known of answers: units of at least five, alone or added up, never a part of one.

Everything shown is made of whole *units* (see ``asking._close``). A unit never changes once it is there, and no survey
is in two of them. So whatever somebody subtracts from whatever else, at least five people's answers are left.
"""

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from statistics import mean

from pdportal.evaluations.asking import FEWEST
from pdportal.evaluations.instruments import Question, questions_of
from pdportal.evaluations.queries import counted
from pdportal.evaluations.records import Sheet, Survey


@dataclass(frozen=True)
class Line:
    """The answers to one question with a scale: ``bars`` are ``(words, count, percent)``, ``mean`` on its numbers.

    Without bars (and mean) where fewer than five people answered it.
    """

    question: Question
    mean: float | None
    bars: tuple

    @property
    def count(self):
        """How many people's answers are in it."""
        return sum(count for _words, count, _percent in self.bars)


@dataclass(frozen=True)
class Words:
    """What was said to one question in words, in an order that says nothing."""

    question: Question
    texts: tuple


@dataclass(frozen=True)
class Result:
    """The answers of one or more units: how many people, each question with a scale, each in words."""

    people: int
    lines: tuple
    words: tuple


@dataclass(frozen=True)
class Group:
    """Surveys shown together, or one that waits: ``unit`` is None where nothing may be shown of it (yet).

    ``asked`` and ``answered`` are numbers of people; ``indicator`` is that of the latest survey.
    """

    unit: object
    kind: str
    surveys: tuple
    asked: int
    answered: int

    @property
    def first(self):
        """The latest survey of the group, which names it."""
        return self.surveys[0]

    @property
    def rate(self):
        """Answered of asked, in percent."""
        return round(100 * self.answered / self.asked) if self.asked else 0

    @property
    def is_open(self):
        """True while people can still answer."""
        return any(survey.closed_at is None for survey in self.surveys)


def groups(surveys=None):
    """The Groups of ``surveys`` (all), the latest first. Two queries at most, whatever their number."""
    found = {}
    for survey in counted(surveys).order_by("-held_on", "-pk"):
        found.setdefault(survey.unit or survey.pk, []).append(survey)
    return [
        Group(
            each[0].unit, each[0].kind, tuple(each),
            sum(survey.asked for survey in each), sum(survey.answered for survey in each),
        )
        for each in found.values()
    ]  # fmt: skip


def hidden(group):
    """``group`` without the way to its results."""
    return replace(group, unit=None)


def result_of(units, kind, *, indicator=""):
    """The Result of whole ``units`` (keys) of one ``kind``; people 0 where there are none. One query."""
    sheets = defaultdict(list)
    found = Sheet.objects.filter(survey__unit__in=[unit for unit in units if unit], survey__kind=kind)
    for unit, answers in found.values_list("survey__unit", "answers"):
        sheets[unit].append(answers)
    questions = questions_of(kind, indicator=indicator)
    lines = tuple(_line(question, sheets) for question in questions if not question.is_text)
    words = tuple(Words(question, _texts(question, sheets)) for question in questions if question.is_text)
    return Result(sum(len(each) for each in sheets.values()), lines, words)


def whole_units(surveys):
    """The units of ``surveys`` whose surveys are all among them: what somebody who may see only these may see."""
    inside = Counter(surveys.exclude(unit=None).values_list("unit", flat=True))
    everywhere = Counter(Survey.objects.filter(unit__in=inside).values_list("unit", flat=True))
    return {unit for unit, count in inside.items() if everywhere[unit] == count}


def _line(question, sheets):
    """Only units in which enough people answered this question count, so that sums give away no smaller number."""
    given = []
    for unit in sheets.values():
        own = [sheet[question.code] for sheet in unit if isinstance(sheet.get(question.code), int)]
        given += own if len(own) >= FEWEST else []
    if not given:
        return Line(question, None, ())
    counts = Counter(given)
    bars = tuple((words, counts[number], round(100 * counts[number] / len(given))) for number, words in question.scale)
    return Line(question, round(mean(given), 1), bars)


def _texts(question, sheets):
    every = [sheet for unit in sheets.values() for sheet in unit]
    texts = {sheet[question.code].strip() for sheet in every if isinstance(sheet.get(question.code), str)}
    return tuple(sorted(texts - {""}, key=lambda text: hashlib.sha256(text.encode()).digest()))
