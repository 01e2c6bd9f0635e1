"""Reusable questions about requirements: pages behind activities, and assignments of earlier periods."""

from django.utils.translation import get_language
from wagtail.models import Page

from pdportal.requirements.records import Assignment


def activity_pages(keys):
    """By activity key, its published page: in the active language if there is one, else in any. One query."""
    pages = Page.objects.live().public().filter(translation_key__in=list(keys)).select_related("locale")
    mine = (get_language() or "en")[:2]
    by_preference = sorted(pages, key=lambda page: page.locale.language_code == mine)
    return {page.translation_key: page for page in by_preference}


def earlier_assignments(learner, day):
    """What was required of ``learner`` before ``day`` and no longer is: years gone by, audiences left."""
    current = Assignment.objects.current(day).filter(learner=learner)
    return Assignment.objects.filter(learner=learner, assigned_on__lte=day).exclude(pk__in=current.values("pk"))
