"""Where Django finds the models; import them from ``pages``, ``records`` and ``matching_records``."""

from mentoring.care_records import Concern, SilenceReminder
from mentoring.matching_records import (
    MatchingRun,
    MentoringProfile,
    Offer,
    PairDecision,
    PrivateRule,
    Proposal,
    TrainingOverride,
    Wish,
)
from mentoring.pages import MentoringIndexPage, MentoringProgramme
from mentoring.pair_records import AgreementVersion, ChecklistTick, Goal, Signature
from mentoring.records import Meeting, MeetingNote, Pairing

__all__ = [
    "AgreementVersion",
    "ChecklistTick",
    "Concern",
    "Goal",
    "MatchingRun",
    "Meeting",
    "MeetingNote",
    "MentoringIndexPage",
    "MentoringProfile",
    "MentoringProgramme",
    "Offer",
    "PairDecision",
    "Pairing",
    "PrivateRule",
    "Proposal",
    "Signature",
    "SilenceReminder",
    "TrainingOverride",
    "Wish",
]
