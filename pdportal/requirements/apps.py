"""Tells Django about the requirements app and lets assignments follow appointments."""

from django.apps import AppConfig

from pdportal.people import belongings


class RequirementsConfig(AppConfig):
    """Configuration of ``pdportal.requirements``."""

    name = "pdportal.requirements"

    def ready(self):
        """Connect the receivers; say what belongs to a person."""
        from pdportal.requirements import receivers  # noqa: F401, PLC0415  models are not loaded before ready()

        belongings.register("requirements.Assignment", "learner")
