"""Promise: hours follow who was there, by code, by thumb or on paper, and whoever was left out can say so."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.urls import reverse

from events import codes, presenting
from events.registration import register
from pdportal.people.choices import Role
from pdportal.transcripts.records import Completion
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(school):
    return [factories.make_person(f"{name} Teacher", Role.TEACHER, school) for name in ("Ana", "Ben", "Cleo", "Dora")]


@pytest.fixture
def presenter(school):
    return factories.make_person("Rosa Achterberg", Role.LIBRARIAN, school)


@pytest.fixture
def session(site, people, presenter, coordinator):
    made = factories.make_session(factories.make_event("Spot the fake"), days=1, capacity=4)
    presenting.add(made, by=coordinator, person=presenter)
    for person in people[:3]:
        register(made, person, by=person)
    return made


def check_in(client, session, person):
    client.force_login(person)
    client.get(reverse("events:scan", args=[session.pk, codes.code_of(session).link]))
    client.post(reverse("events:check_in", args=[session.pk]), {"do": "in"})


def hours():
    rows = Completion.objects.standing().order_by("learner__first_name")
    return [(row.learner.first_name, float(row.credit_hours)) for row in rows]


def test_an_afternoon_from_the_code_on_the_wall_to_the_transcript(client, session, people, presenter, time_machine):
    ana, ben, cleo, dora = people
    time_machine.move_to(session.starts_at - dt.timedelta(minutes=2), tick=False)
    check_in(client, session, ana)
    time_machine.move_to(session.starts_at + dt.timedelta(minutes=30), tick=False)
    check_in(client, session, dora)  # not on the list, and a seat is free
    roster = reverse("events:roster", args=[session.pk])
    client.force_login(presenter)
    form = client.get(roster).context["form"]
    shown = {found.learner: (mark.value(), minutes.value()) for found, mark, minutes, _was in form.rows()}
    assert shown == {ana: ("attended", 90), ben: ("", None), cleo: ("", None), dora: ("late", 60)}
    data = {name: form[name].value() for name in form.fields if form[name].value() not in {None, False}}
    client.post(roster, data | {f"mark-{_pk(session, ben)}": "attended", "nobody_else": "on"})
    assert hours() == []
    time_machine.move_to(session.ends_at + dt.timedelta(minutes=5), tick=False)
    call_command("settle_attendance", verbosity=0)
    assert hours() == [("Ana", 1.5), ("Ben", 1.5), ("Dora", 1.0)]
    client.force_login(cleo)
    client.post(reverse("events:presence", args=[session.pk]), {"minutes": "90", "note": "I sat beside Ben."})
    client.force_login(presenter)
    (claim,) = client.get(reverse("events:presence_queue")).context["waiting"].object_list
    client.post(reverse("events:answer_presence", args=[claim.pk]), {"answer": "grant", "minutes": "90"})
    assert hours() == [("Ana", 1.5), ("Ben", 1.5), ("Cleo", 1.5), ("Dora", 1.0)]
    assert set(Completion.objects.values_list("completed_on", flat=True)) == {session.held_on}


def _pk(session, person):
    return session.registrations.get(learner=person).pk
