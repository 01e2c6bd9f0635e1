"""Courses and lessons as lists need them: light rows in the reader's language, two queries for any number.

A lesson belongs to its course by translation key: a lesson that exists in one language only still counts in both, so
that progress is the same number in English and in Spanish.
"""

import uuid
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.db.models.functions import Left
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page, Site, get_page_models

from courses.queries import page_model
from pdportal.transcripts.choices import ActivityKind

STEP = Page.steplen


@dataclass(frozen=True)
class Line:
    """A published page in one language."""

    key: uuid.UUID
    title: str
    url_path: str
    language: str

    @cached_property
    def url(self):
        """The page's address, without a query as long as Wagtail's list of sites is cached."""
        return url_of(self.url_path)

    @property
    def translation_key(self):
        """The key under the name pages use."""
        return self.key


@dataclass(frozen=True)
class LessonLine(Line):
    """A lesson; ``minutes`` is the author's estimate."""

    minutes: int


@dataclass(frozen=True)
class CourseLine(Line):
    """A course with its lessons in order; ``has_locks``: a path may lock it or one of its lessons."""

    credit_hours: Decimal
    has_locks: bool
    lessons: tuple[LessonLine, ...]
    kind = ActivityKind.COURSE

    @property
    def minutes(self):
        """Minutes of all lessons."""
        return sum(lesson.minutes for lesson in self.lessons)

    def lesson(self, key):
        """The lesson with this key, or None."""
        return next((lesson for lesson in self.lessons if lesson.key == key), None)


def url_of(url_path):
    """The address of a page from Wagtail's internal path; empty for a page outside the site."""
    for place in Site.get_site_root_paths():
        if url_path.startswith(place.root_path):
            with translation.override(place.language_code):
                return reverse("wagtail_serve", args=[url_path[len(place.root_path) :]])
    return ""


@dataclass(frozen=True)
class ActivityLine(Line):
    """An activity that is not a course: an event, a mentoring programme, a path inside a path."""

    credit_hours: Decimal
    kind: ActivityKind
    lessons: tuple = ()
    minutes: int = 0


def activities(keys):
    """Published activities of any kind by key: courses in two queries, all others in one more."""
    found = dict(courses(keys))
    others = set(keys) - set(found)
    return found | _other_activities(others) if others else found


def _other_activities(keys):
    """The published activities that are no courses, by key; the hours of each kind have a column of their own."""
    models = [model for model in get_page_models() if hasattr(model, "activity_kind")]
    hours = [f"{model._meta.model_name}__credit_hours" for model in models]
    columns = "translation_key", "title", "url_path", "locale__language_code"
    pages = Page.objects.live().filter(translation_key__in=keys).values_list(*columns, *hours)
    rows = [
        (*page[:4], credit_hours, model.activity_kind)
        for page in pages
        for model, credit_hours in zip(models, page[4:], strict=True)
        if credit_hours is not None
    ]
    return {key: ActivityLine(*row) for key, row in in_best_language(rows).items()}


def courses(keys):
    """The published courses with these translation keys, by key; two queries."""
    rows = list(
        page_model("CoursePage")
        .objects.live()
        .filter(translation_key__in=set(keys))
        .annotate(has_locks=Exists(page_model("PathLock").objects.filter(locked__path__startswith=OuterRef("path"))))
        .values_list(
            "translation_key", "title", "url_path", "locale__language_code", "credit_hours", "path", "has_locks"
        )
    )
    lessons = _lessons({row[5]: row[0] for row in rows})
    locked = {row[0] for row in rows if row[6]}
    best = in_best_language(rows)
    return {key: CourseLine(*row[:5], key in locked, lessons.get(key, ())) for key, row in best.items()}


def course(key):
    """The published course with this key, or None."""
    return courses([key]).get(key)


def _lessons(course_of_path):
    """The lessons of each course key, in the order of the default language."""
    if not course_of_path:
        return {}
    rows = (
        page_model("LessonPage")
        .objects.live()
        .alias(above=Left("path", len(next(iter(course_of_path)))))
        .filter(above__in=list(course_of_path))
        .values_list("translation_key", "title", "url_path", "locale__language_code", "minutes", "path")
    )
    by_course = defaultdict(list)
    for row in rows:
        by_course[course_of_path[row[5][:-STEP]]].append(row)
    return {key: _in_order(found) for key, found in by_course.items()}


def _in_order(rows):
    rows = sorted(rows, key=lambda row: (row[3] != settings.LANGUAGE_CODE, row[5]))
    return tuple(LessonLine(*row[:5]) for row in in_best_language(rows).values())


def in_best_language(rows):
    """One row per key: the reader's language, else the default language, else any; keeps the order of first sight."""
    wanted = [settings.LANGUAGE_CODE, translation.get_language()]
    best = {}
    for row in rows:
        key, language = row[0], row[3]
        if key not in best or _rank(wanted, language) > _rank(wanted, best[key][3]):
            best[key] = row
    return best


def _rank(wanted, language):
    return wanted.index(language) if language in wanted else -1
