"""“A rule says beforehand what it does, and whatever I change later, nobody loses what was earned.”"""

import datetime as dt

import pytest
from wagtail.users.models import UserProfile

from courses.pages import LessonPage
from pdportal.people.choices import Role
from pdportal.requirements import assigning
from pdportal.requirements.records import Requirement
from pdportal.requirements.rule_records import Consequence, TimeBudget
from pdportal.requirements.status import status
from tests import factories
from tests.factories import days_ago, days_ahead
from tests.requirements.makers import complete

NEW, BUDGETS = "/admin/requirements/new/", "/admin/time-budgets/new/"
JANUARY = {
    "recurrence": "yearly",
    "due_anchor": "window",
    "opens_month": 1,
    "opens_day": 1,
    "due_month": 1,
    "due_day": 31,
}


@pytest.fixture
def course(site):
    return factories.make_course("Student privacy")


@pytest.fixture
def office(client, coordinator):
    client.force_login(coordinator)
    return client


def form(page, **changes):
    """What a coordinator fills in: all librarians, once, thirty working days after the start."""
    return {
        "name_en": "Privacy", "name_es": "Privacidad", "position": 1, "active": "on", "activity": page.pk,
        "group-TOTAL_FORMS": 1, "group-INITIAL_FORMS": 0, "group-0-role": ["librarian"], "people": "", "never": "",
        "recurrence": "once", "due_anchor": "start", "due_working_days": 30, "warn_days": 14,
        "effective_on": "2024-07-01",
    } | changes  # fmt: skip


def require(office, page, **changes):
    """Read the preview, then save the rule; returns the requirement and the preview."""
    preview = office.post(NEW, form(page, **changes))
    assert Requirement.objects.count() == 0
    assert office.post(NEW, form(page, **changes, confirm="1")).status_code == 302
    return Requirement.objects.get(), preview


def test_a_november_hire_does_the_january_round(office, course, school):
    """Complaint 1: training followed “365 days after you last did it” instead of the calendar."""
    hired = factories.make_person("Nan Novem", Role.LIBRARIAN, school, starts_on=dt.date(2025, 11, 3))
    rule, _preview = require(office, course, **JANUARY)
    complete(hired, course, dt.date(2025, 11, 20))
    assigning.assign_all(on=dt.date(2026, 1, 1))
    found = status(hired, rule, as_of=dt.date(2026, 1, 5))
    assert (found.code, found.assignment.period, found.due_on) == ("not_started", "2025-26", dt.date(2026, 1, 30))


def test_a_changed_rule_leaves_earned_dates_alone(office, course, learner):
    """Complaint 6: editing completion rules deleted or re-dated what people had earned."""
    rule, _preview = require(office, course)
    done = complete(learner, course, days_ago(9))
    paper = office.get(f"/certificates/{done.certificate.code}.json").json()
    changed = form(course, due_working_days=5, effective_on=str(days_ago(0)), confirm="1")
    answer = {"change-kind": "redo", "change-due_on": str(days_ahead(40))}
    assert office.post(f"/admin/requirements/edit/{rule.pk}/", changed | answer).status_code == 302
    assert status(learner, rule).code == "not_started"
    assert status(learner, rule, as_of=days_ago(1)).completed_on == days_ago(9)
    assert office.get(f"/certificates/{done.certificate.code}.json").json() == paper
    office.force_login(learner)
    assert [row.completed_on for row in office.get("/my/transcript/").context["record"].completions] == [days_ago(9)]


