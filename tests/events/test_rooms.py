"""Rooms: one session at a time, no more seats than chairs, and names that follow."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from events import rooms, scheduling, series
from events.choices import SeriesRhythm
from events.errors import RoomTaken, RoomTooSmall
from events.planning_records import Room
from events.records import EventSession
from events.series_records import SessionSeries
from tests import factories

pytestmark = pytest.mark.django_db

DAY = dt.date(2027, 4, 6)
TIMES = {"start_time": dt.time(15, 30), "end_time": dt.time(17)}


@pytest.fixture
def room(school):
    return Room.objects.create(school=school, name="Room 4", capacity=20)


@pytest.fixture
def taken(event, room, coordinator):
    return scheduling.add_session(event, by=coordinator, held_on=DAY, room=room, **TIMES)


@pytest.fixture
def desk(client, coordinator):
    """The coordinator's browser."""
    client.force_login(coordinator)
    return client


def add(event, room=None, **fields):
    return scheduling.add_session(event, by=None, **({"held_on": DAY, "room": room} | TIMES | fields))


def sentence(refusal):
    return str(refusal.value).replace("\N{NO-BREAK SPACE}", " ")


def test_a_room_gives_its_building_and_name(taken, school):
    assert (taken.school, taken.place) == (school, "Room 4")
    assert taken.ical.count("LOCATION:Cedar Elementary\\, Room 4") == 1


OVERLAPPING = [("15:30", "17:00"), ("14:00", "15:31"), ("16:59", "18:00"), ("16:00", "16:30")]


@pytest.mark.parametrize(("start", "end"), OVERLAPPING)
def test_a_room_is_not_booked_twice(event, room, taken, start, end):
    with pytest.raises(RoomTaken) as refusal:
        add(event, room, start_time=dt.time.fromisoformat(start), end_time=dt.time.fromisoformat(end))
    assert sentence(refusal) == (
        "Room 4, Cedar Elementary is taken then: “Finding sources”, Tuesday, 6 April 2027, 3:30–5:00 pm. "
        "Choose another room or time."
    )
    assert EventSession.objects.get() == taken


def test_one_session_begins_when_the_other_ends(event, room, taken):
    add(event, room, start_time=dt.time(17), end_time=dt.time(18))
    add(event, room, start_time=dt.time(14), end_time=dt.time(15, 30))
    assert room.sessions.count() == 3


def test_a_session_of_several_days_holds_its_room_on_each_of_them(event, room):
    add(event, room, held_on=DAY, last_day=DAY + dt.timedelta(days=2))
    with pytest.raises(RoomTaken):
        add(event, room, held_on=DAY + dt.timedelta(days=1))


def test_a_place_that_names_a_room_is_that_room(event, room, taken, school, other_school):
    with pytest.raises(RoomTaken):
        add(event, school=school, place=" room 4 ")
    assert add(event, school=other_school, place="Room 4").room is None
    assert add(event, school=school, place="Garden").room is None


def test_a_cancelled_session_leaves_its_room(event, room, taken, coordinator):
    scheduling.cancel_session(taken, by=coordinator, reason="Ill.")
    assert add(event, room).room == room


def test_moving_books_anew_and_going_elsewhere_frees_the_room(event, room, taken, coordinator, school):
    other = add(event, room, held_on=DAY + dt.timedelta(days=1))
    with pytest.raises(RoomTaken):
        scheduling.reschedule(other, by=coordinator, held_on=DAY)
    other.refresh_from_db()
    assert (other.held_on, other.sequence) == (DAY + dt.timedelta(days=1), 0)
    scheduling.reschedule(taken, by=coordinator, place="Garden")
    moved = scheduling.reschedule(other, by=coordinator, held_on=DAY)
    taken.refresh_from_db()
    assert (moved.room, taken.room, taken.place, taken.school) == (room, None, "Garden", school)


def test_a_room_holds_so_many_unless_people_join_online(event, room, coordinator):
    with pytest.raises(RoomTooSmall) as refusal:
        add(event, room, capacity=21)
    assert sentence(refusal) == "Room 4, Cedar Elementary holds 20 people. Choose fewer seats or another room."
    mixed = add(event, room, capacity=200, online_url="https://meet.example.org/a")
    with pytest.raises(RoomTooSmall):
        scheduling.change(mixed, by=coordinator, capacity=30, online_url="")
    mixed.refresh_from_db()
    assert (mixed.capacity, mixed.online_url) == (200, "https://meet.example.org/a")


def test_sessions_to_come_follow_the_name_of_their_room(event, room, django_capture_on_commit_callbacks):
    coming, past = add(event, room, held_on=factories.days_ahead(5)), add(event, room, held_on=factories.days_ago(5))
    with django_capture_on_commit_callbacks(execute=True):
        room.name = "Media room"
        room.save()
    coming.refresh_from_db()
    past.refresh_from_db()
    assert (coming.place, coming.sequence, past.place) == ("Media room", 0, "Room 4")
    assert coming.ical.count("Media room") == 1


def test_a_building_has_no_two_rooms_of_a_name(room, school, other_school):
    with pytest.raises(ValidationError, match="a room of that name already"):
        Room(school=school, name="ROOM 4", capacity=3).full_clean()
    Room(school=other_school, name="Room 4", capacity=3).full_clean()


# In the admin -------------------------------------------------------------------------------------------------------


def fields(event, /, **changes):
    return {
        "event": event.pk, "held_on": "2027-04-06", "start_time": "16:00", "end_time": "17:30", "capacity": "20",
    } | changes  # fmt: skip


