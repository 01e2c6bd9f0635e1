"""Tells Django about the mentoring app."""

from django.apps import AppConfig


class MentoringConfig(AppConfig):
    """Configuration of ``mentoring``."""

    name = "mentoring"