def test_adding_a_lesson_later_asks_the_author_what_it_means(office, course, learner, school):
    """Complaint 12: nobody knew whether those who had finished stayed complete."""
    rule, _preview = require(office, course)
    top_up = factories.make_course("What is new in privacy")
    complete(learner, course, days_ago(9))
    words = '{"blocks": [{"key": "a", "text": "New", "type": "unstyled", "depth": 0, "inlineStyleRanges": [], '
    lesson = {
        "title": "A new lesson", "slug": "a-new-lesson", "minutes": 10, "body-count": 1, "body-0-type": "text",
        "body-0-order": 0, "body-0-deleted": "", "body-0-id": "", "action-publish": "1",
        "body-0-value": words + '"entityRanges": []}], "entityMap": {}}', "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
    }  # fmt: skip
    question = office.post(f"/admin/pages/add/courses/lessonpage/{course.pk}/", lesson).headers["Location"]
    added = LessonPage.objects.child_of(course).get(slug="a-new-lesson")
    assert question == f"/admin/course-change/{added.live_revision_id}/"
    asked = office.get(question).context
    assert (asked["done"], list(asked["people"])) == (1, [learner])
    answer = {"change-kind": "top_up", "change-top_up": top_up.pk, "change-due_on": str(days_ahead(30))}
    assert office.post(question, answer).status_code == 302
    assert (Consequence.objects.get().people, status(learner, rule).activity_key) == (1, top_up.translation_key)
    complete(learner, top_up, days_ago(0), cycle=status(learner, rule).assignment.cycle_of(top_up.translation_key))
    assert (status(learner, rule).code, status(learner, rule).completed_on) == ("done", days_ago(9))


def test_a_refresher_is_another_one_every_year(office, client, course, mentor):
    """Complaint 13: the same refresher every year, and no way to say otherwise."""
    others = [factories.make_course("Copyright"), factories.make_course("Accessibility")]
    mentor.appointments.update(starts_on=dt.date(2020, 8, 3))
    turns = {"turn_2": others[0].pk, "turn_3": others[1].pk, "rotate_by": "year"}
    window = {"recurrence": "yearly", "due_anchor": "window", "due_month": 6, "due_day": 30}
    rule, _preview = require(office, course, **window, **turns)
    for year in (2024, 2025):
        assigning.assign_all(on=dt.date(year, 7, 1))
    keys = dict(rule.assignments.filter(learner=mentor).values_list("period", "activity_key"))
    assert [keys["2024-25"], keys["2025-26"]] == [course.translation_key, others[0].translation_key]
    client.force_login(mentor)
    (row,) = client.get("/my/requirements/").context["rows"]
    titles = {page.translation_key: page.title for page in [course, *others]}
    number = 1 + list(titles).index(row.status.activity_key)
    title = titles[row.status.activity_key]
    assert row.note == f"This year: {title}. It is number {number} of 3, which everybody does in turn."


@pytest.mark.parametrize(
    ("language", "heading", "dates"),
    [
        ("en", "Somebody who starts on", ["1 July 2024", "1 October 2024", "1 March 2025", "Friday, 31 January 2025"]),
        ("es", "Quien empieza el", ["1 de julio de 2024", "1 de octubre de 2024", "viernes, 31 de enero de 2025"]),
    ],
)
def test_the_dates_are_seen_before_anything_is_saved(office, coordinator, course, language, heading, dates):
    """Complaint 14: year-end expiry pushed people into the wrong year, and only worked examples made it plain."""
    UserProfile.objects.create(user=coordinator, preferred_language=language)
    page = office.post(NEW, form(course, **JANUARY))
    hires = [(hire.starts_on, hire.due_on) for hire in page.context["preview"].hires]
    assert hires == [
        (None, dt.date(2025, 1, 31)), (dt.date(2024, 7, 1), dt.date(2025, 1, 31)),
        (dt.date(2024, 10, 1), dt.date(2025, 1, 31)), (dt.date(2025, 3, 1), dt.date(2025, 4, 11)),
    ]  # fmt: skip
    assert heading in page.content.decode()
    assert [day for day in dates if day not in page.content.decode()] == []
    assert Requirement.objects.count() == 0


def test_the_author_sees_when_a_rule_asks_too_much(office, site, mentor):
    """Complaint 24: annual compliance ate a working day, and nobody had added it up."""
    long = factories.make_course("Every policy there is")
    lessons = LessonPage.objects.child_of(long).update(minutes=90)
    mentor.appointments.update(starts_on=dt.date(2020, 8, 3))
    office.post(BUDGETS, {"role": "librarian", "year": "2024-25", "minutes": 60})
    assert TimeBudget.objects.get().minutes == 60
    page = office.post(NEW, form(long, **JANUARY))
    (row,) = page.context["preview"].times
    assert (row.minutes, row.limit, row.is_over) == (90 * lessons, 60, True)
    assert "Over the budget" in page.content.decode()
