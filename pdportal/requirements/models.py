"""Where Django finds the models; import them from ``records`` and the other ``…_records``."""

from pdportal.requirements.records import Assignment, Extension, Gap, Requirement, RequirementVersion, Waiver
from pdportal.requirements.request_records import GrantRequest
from pdportal.requirements.rule_records import Consequence, TimeBudget
from pdportal.requirements.warning_records import DeadlineWarning

__all__ = [
    "Assignment",
    "Consequence",
    "DeadlineWarning",
    "Extension",
    "Gap",
    "GrantRequest",
    "Requirement",
    "RequirementVersion",
    "TimeBudget",
    "Waiver",
]
