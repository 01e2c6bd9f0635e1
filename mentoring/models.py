"""Where Django finds the models; import them from ``pages`` and ``records``."""

from mentoring.pages import MentoringIndexPage, MentoringProgramme
from mentoring.records import Meeting, MeetingNote, Pairing

__all__ = ["Meeting", "MeetingNote", "MentoringIndexPage", "MentoringProgramme", "Pairing"]
