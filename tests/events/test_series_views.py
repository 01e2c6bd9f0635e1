"""Planning a series in the admin, and signing up for all of it on the event's page."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from events import scheduling, series
from events.choices import SeriesRhythm
from events.records import EventSession, Registration
from events.series_records import SessionSeries
from pdportal.people.records import Closure
from tests import factories

HUGE = 2**63
TIMES = {"start_time": dt.time(15, 30), "end_time": dt.time(16, 30), "capacity": 9}


@pytest.fixture
def desk(client, coordinator):
    """The coordinator's browser."""
    client.force_login(coordinator)
    return client


@pytest.fixture
def address(site):
    return reverse("event_sessions:series")


@pytest.fixture
def form(event, school):
    return {
        "event": event.pk, "held_on": "2027-01-12", "start_time": "15:30", "end_time": "17:00",
        "rhythm": "monthly_weekday",
        "every": "1", "last_on": "2027-04-30", "on_closed": "skip", "school": school.pk, "place": "Room 4",
        "capacity": "20", "form_key": str(uuid.uuid4()),
    }  # fmt: skip


@pytest.fixture
def planned(event, coordinator):
    first = factories.days_ago(-30)
    wanted = [first + dt.timedelta(weeks=number) for number in range(3)]
    pattern = series.Pattern(first, wanted[-1], SeriesRhythm.WEEKLY)
    return series.plan(event, pattern, wanted, by=coordinator, form_key=uuid.uuid4(), **TIMES)


def shown(answer):
    lines = answer.context["dates"]
    return [(line.date.day.isoformat(), line.date.is_closed, len(line.in_room)) for line in lines]


def said(answer):
    return [str(message) for message in answer.wsgi_request._messages]


def test_the_dates_are_shown_before_anything_is_saved(desk, address, form, event, school):
    Closure.objects.create(name="Winter", starts_on=dt.date(2027, 2, 8), ends_on=dt.date(2027, 2, 10))
    scheduling.add_session(
        event, by=None, held_on=dt.date(2027, 3, 9), school=school, place="Room 4", start_time=dt.time(16),
        end_time=dt.time(18),
    )  # fmt: skip
    assert desk.get(address).status_code == 200
    answer = desk.post(address, form)
    assert shown(answer) == [
        ("2027-01-12", False, 0), ("2027-02-09", True, 0), ("2027-03-09", False, 1), ("2027-04-13", False, 0),
    ]  # fmt: skip
    page = answer.content.decode()
    assert "Schools are closed; left out." in page
    assert "The room is taken from 4:00 pm to 6:00 pm: Finding sources." in page
    assert SessionSeries.objects.count() == 0


def test_only_ticked_days_of_the_rule_are_saved_once(desk, address, form):
    ticked = ["2027-01-12", "2027-04-13", "2027-05-05", "soon"]
    for _ in range(2):
        answer = desk.post(address, form | {"save": "1", "day": ticked})
        assert (answer.status_code, said(answer)[-1]) == (302, "2 sessions are on the calendar.")
    assert [each.held_on.isoformat() for each in EventSession.objects.order_by("held_on")] == [
        "2027-01-12",
        "2027-04-13",
    ]


def test_going_back_keeps_what_was_typed(desk, address, form):
    answer = desk.post(address, form | {"back": "1"})
    assert answer.context["dates"] == []
    assert 'value="Room 4"' in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"last_on": "2026-01-01"}, "last_on", "The last date cannot lie before the first one."),
        ({"last_on": "9999-12-31"}, "last_on", "At most two years can be planned at once."),
        ({"every": "0"}, "every", "Ensure this value is greater than or equal to 1."),
        ({"end_time": "15:00"}, "end_time", "The session must end after it starts."),
        ({"event": str(HUGE)}, "event", "Select a valid choice. That choice is not one of the available choices."),
        ({"rhythm": "daily"}, "rhythm", "Select a valid choice. daily is not one of the available choices."),
        ({"rhythm": "weekly", "last_on": "2028-12-31"}, "__all__",
         "These are more than 60 dates. Choose a shorter time, or plan it in two parts."),
        ({"held_on": "2027-01-09", "last_on": "2027-01-09"}, "__all__",
         "No date is left. Choose other days, or tick at least one."),
    ],
)  # fmt: skip
def test_mistakes_are_explained_and_nothing_is_saved(desk, address, form, changes, field, words):
    answer = desk.post(address, form | changes | {"save": "1", "day": ["2027-01-12"]})
    assert list(answer.context["form"].errors[field]) == [words]
    assert EventSession.objects.count() == 0


def test_nothing_ticked(desk, address, form):
    answer = desk.post(address, form | {"save": "1"})
    assert answer.context["form"].non_field_errors() == ["No date is left. Choose other days, or tick at least one."]


@pytest.mark.parametrize("who", ["teacher", "principal", "editor"])
def test_others_plan_nothing(client, address, form, who, request):
    client.force_login(request.getfixturevalue(who))
    answer = client.post(address, form | {"save": "1", "day": ["2027-01-12"]})
    assert (answer.status_code in {302, 403}, EventSession.objects.count()) == (True, 0)


def test_one_button_signs_up_for_all_dates(client, event, planned, teacher):
    client.force_login(teacher)
    page = client.get(event.url).content.decode()
    url = f"/events/series/{planned.pk}/sign-up/"
    assert f'action="{url}"' in page
    assert "Sign up for all 3 dates" in page
    assert client.get(url).status_code == 405
    answer = client.post(url, {"next": event.url})
    assert (answer["Location"], said(answer)) == (event.url, ["You have a seat on 3 dates."])
    assert Registration.objects.filter(learner=teacher).count() == 3
    assert "Sign up for all" not in client.get(event.url).content.decode()


def test_full_and_closed_dates_are_said(client, event, planned, teacher):
    first, second, _third = planned.sessions.order_by("starts_at")
    EventSession.objects.filter(pk=first.pk).update(capacity=1)
    scheduling_person = factories.make_person("Early Bird")
    series.sign_up(planned, scheduling_person, by=scheduling_person)
    EventSession.objects.filter(pk=second.pk).update(opens_at=second.starts_at - dt.timedelta(minutes=1))
    client.force_login(teacher)
    answer = client.post(f"/events/series/{planned.pk}/sign-up/")
    assert said(answer)[:2] == ["You have a seat on 1 date.", "You are in line for 1 date."]
    assert len(said(answer)) == 3


def test_strangers_sign_in_first_and_unknown_series_are_not_there(client, event, planned):
    url = f"/events/series/{planned.pk}/sign-up/"
    assert client.post(url)["Location"].startswith("/accounts/login/")
    assert "Sign up for all" not in client.get(event.url).content.decode()
    assert client.post(f"/events/series/{HUGE}/sign-up/").status_code == 404
    event.unpublish()
    assert client.post(url).status_code == 404
