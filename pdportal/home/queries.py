"""What the front page and My page show, gathered from the subjects."""

from django.conf import settings
from wagtail.models import Locale, Page

from courses.pages import CoursePage
from events import queries as events

NEW_ON_FRONT_PAGE = 3
WORKSHOPS_ON_FRONT_PAGE = 5


def front_page(home, *, at=None):
    """The next workshops with their seats, and the courses published last, in the language of ``home``."""
    prefix = home.url.rstrip("/")
    return {
        "workshops": events.next_public(WORKSHOPS_ON_FRONT_PAGE, at=at),
        "doors": {name: f"{prefix}/{name}/" for name in ("paths", "events", "mentoring")},
        "feed_url": f"{settings.WAGTAILADMIN_BASE_URL}/calendar/all.ics",
        "news": CoursePage.objects.live()
        .filter(locale=home.locale)
        .order_by("-first_published_at")[:NEW_ON_FRONT_PAGE],
    }


def found_pages(words, language_code):
    """Published public pages of one language that hold ``words``; the front pages are left out."""
    locale = Locale.objects.get(language_code=language_code)
    return Page.objects.live().public().filter(locale=locale, depth__gt=2).search(words)
