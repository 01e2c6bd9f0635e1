"""Tells Django about the credits app."""

from django.apps import AppConfig


class CreditsConfig(AppConfig):
    """Configuration of ``pdportal.credits``."""

    name = "pdportal.credits"
