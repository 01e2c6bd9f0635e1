"""Tells Django about the evaluations app."""

from django.apps import AppConfig

from pdportal.people import belongings


class EvaluationsConfig(AppConfig):
    """Configuration of ``pdportal.evaluations``."""

    name = "pdportal.evaluations"

    def ready(self):
        """Say what belongs to a person: having been asked, never an answer."""
        belongings.register("evaluations.Invitation", "person")
