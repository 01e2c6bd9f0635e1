"""Tells Django about the requirements app."""

from django.apps import AppConfig


class RequirementsConfig(AppConfig):
    """Configuration of ``pdportal.requirements``."""

    name = "pdportal.requirements"
