"""Tells Django about the demo app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Configuration of ``pdportal.demo``."""

    name = "pdportal.demo"
