"""Tells Django about the duties app and says what belongs to a person."""

from django.apps import AppConfig

from pdportal.people import belongings


class DutiesConfig(AppConfig):
    """Configuration of ``pdportal.duties``."""

    name = "pdportal.duties"

    def ready(self):
        """Say what is handed over when two accounts are merged."""
        belongings.register("duties.DutyEvidence", "learner")
