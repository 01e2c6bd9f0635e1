"""Promise: a mentor sees where each mentee is stuck, signs off practice steps, and logs a meeting in one short form."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from courses import practice
from courses.records import PracticeSubmission
from pdportal.people import oversight
from pdportal.people.choices import Role
from pdportal.requirements.assigning import assign_all
from tests import factories
from tests.courses.conftest import PRACTICE, gate_in
from tests.mentoring.making import make_pairing, make_programme
from tests.requirements.makers import make_requirement


def _sign_in(person):
    client = Client()
    client.force_login(person)
    return client


def _words(answer):
    """The visible words of a page, with single blanks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def lesson(learner):
    """A practice lesson in the one course of the orientation path, required of new librarians within five days."""
    course = factories.make_course("Welcome, people and access", lessons=())
    factories.make_path("Orientation", steps=[course])
    make_requirement(course, audience={"new_to": ["profession"]}, due_working_days=5)
    lesson = factories.make_lesson(course, "First sign-in", body=[PRACTICE])
    assign_all()
    return lesson


@pytest.fixture
def pair(lesson, mentor, learner, coordinator, school_year):
    """Mona mentors Nora, of whom the course is required."""
    return make_pairing(make_programme(), mentor, learner, coordinator)


def test_the_list_of_mentees_says_next_step_due_state_and_contact(pair, lesson, mentor, learner):
    page = _words(_sign_in(mentor).get("/my/mentoring/"))
    assert "Nora Newell Cedar Elementary First sign-in due" in page
    assert "Overdue" in page
    assert "none yet" in page
    assert "0 of 3.75" in page


def test_a_mentor_signs_off_what_waits(pair, lesson, mentor, learner):
    gate = gate_in(lesson, "practice")
    practice.save_draft(
        learner, lesson, gate.id, checked=[key for key, _text in practice.points_of(gate)], note="Done."
    )
    practice.hand_in(learner, lesson, gate.id)
    submission = PracticeSubmission.objects.get()
    client = _sign_in(mentor)
    assert "1 waiting" in _words(client.get("/my/mentoring/"))
    mentees_page = client.get(reverse("mentoring:pairing", args=[pair.pk])).content.decode()
    decide = reverse("courses:practice_decide", args=[submission.pk])
    assert f'href="{decide}"' in mentees_page
    client.post(decide, {"decision": "sign_off"})
    submission.refresh_from_db()
    assert (submission.status, submission.decided_by) == ("signed_off", mentor)
    assert "1 waiting" not in _words(client.get("/my/mentoring/"))


def test_one_short_form_logs_a_meeting_and_both_see_it(pair, mentor, learner):
    client = _sign_in(mentor)
    page = client.get(reverse("mentoring:pairing", args=[pair.pk]))
    form = page.context["log_form"]
    assert form["held_on"].initial == factories.days_ago(0)
    entry = {
        "form_key": str(form["form_key"].value()), "held_on": str(factories.days_ago(0)), "length": "45",
        "kind": "talk", "topics": ["orientation", "people"], "note": "Only for the two of us.",
    }  # fmt: skip
    answer = client.post(reverse("mentoring:log_meeting", args=[pair.pk]), entry, follow=True)
    assert "The meeting is logged." in _words(answer)
    for person in (mentor, learner):
        seen = _words(_sign_in(person).get(reverse("mentoring:pairing", args=[pair.pk])))
        assert "45 minutes · Talk · Orientation path · People and community" in seen
        assert "Only for the two of us." in seen
        assert "0.75 of 3.75 hours" in seen
    assert "3 hours to go until" in seen
    told = _words(_sign_in(learner).get("/my/notices/"))
    assert "Mona Mentor logged a meeting" in told
    assert "Only for the two of us." not in told


def test_the_mentee_logs_too_and_the_hours_add_up(pair, mentor, learner):
    for number, person in enumerate((mentor, learner), 1):
        _sign_in(person).post(
            reverse("mentoring:log_meeting", args=[pair.pk]),
            {
                "form_key": str(uuid.uuid4()),
                "held_on": str(factories.days_ago(number)),
                "length": "60",
                "kind": "visit",
            },
        )
    assert "2 of 3.75" in _words(_sign_in(mentor).get("/my/mentoring/"))
    assert "2 of 3.75 hours" in _words(_sign_in(learner).get("/my/mentoring/"))


def test_my_page_names_mentor_and_mentees(pair, mentor, learner):
    assert "Mona Mentor" in _words(_sign_in(learner).get("/my/"))
    assert "Nora Newell" in _words(_sign_in(mentor).get("/my/"))


def test_a_mentor_sees_own_mentees_only(pair, mentor, teacher, office):
    assert oversight.may_see(mentor, teacher) is False
    stranger = factories.make_person("Oscar Othermentor", Role.LIBRARIAN, office)
    assert _sign_in(stranger).get(reverse("mentoring:pairing", args=[pair.pk])).status_code == 404
