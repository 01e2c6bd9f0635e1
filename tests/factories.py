"""Plain functions that make what tests need, through the project's own verbs where there are any."""

import datetime as dt

from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import Locale

from courses.pages import CourseIndexPage, CoursePage, LearningPath, LessonPage, PathIndexPage, PathStep
from courses.policy_pages import PolicyIndexPage, PolicyPage
from events.pages import EventIndexPage, EventPage
from events.records import EventSession
from pdportal.people.appointments import appoint
from pdportal.people.choices import Level, NewTo
from pdportal.people.records import School, SchoolYear

PASSWORD = "a-long-test-password"


def days_ago(days):
    """The district's date so many days ago (negative: ahead)."""
    return timezone.localdate() - dt.timedelta(days=days)


def days_ahead(days):
    """The district's date so many days ahead."""
    return days_ago(-days)


def make_school(name="Cedar Elementary", level=Level.ELEMENTARY):
    """The school of that name, made once."""
    code = name.lower().replace(" ", "-")[:20]
    return School.objects.get_or_create(name=name, defaults={"code": code, "level": level})[0]


def make_person(name, role=None, school=None, *, starts_on=None, new_to=NewTo.NOTHING, **fields):
    """A person with an account (user name from the name, PASSWORD) and, with ``role``, an appointment."""
    first, _, last = name.partition(" ")
    username = name.lower().replace(" ", ".")
    person = get_user_model().objects.create_user(
        username, fields.pop("email", f"{username}@maplevalley.example"), PASSWORD,
        first_name=first, last_name=last, **fields,
    )  # fmt: skip
    if role:
        appoint(person, role, school or make_school(), starts_on=starts_on or days_ago(400), new_to=new_to)
    return person


def make_school_year(day):
    """The school year (August to May) around ``day``."""
    first = day.year if day.month >= 7 else day.year - 1
    return SchoolYear.objects.get_or_create(
        name=f"{first}-{(first + 1) % 100:02d}",
        defaults={
            "starts_on": dt.date(first, 8, 12),
            "semester_1_ends_on": dt.date(first, 12, 18),
            "ends_on": dt.date(first + 1, 5, 28),
        },
    )[0]


def publish(parent_model, page):
    """Put ``page`` below the English index page of its kind and publish it."""
    parent = parent_model.objects.get(locale__language_code="en")
    page.locale = parent.locale
    parent.add_child(instance=page)
    page.save_revision(clean=False).publish()  # add_child has just checked it
    page.refresh_from_db()
    return page


def make_course(title="Copyright refresher", *, lessons=("Read this",), credit_hours="1.00", **fields):
    """A published course with one plain reading lesson per title in ``lessons``."""
    course = publish(CourseIndexPage, CoursePage(title=title, credit_hours=credit_hours, **fields))
    for lesson in lessons:
        make_lesson(course, lesson)
    return course


def make_lesson(course, title, *, body=(), minutes=10):
    """A published lesson at the end of ``course``; ``body`` is a list of ``(block type, value)``."""
    lesson = LessonPage(title=title, minutes=minutes, locale=course.locale)
    lesson.body = [*body] or [("text", "<p>Some words to read.</p>")]
    course.add_child(instance=lesson)
    lesson.save_revision(clean=False).publish()
    lesson.refresh_from_db()
    return lesson


def make_path(title="Orientation", *, steps=(), **fields):
    """A published path through the pages in ``steps``."""
    path = LearningPath(title=title, **fields)
    path.steps = [PathStep(activity=step, sort_order=number) for number, step in enumerate(steps)]
    return publish(PathIndexPage, path)


def make_policy(title="Acceptable use"):
    """A published policy."""
    return publish(PolicyIndexPage, PolicyPage(title=title, body=[("text", "<p>Use it well.</p>")]))


def make_event(title="Finding sources", **fields):
    """A published event without sessions."""
    return publish(EventIndexPage, EventPage(title=title, **{"credit_hours": "1.50", **fields}))


def make_session(event=None, *, days=7, start="15:30", end="17:00", capacity=20, **fields):
    """A session of ``event`` so many days ahead."""
    return EventSession.objects.create(
        event=event or make_event(), held_on=days_ahead(days), start_time=dt.time.fromisoformat(start),
        end_time=dt.time.fromisoformat(end), capacity=capacity, changed_at=timezone.now(), **fields,
    )  # fmt: skip


def translate(page, **fields):
    """The published Spanish version of ``page``, with ``fields`` (at least a title)."""
    spanish = page.copy_for_translation(Locale.objects.get(language_code="es"))
    for name, value in {"draft_title": fields.get("title", page.title), **fields}.items():
        setattr(spanish, name, value)
    spanish.save_revision().publish()
    spanish.refresh_from_db()
    return spanish
