"""Finding a course: search words, topic, order; and the cards that lists show."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from courses.queries import page_model
from pdportal.transcripts.pages import Topic

ORDERS = {"title": _("Title"), "hours": _("Shortest first"), "new": _("Newest first")}
SORTS = {"title": ["title"], "hours": ["credit_hours", "title"], "new": ["-first_published_at", "title"]}
WORDS = 8


@dataclass(frozen=True)
class Wanted:
    """What the query string asks for; nonsense asks for nothing."""

    words: str = ""
    topic: str = ""
    order: str = "title"

    @classmethod
    def of(cls, data):
        """Read it from a QueryDict."""
        order = data.get("order", "")
        return cls(data.get("q", "").strip()[:100], data.get("topic", "")[:40], order if order in SORTS else "title")

    @property
    def is_narrowed(self):
        """True where something is filtered away."""
        return bool(self.words or self.topic)


@dataclass(frozen=True)
class CourseCard:
    """A course in the catalogue, with the lessons and minutes of this language."""

    page: Any
    lessons: int
    minutes: int


def courses_below(index, wanted):
    """The published courses below ``index`` that hold every word in title, summary or audience, in the order wanted."""
    found = page_model("CoursePage").objects.live().child_of(index).defer_streamfields()
    for word in wanted.words.split()[:WORDS]:
        found = found.filter(Q(title__icontains=word) | Q(summary__icontains=word) | Q(audience_note__icontains=word))
    if wanted.topic:
        found = found.filter(topics__slug=wanted.topic)
    return found.order_by(*SORTS[wanted.order], "pk").prefetch_related("topics")


def cards(pages):
    """The CourseCards of ``pages`` (one page of the list); one query."""
    pages = list(pages)
    found = page_model("LessonPage").objects.live().annotate(above=Left("path", len(pages[0].path) if pages else 1))
    found = found.filter(above__in=[page.path for page in pages])
    totals = found.values("above").annotate(number=Count("pk"), total=Sum("minutes")).order_by()
    by_path = {above: (number, total) for above, number, total in totals.values_list("above", "number", "total")}
    return [CourseCard(page, *by_path.get(page.path, (0, 0))) for page in pages]


def topics_below(index):
    """The topics that published courses below ``index`` carry."""
    pages = page_model("CoursePage").objects.live().child_of(index)
    return Topic.objects.filter(pk__in=pages.values("topics")).order_by("name_en")


def path_cards(index, mine):
    """``(page, PathProgress)`` of the published paths below ``index``, in the order of the tree."""
    pages = page_model("LearningPath").objects.live().child_of(index).defer_streamfields().order_by("path")
    return [(page, mine.get(page.translation_key)) for page in pages]
