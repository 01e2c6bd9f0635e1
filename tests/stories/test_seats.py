"""No seat is sold twice and nobody in line is forgotten, from a full session to the morning it begins."""

import datetime as dt

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from events.records import Registration
from events.seats import OFFERED
from pdportal.people.choices import Role
from tests import factories

pytestmark = pytest.mark.django_db

PAGE = "/events/spot-the-fake/"


@pytest.fixture
def session(site):
    return factories.make_session(factories.make_event("Spot the fake"), days=6, capacity=1)


@pytest.fixture
def people(school):
    return [factories.make_person(f"{name} Teacher", Role.TEACHER, school) for name in ("Ana", "Ben", "Cleo")]


def press(client, person, name, session, **data):
    client.force_login(person)
    client.post(reverse(f"events:{name}", args=[session.pk]), data)


def standing(people):
    return [Registration.objects.get(learner=person).status for person in people]


def test_a_seat_that_becomes_free_late_is_offered_to_one_after_the_other(
    client, session, people, time_machine, django_capture_on_commit_callbacks
):
    for person in people:
        press(client, person, "sign_up", session)
    time_machine.move_to(session.starts_at - dt.timedelta(hours=30))
    with django_capture_on_commit_callbacks(execute=True):
        press(client, people[0], "cancel", session)
    assert standing(people) == ["cancelled", "offered", "waitlisted"]
    assert mail.outbox[-1].subject == "A seat is offered to you: Spot the fake"
    time_machine.move_to(session.starts_at - dt.timedelta(hours=17))
    call_command("settle_seats", verbosity=0)
    call_command("settle_seats", verbosity=0)
    assert standing(people) == ["cancelled", "cancelled", "offered"]
    press(client, people[2], "accept", session)
    assert standing(people) == ["cancelled", "cancelled", "registered"]
    client.force_login(people[1])
    assert "was not accepted in time" in client.get(PAGE).content.decode()


def test_who_is_offered_a_seat_sees_it_in_the_calendar_as_not_settled_yet(client, session, people, time_machine):
    for person in people:
        press(client, person, "sign_up", session)
    time_machine.move_to(session.starts_at - dt.timedelta(hours=30))
    press(client, people[0], "cancel", session)
    assert Registration.objects.filter(status=OFFERED).get().learner == people[1]
    client.force_login(people[1])
    client.post(reverse("events:create_address"))
    page = client.get(reverse("home:my_page")).content.decode()
    assert "Seat offered: Spot the fake" in page
