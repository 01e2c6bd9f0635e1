"""Where Django finds the models; import them from ``records``."""

from pdportal.duties.records import DescriptionVersion, Duty, DutyEvidence, DutyLine, DutyLink, JobDescription

__all__ = ["DescriptionVersion", "Duty", "DutyEvidence", "DutyLine", "DutyLink", "JobDescription"]