def test_the_form_says_at_the_room_what_is_wrong(desk, event, room, taken):
    add_url = reverse("event_sessions:add")
    for changes, words in [
        ({}, "is taken then"),
        ({"held_on": "2027-04-07", "capacity": "21"}, "holds 20 people"),
        ({"room": str(2**70)}, "valid choice"),
    ]:
        answer = desk.post(add_url, fields(event, room=room.pk) | changes)
        (errors,) = answer.context["form"].errors.as_data().values()
        assert (list(answer.context["form"].errors), str(errors[0].message).count(words)) == (["room"], 1)
    assert EventSession.objects.get() == taken


def test_leaving_a_room_in_the_form_empties_its_place(desk, event, taken):
    url = reverse("event_sessions:edit", args=[taken.pk])
    answer = desk.post(url, fields(event, place="Room 4", school=taken.school_id))
    taken.refresh_from_db()
    assert (answer.status_code, taken.room, taken.place) == (302, None, "")


def test_rooms_have_a_list_and_a_form_for_coordinators(desk, client, event, room, taken, school, librarian):
    assert desk.get(reverse("event_rooms:index")).context["object_list"].get() == room
    edit = reverse("event_rooms:edit", args=[room.pk])
    answer = desk.post(edit, {"school": school.pk, "name": "Room 4", "capacity": "5", "is_active": "on"}, follow=True)
    warnings = [str(message) for message in answer.context["messages"]]
    assert sum(text.count("1 session to come has more seats") for text in warnings) == 1
    assert desk.post(edit, {"school": school.pk, "name": "x" * 10_000, "capacity": "-1"}).status_code == 200
    client.force_login(librarian)
    assert client.get(edit).status_code == 302


@pytest.fixture
def librarian(learner):
    return learner


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_room_and_for_three(desk, school, number, django_assert_num_queries):
    for each in range(number):
        Room.objects.create(school=school, name=f"Room {each}", capacity=9)
    desk.get(reverse("event_rooms:index"))
    with django_assert_num_queries(ROOMS):
        desk.get(reverse("event_rooms:index"))


ROOMS = 14


# Series -------------------------------------------------------------------------------------------------------------


def series_form(event, room, **changes):
    return {
        "event": event.pk, "held_on": "2027-03-30", "start_time": "15:00", "end_time": "16:00", "rhythm": "weekly",
        "every": "1", "last_on": "2027-04-13", "on_closed": "skip", "room": room.pk, "capacity": "20",
        "form_key": str(uuid.UUID(int=5)),
    } | changes  # fmt: skip


def test_a_taken_room_takes_the_tick_from_its_date_and_cannot_be_saved(desk, event, room, taken):
    url, form = reverse("event_sessions:series"), series_form(event, room)
    lines = desk.post(url, form).context["dates"]
    assert [(line.date.day.isoformat(), line.is_ticked, line.in_room) for line in lines] == [
        ("2027-03-30", True, []), ("2027-04-06", False, [taken]), ("2027-04-13", True, []),
    ]  # fmt: skip
    everything = [line.date.day.isoformat() for line in lines]
    answer = desk.post(url, form | {"save": "1", "day": everything})
    assert answer.context["form"].non_field_errors()[0].count("is taken then") == 1
    assert [line.is_ticked for line in answer.context["dates"]] == [True, True, True]
    assert (SessionSeries.objects.count(), EventSession.objects.count()) == (0, 1)
    assert desk.post(url, form | {"save": "1", "day": [everything[0], everything[2]]}).status_code == 302
    assert list(SessionSeries.objects.get().sessions.values_list("place", flat=True)) == ["Room 4", "Room 4"]


def test_a_presenter_of_a_series_stands_on_every_date_and_clashes_are_shown(desk, event, room, teacher, taken):
    url, form = reverse("event_sessions:series"), series_form(event, room, presenter=teacher.pk, last_on="2027-03-30")
    desk.post(url, form | {"save": "1", "day": ["2027-03-30"]})
    made = SessionSeries.objects.get().sessions.get()
    assert (made.presented_by, made.presenters.get().person) == ("Tom Teacher", teacher)
    again = form | {"form_key": str(uuid.uuid4()), "start_time": "15:30", "end_time": "15:45", "room": ""}
    assert [line.presenter_has for line in desk.post(url, again).context["dates"]] == [[made]]
    both = desk.post(url, form | {"presenter_name": "Ana Guest"})
    assert list(both.context["form"].errors) == ["presenter_name"]


def test_a_series_is_made_whole_or_not_at_all(event, room, taken, coordinator):
    days = [DAY - dt.timedelta(weeks=1), DAY]
    pattern = series.Pattern(*days, SeriesRhythm.WEEKLY)
    with pytest.raises(RoomTaken):
        series.plan(event, pattern, days, by=coordinator, form_key=uuid.uuid4(), room=room, **TIMES)
    assert (SessionSeries.objects.count(), EventSession.objects.count()) == (0, 1)
    assert rooms.named(None, "Room 4") is None


def test_a_room_with_sessions_is_not_deleted_but_said_so(desk, room, taken):
    answer = desk.post(reverse("event_rooms:delete", args=[room.pk]), follow=True)
    assert (answer.status_code, Room.objects.get()) == (200, room)
    said = [str(message).strip() for message in answer.context["messages"]]
    assert said == ["This room has sessions. Take the tick from “in use” instead of deleting it."]
    taken.delete()
    desk.post(reverse("event_rooms:delete", args=[room.pk]))
    assert not Room.objects.exists()
