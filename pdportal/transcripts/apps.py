"""Tells Django about the transcripts app."""

from django.apps import AppConfig

from pdportal.people import belongings


class TranscriptsConfig(AppConfig):
    """Configuration of ``pdportal.transcripts``."""

    name = "pdportal.transcripts"

    def ready(self):
        """Say what belongs to a person: a completion goes by the ledger's own verb, its corrections along with it."""
        from pdportal.transcripts import ledger  # noqa: PLC0415  models are not loaded before ready()

        belongings.register("transcripts.ActivityStart", "learner")
        belongings.register(
            "transcripts.Completion", "learner", hand_over=ledger.hand_over, along=lambda row: row.corrections.all()
        )
