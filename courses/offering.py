"""What courses the district has offered, for clock-hour rules that count offers."""

from django.utils.translation import get_language

from courses.queries import page_model
from pdportal.common.dates import end_of_day, today
from pdportal.credits.offered import Offer


def between(first, last):
    """An Offer for every published course with hours that was there by ``last``, in the reader's words; one query."""
    courses = page_model("CoursePage").objects.live().public()
    courses = courses.filter(credit_hours__gt=0, first_published_at__lt=end_of_day(last)).select_related("locale")
    found = {}
    for course in courses:
        if course.translation_key not in found or course.locale.language_code == get_language():
            on = max(first, today(course.first_published_at))
            found[course.translation_key] = Offer(course.translation_key, course.title, course.credit_hours, on)
    return list(found.values())
