"""Where Django finds the models; import them from ``pages``."""

from pdportal.home.pages import HomePage, PlainPage

__all__ = ["HomePage", "PlainPage"]
