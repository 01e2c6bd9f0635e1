"""Tells Django about the home app."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Configuration of ``pdportal.home``."""

    name = "pdportal.home"
