"""The calendar as month and week, and its filters, which hold in the list as well."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from events import month, registration, scheduling
from events.records import EventSession
from pdportal.partners.records import PartnerCalendar
from pdportal.people.records import Closure
from pdportal.transcripts.pages import Topic
from tests import factories

pytestmark = pytest.mark.django_db


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
    assert page.count("Signed up</span>") == 1


def test_who_waits_is_not_shown_as_having_a_seat(client, event, teacher, colleague):
    session = factories.make_session(event, days=10, capacity=1)
    for person in (colleague, teacher):
        registration.register(session, person, by=person)
    client.force_login(teacher)
    page = client.get(reverse("events:week"), {"week": week_of(session.held_on)})
    items = [item for day in page.context["days"] for item in day.items]
    assert [(item.mark, str(item.words)) for item in items] == [("waiting", "On the waitlist")]


def test_a_day_is_in_the_order_of_the_clock_partners_too(client, event):
    library = PartnerCalendar.objects.create(name="Library", address="https://library.example/a.ics")
    session = factories.make_session(event, days=10, start="12:00", end="13:00")
    day = session.held_on
    for title, starts_at in (("Late", "T23:00Z"), ("Early", "T15:00Z"), ("Fair", None)):
        moment = starts_at and f"{day}{starts_at}"
        library.entries.create(title=title, first_day=day, last_day=day, starts_at=moment, ends_at=moment)
    titles = [title for title, _mark in shown(client, month=f"{day:%Y-%m}")[day]]
    assert titles == ["Fair", "Early", "Finding sources", "Late"]


def test_topics_filter_the_calendar(client, session):
    Topic.objects.create(slug="law", name_en="Law", name_es="Derecho")
    assert sum(len(items) for items in shown(client, month=f"{session.held_on:%Y-%m}", topic="law").values()) == 0


def test_today_is_marked_once(client, db):
    page = client.get(reverse("events:calendar")).content.decode()
    assert page.count("calendar__day--today") == 1


@pytest.mark.parametrize("text", [
    "x", "2026-13", "2026-00", "0000-01", "9999-12", "9999-99", "1999-12", "2101-01", "2026", "-1-1", "٢٠٢٦-٠١",
    "2026-1", "9" * 5000,
])  # fmt: skip
def test_garbage_is_this_month_and_a_word_about_it(client, db, text):
    page = client.get(reverse("events:calendar"), {"month": text})
    assert (page.status_code, page.context["first"]) == (200, dt.date.today().replace(day=1))
    assert page.content.decode().count("The calendar has no such page.") == 1


@pytest.mark.parametrize("text", [
    "x", "0000-W01", "0000-W00", "2026-W54", "2026-W00", "9999-W52", "1999-W01", "2026-48", "2026W48", "٢٠٢٦-W٠١",
    "2026-W1", "W" * 10_000,
])  # fmt: skip
def test_garbage_is_this_week_and_a_word_about_it(client, db, text):
    page = client.get(reverse("events:week"), {"week": text})
    monday = dt.date.today() - dt.timedelta(days=dt.date.today().weekday())
    assert (page.status_code, page.context["first"]) == (200, monday)
    assert page.content.decode().count("The calendar has no such page.") == 1


def test_no_word_where_nothing_was_asked(client, db):
    for name in ("events:calendar", "events:week"):
        assert client.get(reverse(name)).content.decode().count("The calendar has no such page.") == 0


@pytest.mark.parametrize(("name", "query", "turns"), [
    ("calendar", {"month": "2000-01"}, (False, True)), ("calendar", {"month": "2100-12"}, (True, False)),
    ("week", {"week": "2000-W01"}, (False, True)), ("week", {"week": "2100-W52"}, (True, False)),
])  # fmt: skip
def test_the_ends_of_the_calendar_are_no_error(client, db, name, query, turns):
    page = client.get(reverse(f"events:{name}"), query)
    assert page.status_code == 200
    assert (page.context["previous"] is not None, page.context["next"] is not None) == turns


@pytest.mark.parametrize("first", [dt.date(2026, 2, 1), dt.date(2026, 11, 1), dt.date(2027, 2, 1), dt.date(2024, 2, 1)])
def test_weeks_are_whole_and_hold_the_whole_month(first):
    weeks = month.weeks(first, today=first, items={}, closures=[])
    assert {len(week) for week in weeks} == {7}
    assert {week[0].date.weekday() for week in weeks} == {0}
    inside = [day.date for week in weeks for day in week if day.in_month]
    assert (inside[0], (inside[-1] + dt.timedelta(days=1)).day) == (first, 1)


# The week -----------------------------------------------------------------------------------------------------------


def week_of(day):
    return f"{day:%G-W%V}"


def test_the_week_says_hours_and_place(client, event, school):
    session = factories.make_session(event, days=10, start="15:30", end="17:00", school=school, place="Room 4")
    page = client.get(reverse("events:week"), {"week": week_of(session.held_on)})
    items = {day.date: [(item.title, item.hours, item.place) for item in day.items] for day in page.context["days"]}
    assert len(items) == 7
    assert items[session.held_on] == [("Finding sources", "3:30–5:00 pm", "Cedar Elementary, Room 4")]
    assert sum(map(len, items.values())) == 1


def test_a_session_of_several_days_stands_on_each_of_them(client, event):
    session = factories.make_session(event, days=10)
    session.last_day = session.held_on + dt.timedelta(days=3)
    session.save()
    found = {}
    for day in (session.held_on, session.last_day):
        page = client.get(reverse("events:week"), {"week": week_of(day)})
        found |= {day.date: len(day.items) for day in page.context["days"] if day.items}
    assert found == {session.held_on + dt.timedelta(days=offset): 1 for offset in range(4)}


@pytest.mark.parametrize("name", ["calendar", "week"])
def test_a_closure_is_named_on_each_of_its_days(client, db, name):
    monday = dt.date(2026, 12, 21)
    Closure.objects.create(name="Winter break", starts_on=monday, ends_on=monday + dt.timedelta(days=4))
    page = client.get(reverse(f"events:{name}"), {"month": "2026-12", "week": "2026-W52"})
    assert page.content.decode().count("Winter break") == 5
    closed = [why for day in _days(page) for why in day.closures]
    assert [(why.until, why.goes_on) for why in closed] == [(dt.date(2026, 12, 25), False), *[(None, True)] * 4]


def test_a_closure_is_named_in_the_readers_language(client, db):
    for name_es in ("Día de nieve", ""):
        Closure.objects.create(
            name="Snow day", name_es=name_es, starts_on=dt.date(2026, 12, 1), ends_on=dt.date(2026, 12, 1)
        )
    page = client.get("/es/events/calendar/?month=2026-12").content.decode()
    assert (page.count("Día de nieve"), page.count("Snow day")) == (1, 1)


def _days(page):
    return page.context.get("days") or [day for week in page.context["weeks"] for day in week]


def test_nothing_in_a_week_is_said(client, db):
    page = client.get(reverse("events:week")).content.decode()
    assert page.count("Nothing is planned in this week.") == 1


# Filters ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def four(event, school, teacher):
    """Four events in eight days: a plain one, one in a building, one online, one for librarians only."""
    session = factories.make_session(event, days=8)
    factories.make_session(factories.make_event("At Cedar"), days=8, school=school)
    factories.make_session(factories.make_event("From home"), days=8, online_url="https://meet.example.org/x")
    factories.make_session(factories.make_event("Librarians", audience={"role": ["librarian"]}), days=8)
    return session


def titles(client, name, day, **query):
    """The titles in a view of the day's month or week, or in the list."""
    if name == "list":
        return sorted(offer.session.event.title for offer in client.get("/events/", query).context["offers"])
    page = client.get(reverse(f"events:{name}"), {"month": f"{day:%Y-%m}", "week": week_of(day)} | query)
    weeks = [page.context["days"]] if name == "week" else page.context["weeks"]
    return sorted(item.title for days in weeks for shown in days for item in shown.items)


