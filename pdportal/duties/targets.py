"""What duties are linked to, as lists need it: published lessons and activities in the reader's language."""

import uuid
from dataclasses import dataclass
from functools import cached_property

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail.models import Page, get_page_models

from courses.outline import in_best_language, url_of
from courses.pages import LessonPage

LESSON = "lesson"


@dataclass(frozen=True)
class Target:
    """A published lesson or activity; ``course_key`` is the course of a lesson."""

    key: uuid.UUID
    title: str
    url_path: str
    kind: str
    kind_label: str
    course_key: uuid.UUID | None = None

    @cached_property
    def url(self):
        """The page's address."""
        return url_of(self.url_path)

    @property
    def keys(self):
        """The keys a completion of which completes it: its own, and the whole course a lesson is in."""
        return (self.key, self.course_key) if self.course_key else (self.key,)


def linkable():
    """The kinds of page that can train for a duty: lessons, and everything that awards a completion."""
    return [model for model in get_page_models() if model is LessonPage or hasattr(model, "activity_kind")]


def kinds():
    """By id of the content type of each linkable page: the code of its kind and what it is called."""
    found = ContentType.objects.get_for_models(*linkable())
    return {
        content_type.pk: (LESSON, _("Lesson"))
        if model is LessonPage
        else (model.activity_kind.value, str(model.activity_kind.label))
        for model, content_type in found.items()
    }


def targets(keys):
    """The Targets of these translation keys that are published, by key; two queries."""
    return _targets(Page.objects.live().filter(translation_key__in=set(keys)))


def lessons():
    """All published lessons as Targets by key, in the order of the courses; two queries."""
    return _targets(Page.objects.live().type(LessonPage).order_by("path"))


def _targets(pages):
    words = kinds()
    rows = [
        row
        for row in pages.values_list(
            "translation_key", "title", "url_path", "locale__language_code", "content_type_id", "path"
        )
        if row[4] in words
    ]
    above = {row[5][: -Page.steplen] for row in rows if words[row[4]][0] == LESSON}
    courses = dict(Page.objects.filter(path__in=above).values_list("path", "translation_key"))
    return {
        key: Target(key, title, url_path, *words[kind], courses.get(path[: -Page.steplen]))
        for key, (_key, title, url_path, _language, kind, path) in in_best_language(rows).items()
    }
