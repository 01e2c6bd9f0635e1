"""Tells Django about the home app, and what makes kept public pages stale."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from wagtail.signals import page_published, page_slug_changed, page_unpublished

from pdportal.common.page_cache import forget_all
from pdportal.home.watched import watch_all


class HomeConfig(AppConfig):
    """Configuration of ``pdportal.home``."""

    name = "pdportal.home"

    def ready(self):
        """Forget public pages when something on them changes; watch what people's own pages show."""
        watch_all()
        for signal in (page_published, page_unpublished, page_slug_changed):
            signal.connect(forget_all)
        shown = ["wagtailcore.Page", "wagtailcore.PageViewRestriction", "wagtailcore.Site", "events.EventSession",
                 "events.Registration", "transcripts.Topic", "courses.ResourceList", "people.School",
                 "people.Closure"]  # fmt: skip
        for model in shown:
            post_save.connect(forget_all, sender=model)
            post_delete.connect(forget_all, sender=model)
