"""Tells Django about the badges app, and looks at its keys when the portal starts."""

from django.apps import AppConfig
from django.core.checks import Error, register

from pdportal.badges import keys


class BadgesConfig(AppConfig):
    """Configuration of ``pdportal.badges``."""

    name = "pdportal.badges"


@register
def keys_can_be_used(app_configs, **options):
    """A key that cannot sign is found when the portal starts, not when somebody asks for a badge."""
    try:
        keys.check()
    except keys.KeyUnusable as trouble:
        return [Error(str(trouble), id="badges.E001")]
    return []
