"""Tells Django about the notices app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Configuration of ``pdportal.notices``."""

    name = "pdportal.notices"
