"""Makes the measured district as large as the budgets say: 40 courses, 40 requirements that ask everybody."""

import os
import uuid

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.settings")
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402  Django must be set up first
from django.utils import timezone  # noqa: E402  Django must be set up first

from courses.pages import CourseIndexPage, CoursePage, LessonPage  # noqa: E402  Django must be set up first
from courses.progress import enroll  # noqa: E402  Django must be set up first
from pdportal.requirements.assigning import assign_all  # noqa: E402  Django must be set up first
from pdportal.requirements.records import Requirement  # noqa: E402  Django must be set up first
from pdportal.requirements.rules import publish_version  # noqa: E402  Django must be set up first

COURSES = REQUIREMENTS = 40


def more_courses():
    """Courses with two lessons each, until there are COURSES; the new librarian is enrolled in all of them."""
    index = CourseIndexPage.objects.get(locale__language_code="en")
    newcomer = get_user_model().objects.get(username="newlibrarian")
    for number in range(COURSES - CoursePage.objects.child_of(index).count()):
        course = CoursePage(title=f"Measured course {number}", locale=index.locale, translation_key=uuid.uuid4())
        index.add_child(instance=course)
        for title in ("First lesson", "Second lesson"):
            lesson = LessonPage(title=title, locale=index.locale, body=[("text", "<p>Words.</p>")])
            course.add_child(instance=lesson)
    for course in CoursePage.objects.child_of(index):
        enroll(newcomer, course)


def more_requirements():
    """Requirements of everybody with an appointment, until there are REQUIREMENTS; assigned at once."""
    by = get_user_model().objects.get(username="coordinator")
    asked = set(Requirement.objects.values_list("activity_key", flat=True))
    courses = CoursePage.objects.filter(locale__language_code="en").exclude(translation_key__in=asked)
    for course in courses[: REQUIREMENTS - Requirement.objects.count()]:
        requirement = Requirement.objects.create(
            slug=f"measured-{course.pk}", name_en=course.title, activity_key=course.translation_key
        )
        publish_version(requirement, by=by, effective_on=timezone.localdate(), audience={})
    assign_all()


if __name__ == "__main__":
    more_courses()
    more_requirements()
