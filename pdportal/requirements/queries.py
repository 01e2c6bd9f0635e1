"""Reusable questions about requirements: pages behind activities, their minutes, and assignments gone by."""

from django.apps import apps
from django.utils.translation import get_language
from wagtail.models import Page

from pdportal.requirements.records import Assignment
from pdportal.transcripts.pages import ActivityPage


def activity_pages(keys):
    """By activity key, its published page: in the active language if there is one, else in any. One query."""
    pages = Page.objects.live().public().filter(translation_key__in=list(keys)).select_related("locale")
    mine = (get_language() or "en")[:2]
    by_preference = sorted(pages, key=lambda page: page.locale.language_code == mine)
    return {page.translation_key: page for page in by_preference}


def activity_models():
    """Every kind of page that awards a completion; upper floors are asked, not imported."""
    return [model for model in apps.get_models() if issubclass(model, ActivityPage)]


def activity_minutes(keys):
    """By activity key, how many minutes the activity takes; one or two queries for each kind of activity."""
    keys, found = set(keys), {}
    for model in activity_models():
        found |= model.minutes_by_key(keys)
    return found


def earlier_assignments(learner, day):
    """What was required of ``learner`` before ``day`` and no longer is: years gone by, audiences left."""
    current = Assignment.objects.current(day).filter(learner=learner)
    return Assignment.objects.filter(learner=learner, assigned_on__lte=day).exclude(pk__in=current.values("pk"))
