"""Tells Django about the mentoring app, and lower floors what mentors may see and what calendars hold."""

from django.apps import AppConfig
from wagtail.signals import page_published

from pdportal.people import belongings


class MentoringConfig(AppConfig):
    """Configuration of ``mentoring``."""

    name = "mentoring"

    def ready(self):
        """Register the oversight of mentors and the meetings in personal calendars."""
        from events import busy_times, calendar_sources  # noqa: PLC0415  models are not loaded before ready()
        from mentoring import agreements, entries, oversight, surveys  # noqa: PLC0415  models are not loaded before ready()
        from pdportal.evaluations import settling  # noqa: PLC0415  models are not loaded before ready()
        from pdportal.people.oversight import register  # noqa: PLC0415  models are not loaded before ready()

        register("mentor", oversight.mentored_by, vouches=True, reports=False, overseers=oversight.mentors_of)
        calendar_sources.register("meetings", entries.of_meetings)
        settling.register("mentoring", open_due=surveys.open_due)
        busy_times.register("meetings", entries.busy_with)
        belongings.register("mentoring.Pairing", "mentor", "mentee", "buddy")
        belongings.register("mentoring.MentoringProfile", "person")
        belongings.register("mentoring.Wish", "mentee", "mentor")
        belongings.register("mentoring.PairDecision", "mentor", "mentee")
        belongings.register("mentoring.TrainingOverride", "mentor")
        belongings.register("mentoring.Signature", "person")
        page_published.connect(
            agreements.on_published,
            sender=self.get_model("MentoringProgramme"),
            dispatch_uid="mentoring.agreements.on_published",
        )
