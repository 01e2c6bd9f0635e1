"""What the trail says: the next step, a lesson in a list, an activity on a path, a path. Values only, no queries."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from courses import outline
from courses.paths import PathLine


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
    """A lesson in a list: ``state`` is done, now or later."""

    lesson: outline.LessonLine
    state: str

    @property
    def is_done(self):
        """True for a completed lesson."""
        return self.state == "done"


@dataclass(frozen=True)
class StepProgress:
    """One activity for one learner; ``state`` is done, now or later, ``lessons`` are LessonStates.

    A finished course counts all its lessons, those added later included: what is complete stays complete.
    """

    activity: outline.Line
    state: str
    status: Any
    lessons: tuple
    enrollment: Any = None
    completed_on: dt.date | None = None

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


@dataclass(frozen=True)
class PathProgress:
    """A path for one learner."""

    path: PathLine
    steps: tuple
    status: Any

    @property
    def lessons_done(self):
        """Lessons done on all steps."""
        return sum(step.lessons_done for step in self.steps)

    @property
    def lessons_total(self):
        """Lessons of all steps."""
        return sum(step.lessons_total for step in self.steps)

    @property
    def hours_done(self):
        """Credit hours of the steps completed."""
        return sum(step.activity.credit_hours for step in self.steps if step.completed_on)

    @property
    def hours_total(self):
        """Credit hours of all steps."""
        return sum(step.activity.credit_hours for step in self.steps)

    @property
    def is_done(self):
        """True where every step is done."""
        return all(step.is_done for step in self.steps)
