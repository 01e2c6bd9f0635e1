"""Where Django finds the models; import them from ``records``."""

from pdportal.notices.records import DigestChoice, MailChoice, Notice, OutgoingMail

__all__ = ["DigestChoice", "MailChoice", "Notice", "OutgoingMail"]