VIEWS = ["calendar", "week", "list"]


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize(("query", "found"), [
    ({}, ["At Cedar", "Finding sources", "From home", "Librarians"]),
    ({"q": "cedar"}, ["At Cedar"]), ({"online": "on"}, ["From home"]), ({"school": "cedar-elementary"}, ["At Cedar"]),
    ({"audience": "teacher"}, ["At Cedar", "Finding sources", "From home"]),
    ({"audience": "librarian", "q": "librarians"}, ["Librarians"]), ({"q": "nothing at all"}, []),
    ({"audience": "x" * 10_000, "school": "\U0001f642", "online": ""},
     ["At Cedar", "Finding sources", "From home", "Librarians"]),
])  # fmt: skip
def test_filters_hold_in_every_view(client, four, school, name, query, found):
    if "school" in query and query["school"].isascii():
        query = query | {"school": school.code}
    assert titles(client, name, four.held_on, **query) == found


@pytest.mark.parametrize("name", VIEWS)
def test_only_what_i_can_still_join(client, four, event, teacher, coordinator, name):
    registration.register(four, teacher, by=teacher)
    closed = factories.make_session(factories.make_event("Closed early"), days=8)
    scheduling.reschedule(closed, by=coordinator, closes_at=timezone.now())
    not_yet = factories.make_session(factories.make_event("Opens later"), days=8)
    scheduling.reschedule(not_yet, by=coordinator, opens_at=timezone.now() + dt.timedelta(days=1))
    client.force_login(teacher)
    assert titles(client, name, four.held_on, join="on") == ["At Cedar", "From home"]
    client.logout()
    assert titles(client, name, four.held_on, join="on") == ["At Cedar", "Finding sources", "From home", "Librarians"]


