"""What to offer for a duty: lessons and activities searched for, else lessons tagged with its job description."""

from wagtail.models import Page

from courses.pages import LessonPage
from pdportal.duties.targets import kinds, lessons, targets

MOST_WORDS = 6
MOST_OFFERED = 30


def found_for(words, *, without=()):
    """Published Targets whose title (in any language) has every word of ``words``, at most thirty, by title."""
    pages = Page.objects.live().filter(content_type__in=kinds())
    for word in words.split()[:MOST_WORDS]:
        pages = pages.filter(title__icontains=word)
    keys = pages.exclude(translation_key__in=without).order_by("title").values_list("translation_key", flat=True)
    found = targets(list(dict.fromkeys(keys))[:MOST_OFFERED])
    return sorted(found.values(), key=lambda target: target.title.casefold())


def named_for(description, *, without=()):
    """Lessons whose author tagged them with the number of ``description``, in the order of the courses."""
    tagged = named_in_lessons()
    return [
        target for key, target in lessons().items() if description.number in tagged.get(key, ()) and key not in without
    ]


def named_in_lessons():
    """By key of each published lesson, the numbers of job descriptions that its author tagged it with; one query."""
    rows = LessonPage.objects.live().exclude(duties="").values_list("translation_key", "duties")
    return {key: numbers_in(text) for key, text in rows}


def numbers_in(text):
    """The numbers in the tag of a lesson: “001, 002”."""
    return [number for number in (part.strip() for part in text.split(",")) if number]
