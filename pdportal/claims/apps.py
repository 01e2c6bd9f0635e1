"""Tells Django about the claims app and writes down, at sign-in, what was typed without a session."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in

from pdportal.people import belongings


class ClaimsConfig(AppConfig):
    """Configuration of ``pdportal.claims``."""

    name = "pdportal.claims"

    def ready(self):
        """Write what was kept while nobody was signed in; say what belongs to a person."""
        from pdportal.claims.receivers import write_kept  # noqa: PLC0415  models are not loaded before ready()

        belongings.register("claims.Claim", "learner")
        user_logged_in.connect(write_kept, dispatch_uid="pdportal.claims.write_kept")
