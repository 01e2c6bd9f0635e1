"""Tells Django about the common app."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """Configuration of ``pdportal.common``, which has no models."""

    name = "pdportal.common"
