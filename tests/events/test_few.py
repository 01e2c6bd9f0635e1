"""Sessions with fewer people than their minimum: told once, in the list of what waits, kept or cancelled."""

import datetime as dt
import io

import pytest
from django.core.management import call_command
from django.urls import reverse

from events import few, registration, scheduling, seat_queries
from events.errors import SessionCancelled, SessionHasStarted
from pdportal.home.waiting import items_for
from pdportal.notices.records import Notice
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(event):
    """In ten days, with a minimum of two; told of from seven days ahead."""
    return factories.make_session(event, days=10, capacity=5, minimum=2)


@pytest.fixture
def due(session):
    return session.starts_at - dt.timedelta(days=7)


@pytest.fixture
def desk(client, coordinator):
    """The coordinator's browser."""
    client.force_login(coordinator)
    return client


def few_at(at):
    return [found.pk for found in seat_queries.too_few(at)]


def told():
    return list(Notice.objects.filter(kind="session-few").order_by("pk").values_list("recipient", "subject"))


def test_coordinators_are_told_once_when_it_is_due(session, due, teacher, coordinator, director):
    registration.register(session, teacher, by=teacher)
    assert few.tell_due(at=due - dt.timedelta(minutes=1)) == 0
    assert (few.tell_due(at=due), few.tell_due(at=due + dt.timedelta(days=1))) == (1, 0)
    assert sorted(told()) == sorted((one.pk, "Few sign-ups: Finding sources") for one in (coordinator, director))
    assert Notice.objects.filter(kind="session-few").first().body.startswith("1 of at least 2 people have signed up.")


def test_it_is_told_in_the_language_of_each(event, session, due, coordinator):
    factories.translate(event, title="Encontrar fuentes")
    coordinator.language = "es"
    coordinator.save()
    few.tell_due(at=due)
    assert [subject.endswith(": Encontrar fuentes") for _person, subject in told()] == [True]


def test_enough_people_no_minimum_a_cancelled_session_or_none_wanted_are_not_told_of(
    event, session, due, teacher, colleague, coordinator
):
    factories.make_session(event, days=10)
    for person in (teacher, colleague):
        registration.register(session, person, by=person)
    assert few_at(due) == []
    registration.cancel(session.registrations.first(), by=session.registrations.first().learner)
    assert few_at(due) == [session.pk]
    event.few_days = 0
    event.save()
    assert few_at(due) == []
    event.few_days = 30
    event.save()
    assert few_at(due - dt.timedelta(days=3)) == [session.pk]
    scheduling.cancel_session(session, by=coordinator, reason="Too few.")
    assert few_at(due) == []


def test_a_session_that_takes_place_all_the_same_asks_no_more_until_it_is_moved(session, due, coordinator):
    few.tell_due(at=due)
    kept = few.keep(session, by=coordinator, at=due)
    assert few.keep(session, by=coordinator, at=due + dt.timedelta(hours=1)).kept_at == kept.kept_at == due
    assert (few_at(due), kept.history.first().history_user) == ([], coordinator)
    moved = scheduling.reschedule(session, by=coordinator, held_on=factories.days_ahead(12))
    assert (moved.kept_at, moved.warned_at) == (None, None)
    assert few.tell_due(at=moved.starts_at - dt.timedelta(days=1)) == 1


def test_what_has_begun_or_is_cancelled_is_not_kept(session, coordinator):
    with pytest.raises(SessionHasStarted):
        few.keep(session, by=coordinator, at=session.starts_at)
    scheduling.cancel_session(session, by=coordinator, reason="Too few.")
    with pytest.raises(SessionCancelled):
        few.keep(session, by=coordinator)


def test_it_waits_for_the_coordinator_with_both_ways_at_hand(desk, session, due, coordinator, teacher, time_machine):
    time_machine.move_to(due)
    url, keep = reverse("event_sessions:few"), reverse("event_sessions:keep", args=[session.pk])
    assert items_for(coordinator) == [{"count": 1, "label": "session with few sign-ups", "url": url}]
    assert items_for(teacher) == []
    page = desk.get(url).content.decode()
    cancel = reverse("event_sessions:call_off", args=[session.pk])
    assert [page.count(f'"{address}"') for address in (keep, cancel)] == [1, 1]
    assert desk.get(keep).status_code == 405
    desk.post(keep)
    assert (items_for(coordinator), desk.get(url).context["sessions"]) == ([], [])
    assert desk.post(reverse("event_sessions:keep", args=[10**17])).status_code == 404


def test_others_neither_see_nor_keep(client, session, teacher):
    client.force_login(teacher)
    assert client.get(reverse("event_sessions:few")).status_code == 302
    assert client.post(reverse("event_sessions:keep", args=[session.pk])).status_code == 302
    session.refresh_from_db()
    assert session.kept_at is None


def test_the_timer_tells(session, due, coordinator, time_machine):
    time_machine.move_to(due)
    call_command("settle_seats", stdout=io.StringIO())
    assert told() == [(coordinator.pk, "Few sign-ups: Finding sources")]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(desk, event, number, django_assert_num_queries):
    for days in range(1, number + 1):
        factories.make_session(event, days=days, minimum=5)
    url = reverse("event_sessions:few")
    desk.get(url)
    with django_assert_num_queries(FEW):
        desk.get(url)


FEW = 15
