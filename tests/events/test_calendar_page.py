"""The month calendar and the page with the personal address."""

import datetime as dt

import pytest
from django.urls import reverse

from events import month, registration, tokens
from events.feed_records import CalendarToken
from pdportal.people.records import Closure
from pdportal.transcripts.pages import Topic
from tests import factories

pytestmark = pytest.mark.django_db

MINE = "/my/calendar/"


def shown(client, **query):
    page = client.get(reverse("events:calendar"), query)
    return {day.date: [(item.title, item.mark) for item in day.items] for week in page.context["weeks"] for day in week}


def test_sessions_stand_on_their_days_late_in_the_evening_too(client, event):
    late = factories.make_session(event, days=10, start="23:30", end="23:59")
    days = shown(client, month=f"{late.held_on:%Y-%m}")
    assert days[late.held_on] == [("Finding sources", "")]
    assert sum(len(items) for items in days.values()) == 1


def test_what_is_mine_cancelled_and_closed_is_marked(client, event, session, cancelled_session, teacher):
    registration.register(session, teacher, by=teacher)
    Closure.objects.create(name="Snow day", starts_on=session.held_on, ends_on=session.held_on)
    client.force_login(teacher)
    days = shown(client, month=f"{session.held_on:%Y-%m}") | shown(client, month=f"{cancelled_session.held_on:%Y-%m}")
    assert days[session.held_on] == [("Finding sources", "mine")]
    assert days[cancelled_session.held_on] == [("Finding sources", "cancelled")]
    page = client.get(reverse("events:calendar"), {"month": f"{session.held_on:%Y-%m}"}).content.decode()
    assert page.count("Snow day") == 1


def test_topics_filter_the_calendar(client, session):
    Topic.objects.create(slug="law", name_en="Law", name_es="Derecho")
    assert sum(len(items) for items in shown(client, month=f"{session.held_on:%Y-%m}", topic="law").values()) == 0


def test_today_is_marked_once(client, db):
    page = client.get(reverse("events:calendar")).content.decode()
    assert page.count("calendar__day--today") == 1


@pytest.mark.parametrize("text", [
    "", "x", "2026-13", "2026-00", "0000-01", "9999-12", "1999-12", "2101-01", "2026", "-1-1", "٢٠٢٦-٠١", "2026-1",
    "9" * 5000,
])  # fmt: skip
def test_garbage_is_this_month(client, db, text):
    page = client.get(reverse("events:calendar"), {"month": text})
    assert (page.status_code, page.context["first"]) == (200, dt.date.today().replace(day=1))


@pytest.mark.parametrize("text", ["2000-01", "2100-12"])
def test_the_ends_of_the_calendar_are_no_error(client, db, text):
    assert client.get(reverse("events:calendar"), {"month": text}).status_code == 200


@pytest.mark.parametrize("first", [dt.date(2026, 2, 1), dt.date(2026, 11, 1), dt.date(2027, 2, 1), dt.date(2024, 2, 1)])
def test_weeks_are_whole_and_hold_the_whole_month(first):
    weeks = month.weeks(first, today=first, items={}, closures=[])
    assert {len(week) for week in weeks} == {7}
    assert {week[0].date.weekday() for week in weeks} == {0}
    inside = [day.date for week in weeks for day in week if day.in_month]
    assert (inside[0], (inside[-1] + dt.timedelta(days=1)).day) == (first, 1)


@pytest.mark.parametrize("number", [1, 3])
def test_the_calendar_costs_the_same_for_one_session_and_for_three(
    client, event, teacher, number, django_assert_num_queries
):
    first = dt.date.today().replace(day=15)
    for hour in range(number):
        session = factories.make_session(event, days=(dt.date.today() - first).days, start=f"1{hour}:00", end="17:00")
        session.held_on = first
        session.save()
    client.force_login(teacher)
    client.get(reverse("events:calendar"))
    with django_assert_num_queries(CALENDAR):
        client.get(reverse("events:calendar"))


CALENDAR = 17


# My calendar address ------------------------------------------------------------------------------------------------