@pytest.mark.parametrize(("path", "query"), [
    ("/events/", {}), ("/events/calendar/", {"month": "2026-12"}), ("/events/calendar/week/", {"week": "2026-W50"}),
])  # fmt: skip
def test_filters_go_along_from_view_to_view(client, four, path, query):
    page = client.get(path, query | {"q": "from home", "online": "on", "kind": "nonsense"}).content.decode()
    assert page.count('href="/events/?q=from+home&amp;online=on"') == 1
    tabs = page.partition('<nav class="tabs')[2].partition("</nav>")[0]
    assert tabs.count("q=from+home&amp;online=on") == 3
    assert page.count('name="q" value="from home"') == 1


@pytest.mark.parametrize(("name", "query"), [("calendar", {"month": "2026-12"}), ("week", {"week": "2026-W50"})])
def test_the_next_page_keeps_the_filters(client, db, name, query):
    page = client.get(reverse(f"events:{name}"), query | {"online": "on"}).content.decode()
    turn = {"calendar": "?month=2027-01&amp;online=on", "week": "?week=2026-W51&amp;online=on"}[name]
    assert page.count(turn) == 1
    assert page.count("No session here fits these filters.") == 1


@pytest.mark.parametrize(("query", "path", "words"), [
    ({}, "/calendar/all.ics", "Subscribe to this calendar"),
    ({"audience": "librarian"}, "/calendar/for/librarian.ics", "Subscribe to “Librarian”"),
    ({"audience": "librarian", "online": "on"}, "/calendar/all.ics", "Subscribe to this calendar"),
    ({"topic": "law"}, "/calendar/law.ics", "Subscribe to “Law”"),
])  # fmt: skip
def test_the_subscription_is_to_what_is_chosen(client, db, query, path, words):
    Topic.objects.create(slug="law", name_en="Law", name_es="Derecho")
    page = client.get(reverse("events:calendar"), query)
    assert page.context["links"]["url"] == f"http://testserver{path}"
    assert page.content.decode().count(words) == 1


@pytest.mark.parametrize("name", ["calendar", "week"])
@pytest.mark.parametrize("number", [3, 300])
def test_a_view_costs_the_same_for_three_sessions_and_for_three_hundred(
    client, event, teacher, name, number, django_assert_num_queries
):
    hours = {"start_time": dt.time(9), "end_time": dt.time(10), "changed_at": timezone.now()}
    rows = [EventSession(event=event, held_on=dt.date.today(), place=f"Room {room}", **hours) for room in range(number)]
    EventSession.objects.bulk_create(rows)
    client.force_login(teacher)
    client.get(reverse(f"events:{name}"))
    with django_assert_num_queries(VIEW):
        page = client.get(reverse(f"events:{name}"))
    assert page.content.decode().count("Finding sources") == number


VIEW = 21
