"""Where Django finds the models; import them from ``records``."""

from pdportal.evaluations.records import Invitation, Sheet, Survey

__all__ = ["Invitation", "Sheet", "Survey"]
