"""Where Django finds the models; import them from ``pages`` and ``records``."""

from courses.banks import QuestionBank
from courses.pages import CourseIndexPage, CoursePage, LearningPath, LessonPage, PathIndexPage, PathLock, PathStep
from courses.policy_pages import PolicyIndexPage, PolicyPage
from courses.policy_records import AcknowledgementRequest, PolicyRevision
from courses.practice_records import PracticeFile, PracticeRound
from courses.quiz_records import ExtraAttempt, FrozenQuestion, ScenarioAnswer
from courses.records import (
    Acknowledgement,
    EarlyOpening,
    Enrollment,
    GatePass,
    LessonProgress,
    PracticeSubmission,
    QuizAttempt,
    Reflection,
)
from courses.resources import ResourceLink, ResourceList
from courses.scorm_records import ScormPackage, ScormSitting, ScormVersion

__all__ = [
    "Acknowledgement",
    "AcknowledgementRequest",
    "CourseIndexPage",
    "CoursePage",
    "EarlyOpening",
    "Enrollment",
    "ExtraAttempt",
    "FrozenQuestion",
    "GatePass",
    "LearningPath",
    "LessonPage",
    "LessonProgress",
    "PathIndexPage",
    "PathLock",
    "PathStep",
    "PolicyIndexPage",
    "PolicyPage",
    "PolicyRevision",
    "PracticeFile",
    "PracticeRound",
    "PracticeSubmission",
    "QuestionBank",
    "QuizAttempt",
    "Reflection",
    "ResourceLink",
    "ResourceList",
    "ScenarioAnswer",
    "ScormPackage",
    "ScormSitting",
    "ScormVersion",
]
