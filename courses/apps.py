"""Tells Django about the courses app, and what it does when a completion is recorded or somebody signs in."""

from django.apps import AppConfig, apps
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_delete, post_save
from wagtail.signals import page_published, page_unpublished

from pdportal.people import belongings
from pdportal.transcripts.signals import imported


class CoursesConfig(AppConfig):
    """Configuration of ``courses``."""

    name = "courses"

    def ready(self):
        """Settle paths with the ledger, write kept answers at sign-in, note published policies, offer courses."""
        from courses import (  # noqa: PLC0415  models are not loaded before ready()
            keeping,
            offering,
            paths,
            policies,
            remainder,
            scorm_library,
        )
        from pdportal.credits import offered  # noqa: PLC0415  models are not loaded before ready()
        from pdportal.requirements import remaining  # noqa: PLC0415  models are not loaded before ready()

        post_save.connect(
            paths.on_completion, sender="transcripts.Completion", dispatch_uid="courses.paths.on_completion"
        )
        post_delete.connect(
            scorm_library.erase_files, sender="courses.ScormVersion", dispatch_uid="courses.scorm_library.erase_files"
        )
        imported.connect(paths.on_import, dispatch_uid="courses.paths.on_import")
        page_published.connect(
            paths.on_published, sender=apps.get_model("courses", "LearningPath"), dispatch_uid="courses.paths.published"
        )
        page_unpublished.connect(paths.on_unpublished, dispatch_uid="courses.paths.unpublished")
        user_logged_in.connect(keeping.write_kept, dispatch_uid="courses.keeping.write_kept")
        page_published.connect(
            policies.on_published, sender=self.get_model("PolicyPage"), dispatch_uid="courses.policies.on_published"
        )
        offered.register("courses", offering.between)
        remaining.register("courses", remainder.remainder_of)
        for model in ("Acknowledgement", "AcknowledgementRequest", "EarlyOpening", "Enrollment"):
            belongings.register(f"courses.{model}", "learner")