@pytest.fixture
def mine(client, teacher):
    client.force_login(teacher)
    return client


def test_the_address_is_made_shown_once_and_works(mine):
    answer = mine.post(reverse("events:create_address"))
    assert (answer.status_code, answer.url) == (302, MINE)
    links = mine.get(MINE).context["links"]
    assert mine.get(links["url"].removeprefix("http://testserver")).status_code == 200
    assert mine.get(MINE).context["links"] is None
    assert links["url"].rpartition("/")[2] not in mine.get(MINE).content.decode()


def test_a_double_click_on_make_keeps_the_first_address(mine):
    for _ in range(2):
        mine.post(reverse("events:create_address"))
    assert mine.get(MINE).context["links"]["url"].count(CalendarToken.objects.get().selector) == 1


def test_replacing_and_withdrawing(mine, teacher):
    old = tokens.create(teacher)[0]
    mine.post(reverse("events:rotate_address"))
    assert CalendarToken.objects.get(pk=old.pk).revoked_at is not None
    mine.post(reverse("events:revoke_address"))
    page = mine.get(MINE)
    assert (page.context["token"], page.context["links"]) == (None, None)
    again = mine.post(reverse("events:revoke_address"), follow=True)
    assert [str(message) for message in again.context["messages"]][-1] == "You have no calendar address yet."


@pytest.mark.parametrize("name", ["create_address", "rotate_address", "revoke_address", "choose_content"])
def test_changes_are_posted_by_who_is_signed_in(client, teacher, name):
    url = reverse(f"events:{name}")
    assert client.post(url).url == f"/accounts/login/?next={url}"
    client.force_login(teacher)
    assert client.get(url).status_code == 405


def test_the_page_asks_to_sign_in(client, db):
    assert client.get(MINE).url == f"/accounts/login/?next={MINE}"


def test_the_page_says_which_programs_read_it_and_how_slow_programs_are(mine, teacher):
    _token, secret = tokens.create(teacher)
    mine.get(reverse("feeds:personal", args=[secret]), headers={"user-agent": "Google-Calendar-Importer"})
    page = mine.get(MINE).content.decode()
    assert page.count('<p class="row-list__title">Google Calendar</p>') == 1
    assert page.count("Has the latest") == 1
    assert page.count("8 to 24 hours") == 1


def test_nobody_who_read_it_is_said_too(mine, teacher):
    tokens.create(teacher)
    assert mine.get(MINE).content.decode().count("No calendar program has read it yet.") == 1


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_one_program_and_for_three(mine, teacher, number, django_assert_num_queries):
    _token, secret = tokens.create(teacher)
    for agent in ("Google-Calendar-Importer", "iOS/17.5 dataaccessd/1.0", "Evolution/3.52")[:number]:
        mine.get(reverse("feeds:personal", args=[secret]), headers={"user-agent": agent})
    mine.get(MINE)
    with django_assert_num_queries(MY_CALENDAR):
        mine.get(MINE)


MY_CALENDAR = 18


def test_what_goes_in_is_chosen_and_kept(mine, teacher, session):
    registration.register(session, teacher, by=teacher)
    answer = mine.post(reverse("events:choose_content"), {"kinds": ["due", "meeting"]}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        "Saved. Your calendar programs show it when they next look."
    ]
    assert answer.context["entries"] == []
    assert answer.context["form"].initial["kinds"] == ["meeting", "due"]


@pytest.mark.parametrize(("kinds", "words"), [
    ([], "Please keep at least one. To end your calendar, withdraw its address."),
    (["nonsense"], "Please choose from the list."), (["x" * 10_000], "Please choose from the list."),
])  # fmt: skip
def test_a_choice_that_cannot_be_is_explained(mine, kinds, words):
    answer = mine.post(reverse("events:choose_content"), {"kinds": kinds})
    assert (answer.status_code, answer.context["form"].errors["kinds"]) == (400, [words])


def test_the_secret_is_never_stored_in_the_page_of_somebody_else(mine, colleague):
    mine.post(reverse("events:create_address"))
    mine.force_login(colleague)
    assert mine.get(MINE).context["links"] is None
