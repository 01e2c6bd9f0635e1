"""“I was there”: who may say it and until when, one at a time, answered by who may, passed on when late."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.urls import reverse

from events import attendance, presence, presenting, registration
from events.errors import ClaimAnswered, MinutesOutOfRange, NothingToSay, ReasonNeeded, TooLateToSay
from events.presence_records import PresenceClaim
from events.records import Registration
from pdportal.home.waiting import items_for
from pdportal.notices.records import Notice
from pdportal.transcripts.records import Completion
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def past(event):
    return factories.make_session(event, days=-1)


@pytest.fixture
def seat(past, teacher):
    return registration.register(past, teacher, by=teacher, at=past.starts_at - dt.timedelta(days=1))


def say(seat, minutes=60, note="I sat beside Ana.", **options):
    return presence.say(seat, minutes=minutes, note=note, **options)


def told(person):
    return list(Notice.objects.filter(recipient=person).order_by("pk").values_list("kind", flat=True))


def test_granted_it_is_attendance_with_hours_and_twice_changes_nothing(seat, teacher, coordinator):
    claim = say(seat)
    assert say(seat, minutes=90) == claim
    assert told(coordinator) == ["presence-said"]
    for _twice in range(2):
        presence.grant(claim, by=coordinator)
    row = Registration.objects.get()
    assert (row.minutes_attended, row.marked_through, row.marked_by) == (60, "claim", coordinator)
    assert [float(line.credit_hours) for line in Completion.objects.all()] == [1.0]
    assert told(teacher).count("presence-answered") == 1
    with pytest.raises(ClaimAnswered):
        presence.refuse(claim, by=coordinator, reason="No.")


def test_refused_it_needs_a_reason_which_the_person_reads(seat, teacher, coordinator):
    claim = say(seat)
    with pytest.raises(ReasonNeeded):
        presence.refuse(claim, by=coordinator, reason="  ")
    presence.refuse(claim, by=coordinator, reason="Ana does not remember it.")
    assert Notice.objects.get(kind="presence-answered").body.endswith("Ana does not remember it.")
    assert (Registration.objects.get().attendance, say(seat).pk != claim.pk) == ("", True)


@pytest.mark.parametrize(("minutes", "note", "refusal"), [
    (0, "x", MinutesOutOfRange), (91, "x", MinutesOutOfRange), (-1, "x", MinutesOutOfRange), (60, " ", ReasonNeeded),
])  # fmt: skip
def test_what_is_said_is_possible(seat, minutes, note, refusal):
    with pytest.raises(refusal):
        say(seat, minutes, note)


def test_only_with_a_seat_only_afterwards_only_for_a_time_and_not_when_present(past, seat, coordinator):
    with pytest.raises(NothingToSay):
        say(seat, at=past.ends_at - dt.timedelta(minutes=1))
    with pytest.raises(TooLateToSay):
        say(seat, at=past.ends_at + dt.timedelta(days=14, seconds=1))
    attendance.mark_many(past, {seat.pk: ("attended", None)}, by=coordinator)
    with pytest.raises(NothingToSay):
        say(seat)


def test_what_nobody_answers_in_time_is_passed_on_once(seat, coordinator, director, time_machine):
    claim = say(seat)
    assert presence.look_after(at=claim.answer_by - dt.timedelta(minutes=1)) == 0
    time_machine.move_to(claim.answer_by)
    for _twice in range(2):
        call_command("settle_attendance", verbosity=0)
    assert told(coordinator) == ["presence-said", "presence-late"]
    assert {"count": 1, "label": "“I was there” to answer", "url": "/my/attendance/"} in items_for(coordinator)


def test_the_presenter_is_asked_first_and_the_coordinator_where_that_is_late(
    past, seat, third, coordinator, time_machine
):
    presenting.add(past, by=coordinator, person=third)
    claim = say(seat)
    assert (told(third), told(coordinator)) == (["presence-said"], [])
    waiting = [[item["count"] for item in items_for(person) if item["url"] == "/my/attendance/"]
               for person in (third, coordinator)]  # fmt: skip
    time_machine.move_to(claim.answer_by)
    call_command("settle_attendance", verbosity=0)
    later = [item["count"] for item in items_for(coordinator) if item["url"] == "/my/attendance/"]
    assert (waiting, later, told(coordinator)) == ([[1], []], [1], ["presence-late"])


def test_a_mark_on_the_roster_settles_it(past, seat, teacher, coordinator):
    claim = say(seat)
    attendance.mark_many(past, {seat.pk: ("attended", None)}, by=coordinator)
    assert presence.look_after() == 1
    claim.refresh_from_db()
    assert (claim.state, told(teacher).count("presence-answered")) == ("settled", 1)


# In the browser -----------------------------------------------------------------------------------------------------


def test_from_my_sign_ups_to_an_answer(client, past, seat, teacher, coordinator):
    url = reverse("events:presence", args=[past.pk])
    client.force_login(teacher)
    assert client.get(reverse("events:my_registrations")).content.decode().count(url) == 1
    assert client.get(url).context["form"]["minutes"].value() == 90
    client.post(url, {"minutes": "90", "note": "I signed the sheet."})
    client.force_login(coordinator)
    queue = reverse("events:presence_queue")
    (claim,) = client.get(queue).context["waiting"].object_list
    client.post(reverse("events:answer_presence", args=[claim.pk]), {"answer": "grant", "minutes": "80"})
    assert Registration.objects.get().minutes_attended == 80
    assert b"I signed the sheet." in b"".join(client.get(queue, {"export": "csv"}).streaming_content)


@pytest.mark.parametrize("data", [
    {}, {"minutes": "91", "note": "x"}, {"minutes": "-1", "note": "x"}, {"minutes": "9" * 40, "note": "x"},
    {"minutes": "x", "note": "x"}, {"minutes": "60", "note": "x" * 10_000}, {"minutes": "60", "note": "a\x00b"},
])  # fmt: skip
def test_bad_words_are_named_errors(client, past, seat, teacher, data):
    client.force_login(teacher)
    answer = client.post(reverse("events:presence", args=[past.pk]), data)
    assert (answer.status_code, bool(answer.context["form"].errors), PresenceClaim.objects.count()) == (200, True, 0)


@pytest.mark.parametrize("data", [
    {}, {"answer": "grant", "minutes": "91"}, {"answer": "refuse"}, {"answer": "x" * 9999},
    {"answer": "refuse", "reason": "a\x00b"},
])  # fmt: skip
def test_bad_answers_change_nothing(client, seat, coordinator, data):
    claim = say(seat)
    client.force_login(coordinator)
    assert client.post(reverse("events:answer_presence", args=[claim.pk]), data).status_code == 302
    claim.refresh_from_db()
    assert claim.state == "open"


def test_mine_is_mine_and_answers_come_from_who_may(client, past, seat, teacher, colleague, coordinator):
    claim = say(seat)
    url, queue = reverse("events:answer_presence", args=[claim.pk]), reverse("events:presence_queue")
    client.force_login(colleague)
    assert client.get(reverse("events:presence", args=[past.pk])).status_code == 404
    for person in (teacher, colleague):
        client.force_login(person)
        assert (client.get(queue).status_code, client.post(url, {"answer": "grant"}).status_code) == (404, 404)
    client.force_login(coordinator)
    assert (client.get(url).status_code, client.post(queue).status_code) == (405, 405)


@pytest.mark.parametrize("number", [1, 3])
def test_the_queue_costs_the_same_for_one_and_for_three(
    client, event, teacher, coordinator, number, django_assert_num_queries
):
    for days in range(1, number + 1):
        session = factories.make_session(event, days=-days)
        say(registration.register(session, teacher, by=teacher, at=session.starts_at - dt.timedelta(days=1)))
    client.force_login(coordinator)
    client.get(reverse("events:presence_queue"))
    with django_assert_num_queries(QUEUE):
        client.get(reverse("events:presence_queue"))


QUEUE = 14
