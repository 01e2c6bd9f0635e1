"""Where Django finds the models; import them from ``records``."""

from pdportal.notices.records import Notice, OutgoingMail

__all__ = ["Notice", "OutgoingMail"]
