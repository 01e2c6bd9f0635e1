"""Tells Django about the notices app."""

from django.apps import AppConfig

from pdportal.people import belongings


class NoticesConfig(AppConfig):
    """Configuration of ``pdportal.notices``."""

    name = "pdportal.notices"

    def ready(self):
        """Say what belongs to a person."""
        belongings.register("notices.Notice", "recipient")
