"""Where Django finds the models; import them from ``pages`` and ``records``."""

from courses.pages import (
    CourseIndexPage,
    CoursePage,
    LearningPath,
    LessonPage,
    PathIndexPage,
    PathStep,
    PolicyIndexPage,
    PolicyPage,
)
from courses.practice_records import PracticeFile, PracticeRound
from courses.records import (
    Acknowledgement,
    Enrollment,
    GatePass,
    LessonProgress,
    PracticeSubmission,
    QuizAttempt,
    Reflection,
)
from courses.resources import ResourceLink, ResourceList

__all__ = [
    "Acknowledgement",
    "CourseIndexPage",
    "CoursePage",
    "Enrollment",
    "GatePass",
    "LearningPath",
    "LessonPage",
    "LessonProgress",
    "PathIndexPage",
    "PathStep",
    "PolicyIndexPage",
    "PolicyPage",
    "PracticeFile",
    "PracticeRound",
    "PracticeSubmission",
    "QuizAttempt",
    "Reflection",
    "ResourceLink",
    "ResourceList",
]
