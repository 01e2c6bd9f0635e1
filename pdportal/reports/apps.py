"""Tells Django about the reports app."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Configuration of ``pdportal.reports``."""

    name = "pdportal.reports"
