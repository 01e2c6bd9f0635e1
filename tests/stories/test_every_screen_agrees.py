"""Promise: learner, mentor, principal and coordinator read the same status, on every screen and in every table.

Complaint 10: the coach read “Needs help” where the learner read “Completed”, and one who finished made others finish.
"""

import csv
import html
import io
import re

import pytest

from courses import progress
from pdportal.requirements import assigning
from pdportal.requirements.records import Assignment, RequirementVersion
from pdportal.requirements.status import of_person
from pdportal.requirements.waiving import waive
from tests import factories
from tests.factories import days_ago, days_ahead
from tests.mentoring.making import make_pairing, make_programme
from tests.requirements.makers import complete, make_requirement


@pytest.fixture
def course(site):
    return factories.make_course("Student privacy", lessons=["Read this", "And this"])


@pytest.fixture
def assignment(course, learner, teacher, principal):
    make_requirement(course, audience={"role": ["librarian", "teacher"]})
    assigning.assign_all()
    return learner.assignments.get()


@pytest.fixture
def pairing(site, learner, mentor, coordinator):
    return make_pairing(make_programme(), mentor, learner, coordinator)


def words_on(client, person, address, why_url):
    """What the chips say that lead to this why, on the page as ``person`` sees it."""
    client.force_login(person)
    page = client.get(address).content.decode()
    chips = re.findall(rf'<a class="status-link" href="{why_url}[^"]*">(.*?)</a>', page, re.S)
    return {html.unescape(re.sub(r"<[^>]+>", "", chip)).strip() for chip in chips}


def words_in(client, person, address, title):
    """What the column Status of the table says about this requirement."""
    client.force_login(person)
    text = b"".join(client.get(address, {"export": "csv"}).streaming_content).decode("utf-8-sig")
    return {row["Status"] for row in csv.DictReader(io.StringIO(text)) if title in row.values()}


def begin(assignment, course, by):
    progress.open_lesson(assignment.learner, course.get_children().first().specific)


def let_pass(assignment, course, by):
    Assignment.objects.filter(pk=assignment.pk).update(due_on=days_ago(1))


def come_near(assignment, course, by):
    Assignment.objects.filter(pk=assignment.pk).update(due_on=days_ahead(3))


def finish(assignment, course, by):
    complete(assignment.learner, course, days_ago(2))


def expire(assignment, course, by):
    RequirementVersion.objects.update(valid_months=1)
    complete(assignment.learner, course, days_ago(80))


def free(assignment, course, by):
    waive(assignment, by=by, reason="Has taught it for years")


@pytest.mark.parametrize(
    ("happens", "word"),
    [
        (None, "Not started"), (begin, "In progress"), (come_near, "Due soon"), (let_pass, "Overdue"),
        (finish, "Done"), (expire, "Expired"), (free, "Waived"),
    ],
)  # fmt: skip
def test_one_word_everywhere(
    client, course, assignment, pairing, learner, mentor, principal, coordinator, happens, word
):
    if happens:
        happens(assignment, course, coordinator)
    assert of_person(learner)[0].label == word
    why = f"/requirements/{assignment.pk}/why/"
    person = f"/reports/people/{learner.pk}/"
    building = f"/reports/buildings/{learner.appointments.get().school_id}/"
    for reader, address in [
        (learner, "/my/requirements/"), (principal, person), (coordinator, person), (principal, "/reports/people/"),
    ]:  # fmt: skip
        assert words_on(client, reader, address, why) == {word}, address
    # These show a status where it asks for something: what is done or waived there, is said in other words.
    for reader, address in [
        (learner, "/my/"), (learner, course.url), (principal, building), (mentor, "/my/mentoring/"),
        (mentor, f"/my/mentoring/{pairing.pk}/"),
    ]:  # fmt: skip
        assert words_on(client, reader, address, why) <= {word}, address
    for reader, address in [(learner, "/my/requirements/"), (principal, person), (coordinator, person)]:
        assert words_in(client, reader, address, "Student privacy") == {word}, address


@pytest.mark.parametrize("happens", [come_near, let_pass])
def test_what_presses_is_said_by_all_of_them(client, course, assignment, pairing, learner, mentor, principal, happens):
    happens(assignment, course, None)
    why = f"/requirements/{assignment.pk}/why/"
    said = [
        words_on(client, learner, "/my/", why), words_on(client, learner, course.url, why),
        words_on(client, principal, f"/reports/buildings/{learner.appointments.get().school_id}/", why),
        words_on(client, mentor, "/my/mentoring/", why), words_on(client, mentor, f"/my/mentoring/{pairing.pk}/", why),
    ]  # fmt: skip
    assert said == [{of_person(learner)[0].label}] * 5


def test_one_who_finishes_finishes_alone(client, course, assignment, teacher, principal):
    before = of_person(teacher)[0]
    for lesson in course.get_children().live():
        progress.complete_lesson(assignment.learner, lesson.specific)
    assert (of_person(assignment.learner)[0].label, of_person(teacher)[0]) == ("Done", before)
    assert words_on(
        client, principal, f"/reports/people/{teacher.pk}/", f"/requirements/{before.assignment.pk}/why/"
    ) == {before.label}


def test_the_why_names_what_is_left_in_the_same_words_for_all(
    client, course, assignment, pairing, learner, mentor, principal, coordinator
):
    progress.complete_lesson(learner, course.get_children().first().specific)
    said = []
    for person in (learner, mentor, principal, coordinator):
        client.force_login(person)
        page = client.get(f"/requirements/{assignment.pk}/why/").content.decode()
        panel = page[page.index('id="why"') : page.index("</div>", page.index("The facts"))]
        said.append(html.unescape(" ".join(re.sub(r"<[^>]+>", " ", panel).split())))
    assert said[1:] == said[:1] * 3
    assert said[0].count("Next lesson: “And this”, 10 minutes.") == 1
    assert said[0].endswith("Lessons done: 1 of 2. Still to do: “And this”.")
