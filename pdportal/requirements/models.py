"""Where Django finds the models; import them from ``records``."""

from pdportal.requirements.records import Assignment, Extension, Gap, Requirement, RequirementVersion, Waiver

__all__ = ["Assignment", "Extension", "Gap", "Requirement", "RequirementVersion", "Waiver"]
