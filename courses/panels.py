"""What the editor of a path sees: the chooser of a step, who is on the path, what a change does to them."""

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from wagtail.admin.panels import Panel
from wagtail.admin.widgets import AdminPageChooser

from courses import plans, queries
from pdportal.common.dates import today


class StepChooser(AdminPageChooser):
    """The page chooser; what is no page number counts as nothing chosen."""

    def get_instance(self, value):
        """The page of that number, or None."""
        try:
            return super().get_instance(value)
        except (ValueError, TypeError, ObjectDoesNotExist):
            return None


class PathReachPanel(Panel):
    """How many people are on the path and have finished it; on a translation, where its steps come from."""

    class BoundPanel(Panel.BoundPanel):
        """The panel for one page."""

        template_name = "courses/admin/path_reach.html"

        def get_context_data(self, parent_context=None):
            """The numbers of today, for a path that is published."""
            path = plans.lines([self.instance.translation_key]).get(self.instance.translation_key)
            on_it, finished = queries.reach_of(path, today()) if path else (0, 0)
            return super().get_context_data(parent_context) | {
                "path": path,
                "on_it": on_it,
                "finished": finished,
                "is_translation": self.instance.locale.language_code != settings.LANGUAGE_CODE,
            }
