"""Tells Django about the transcripts app."""

from django.apps import AppConfig


class TranscriptsConfig(AppConfig):
    """Configuration of ``pdportal.transcripts``."""

    name = "pdportal.transcripts"
