"""Tells Django about the credits app."""

from django.apps import AppConfig

from pdportal.people import belongings


class CreditsConfig(AppConfig):
    """Configuration of ``pdportal.credits``."""

    name = "pdportal.credits"

    def ready(self):
        """Add the hours by pack to printed transcripts; say what belongs to a person."""
        from pdportal.credits import on_paper  # noqa: PLC0415  models are not loaded before ready()
        from pdportal.transcripts import paper_notes  # noqa: PLC0415  models are not loaded before ready()

        belongings.register("credits.CertificateDates", "person")
        paper_notes.register("hours by rule pack", on_paper.notes)
