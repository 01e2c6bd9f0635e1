"""Where Django finds the models; import them from ``records``, ``request_records`` and ``rule_records``."""

from pdportal.requirements.records import Assignment, Extension, Gap, Requirement, RequirementVersion, Waiver
from pdportal.requirements.request_records import GrantRequest
from pdportal.requirements.rule_records import Consequence, TimeBudget

__all__ = [
    "Assignment",
    "Consequence",
    "Extension",
    "Gap",
    "GrantRequest",
    "Requirement",
    "RequirementVersion",
    "TimeBudget",
    "Waiver",
]
