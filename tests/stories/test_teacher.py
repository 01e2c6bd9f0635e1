"""A teacher finds a workshop, signs up in two clicks, waits in line where it is full, and moves up in order."""

import pytest
from django.core import mail
from django.urls import reverse

from events.choices import RegistrationStatus
from events.records import Registration
from pdportal.people.choices import Role
from pdportal.transcripts.pages import Topic
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop(db):
    topic = Topic.objects.create(slug="media-literacy", name_en="Media literacy", name_es="Alfabetización mediática")
    event = factories.make_event("Spot the fake", summary="Three quick checks for any source.")
    event.topics.add(topic)
    event.save_revision().publish()
    return event


@pytest.fixture
def session(workshop):
    return factories.make_session(workshop, days=7, capacity=1)


def standing(person):
    return Registration.objects.get(learner=person).status


@pytest.mark.parametrize("query", ["?q=fake", "?topic=media-literacy", "?open=on", ""])
def test_teacher_finds_the_workshop_in_the_catalogue(client, session, query):
    answer = client.get(f"/events/{query}")
    assert [offer.session for offer in answer.context["offers"]] == [session]


def test_teacher_finds_the_workshop_on_the_month_calendar(client, session):
    page = client.get(reverse("events:calendar"), {"month": f"{session.held_on:%Y-%m}"}).content.decode()
    assert page.count("Spot the fake") == 1


def test_two_clicks_give_a_seat_a_mail_with_an_invitation_and_a_line_on_my_sign_ups(
    client, session, teacher, django_capture_on_commit_callbacks
):
    client.force_login(teacher)
    assert "Sign up" in client.get("/events/spot-the-fake/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("events:sign_up", args=[session.pk]), {"next": "/events/spot-the-fake/"})
    assert (answer.status_code, answer.url) == (302, "/events/spot-the-fake/")
    assert standing(teacher) == RegistrationStatus.REGISTERED
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == ([teacher.email], "You have a seat: Spot the fake")
    assert "METHOD:REQUEST" in letter.message().as_string() or "base64" in letter.message().as_string()
    assert "You have a seat" in client.get("/events/spot-the-fake/").content.decode()
    assert "Spot the fake" in client.get(reverse("events:my_registrations")).content.decode()


def test_a_cancellation_promotes_exactly_one_person_in_order_and_tells_them(
    client, session, teacher, colleague, school, django_capture_on_commit_callbacks
):
    late = factories.make_person("Lea Late", Role.TEACHER, school)
    for person in (teacher, colleague, late):
        client.force_login(person)
        client.post(reverse("events:sign_up", args=[session.pk]))
    assert [standing(person) for person in (teacher, colleague, late)] == ["registered", "waitlisted", "waitlisted"]
    assert "2nd" in client.get("/events/spot-the-fake/").content.decode()
    mail.outbox.clear()
    client.force_login(teacher)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("events:cancel", args=[session.pk]))
    assert [standing(person) for person in (teacher, colleague, late)] == ["cancelled", "registered", "waitlisted"]
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        ([teacher.email], "Cancelled for you: Spot the fake"),
        ([colleague.email], "A seat is yours: Spot the fake"),
    ]


def test_a_visitor_is_asked_to_sign_in_and_comes_back_to_the_event(client, session):
    assert "/accounts/login/?next=/events/spot-the-fake/" in client.get("/events/spot-the-fake/").content.decode()
    answer = client.post(reverse("events:sign_up", args=[session.pk]), {"next": "/events/spot-the-fake/"})
    assert (answer.status_code, answer.url) == (302, "/accounts/login/?next=/events/spot-the-fake/")
