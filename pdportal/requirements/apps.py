"""Tells Django about the requirements app and lets assignments follow appointments."""

from django.apps import AppConfig


class RequirementsConfig(AppConfig):
    """Configuration of ``pdportal.requirements``."""

    name = "pdportal.requirements"

    def ready(self):
        """Connect the receivers."""
        from pdportal.requirements import receivers  # noqa: F401, PLC0415  models are not loaded before ready()
