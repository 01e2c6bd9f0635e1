"""Tells Django about the partners app."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    """Configuration of ``pdportal.partners``."""

    name = "pdportal.partners"
