"""Tells Django about the common app and its path converter."""

from django.apps import AppConfig
from django.urls import register_converter

from pdportal.common.converters import IdConverter


class CommonConfig(AppConfig):
    """Configuration of ``pdportal.common``, which has no models."""

    name = "pdportal.common"

    def ready(self):
        """Make ``<id:…>`` known to all URL maps."""
        register_converter(IdConverter, "id")
