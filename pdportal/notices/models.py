"""Where Django finds the models; import them from ``records``."""

from pdportal.notices.records import DigestChoice, Notice, OutgoingMail

__all__ = ["DigestChoice", "Notice", "OutgoingMail"]
