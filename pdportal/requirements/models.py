"""Where Django finds the models; import them from ``records`` and ``rule_records``."""

from pdportal.requirements.records import Assignment, Extension, Gap, Requirement, RequirementVersion, Waiver
from pdportal.requirements.rule_records import Consequence, TimeBudget

__all__ = [
    "Assignment",
    "Consequence",
    "Extension",
    "Gap",
    "Requirement",
    "RequirementVersion",
    "TimeBudget",
    "Waiver",
]
