"""What the trail says: the next step, a lesson in a list, an activity on a path, a path. Values only, no queries."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from courses import outline
from courses.locks import Lock
from courses.plans import PathLine, StepSet


@dataclass(frozen=True)
class NextStep:
    """The lesson to do next. ``resumes``: it was the last one opened; ``waits``: only a sign-off is missing."""

    lesson: outline.LessonLine
    course: outline.CourseLine
    status: Any
    resumes: bool
    waits: bool

    @property
    def minutes(self):
        """The author's estimate for the lesson."""
        return self.lesson.minutes

    @property
    def url(self):
        """The lesson's address."""
        return self.lesson.url


@dataclass(frozen=True)
class LessonState:
    """A lesson in a list: ``state`` is done, now, later or locked; ``lock`` says what opens it."""

    lesson: outline.LessonLine
    state: str
    lock: Lock | None = None

    @property
    def is_done(self):
        """True for a completed lesson."""
        return self.state == "done"


@dataclass(frozen=True)
class StepProgress:
    """One activity for one learner; ``state`` is done, now, later or locked, ``lessons`` are LessonStates.

    A finished course counts all its lessons, those added later included: what is complete stays complete.
    """

    activity: outline.Line
    state: str
    status: Any
    lessons: tuple
    enrollment: Any = None
    completed_on: dt.date | None = None
    lock: Lock | None = None

    @property
    def lessons_total(self):
        """How many lessons it has."""
        return len(self.lessons)

    @property
    def lessons_done(self):
        """How many count as done; never more than there are."""
        return self.lessons_total if self.completed_on else sum(1 for lesson in self.lessons if lesson.is_done)

    @property
    def minutes(self):
        """Minutes of all lessons."""
        return self.activity.minutes

    @property
    def is_done(self):
        """True where nothing is left to do."""
        return self.state == "done"

    @property
    def share(self):
        """How much of it is done, from 0 to 1."""
        if self.is_done:
            return 1.0
        return self.lessons_done / self.lessons_total if self.lessons_total else 0.0


@dataclass(frozen=True)
class SetProgress:
    """A set of steps for one learner; ``numbered`` steps carry their number on the path."""

    plan: StepSet
    numbered: tuple[tuple[int, StepProgress], ...]

    @cached_property
    def counted(self):
        """The steps that count: as many as are needed, the furthest first."""
        steps = [step for _number, step in self.numbered]
        return sorted(steps, key=lambda step: -step.share)[: self.plan.needed]

    @property
    def needed(self):
        """How many steps must be done; never more than there are."""
        return min(self.plan.needed, len(self.numbered))

    @property
    def done(self):
        """How many of those needed are done."""
        return sum(1 for step in self.counted if step.is_done)

    @property
    def is_done(self):
        """True where enough steps are done."""
        return self.done >= self.needed


@dataclass(frozen=True)
class PathProgress:
    """A path for one learner; a path once completed stays complete, whatever its steps are today."""

    path: PathLine
    sets: tuple[SetProgress, ...]
    status: Any
    completed_on: dt.date | None = None

    @property
    def steps(self):
        """All steps in order."""
        return tuple(step for each in self.sets for _number, step in each.numbered)

    @property
    def _counted(self):
        return [step for each in self.sets for step in each.counted]

    @property
    def current(self):
        """The step to do next, or None."""
        return next((step for step in self.steps if step.state == "now"), None)

    @property
    def steps_needed(self):
        """How many steps must be done."""
        return sum(each.needed for each in self.sets)

    @property
    def steps_done(self):
        """How many of them are done; never more than there are."""
        return self.steps_needed if self.completed_on else sum(each.done for each in self.sets)

    @property
    def percent(self):
        """How far the learner is, from 0 to 100; only 100 means complete, and nothing done ever lowers it."""
        if self.is_done:
            return 100
        share = sum(step.share for step in self._counted)
        return min(int(100 * share / self.steps_needed), 99) if self.steps_needed else 0

    @property
    def lessons_done(self):
        """Lessons done on the steps that count."""
        return self.lessons_total if self.completed_on else sum(step.lessons_done for step in self._counted)

    @property
    def lessons_total(self):
        """Lessons of the steps that count."""
        return sum(step.lessons_total for step in self._counted)

    @property
    def hours_done(self):
        """Credit hours of the steps completed."""
        return sum(step.activity.credit_hours for step in self.steps if step.completed_on)

    @property
    def hours_total(self):
        """Credit hours of the steps that count; more where somebody did more than was needed."""
        counted = self._counted
        return sum(step.activity.credit_hours for step in self.steps if step in counted or step.completed_on)

    @property
    def is_done(self):
        """True where it is completed, or enough of every set is done."""
        return bool(self.completed_on) or all(each.is_done for each in self.sets)
