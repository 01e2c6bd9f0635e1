"""Partners' entries stand beside our own, marked and filtered; coordinators keep the list of calendars."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from pdportal.partners.records import PartnerCalendar, PartnerEntry
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db):
    return factories.make_event("Finding sources")


@pytest.fixture
def day():
    """A day a week ahead."""
    return timezone.localdate() + dt.timedelta(days=7)


@pytest.fixture
def sale(day):
    """An all-day entry of two days, without a link, and one with a time and a link."""
    library = PartnerCalendar.objects.create(name="Public library", address="https://library.example/a.ics")
    noon = timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
    PartnerEntry.objects.create(
        calendar=library, title="Author visit", place="Main hall", url="https://library.example/visit",
        first_day=day, last_day=day, starts_at=noon, ends_at=noon + dt.timedelta(minutes=45),
    )  # fmt: skip
    return PartnerEntry.objects.create(
        calendar=library, title="Book sale", first_day=day, last_day=day + dt.timedelta(days=1)
    )


def items(client, name, **query):
    page = client.get(reverse(name), query)
    days = page.context.get("days") or [day for week in page.context["weeks"] for day in week]
    return {day.date: [(item.title, item.mark, item.source, item.hours) for item in day.items] for day in days}


def test_month_and_week_show_them_on_each_of_their_days(client, sale, day):
    for name, query in (("events:calendar", {"month": f"{day:%Y-%m}"}), ("events:week", {"week": f"{day:%G-W%V}"})):
        assert items(client, name, **query)[day] == [
            ("Book sale", "partner", "Public library", ""),
            ("Author visit", "partner", "Public library", "12:00–12:45 pm"),
        ]
        page = client.get(reverse(name), query).content.decode()
        assert page.count('href="https://library.example/visit" rel="external noopener"') == 1


def test_the_list_names_the_next_ones_and_says_whose_they_are(client, sale, event):
    page = client.get("/events/")
    assert [entry.title for entry in page.context["elsewhere"]] == ["Book sale", "Author visit"]
    assert page.content.decode().count("From our partners") == 1


@pytest.mark.parametrize(("query", "ours", "theirs"), [
    ({}, 1, 2), ({"source": "own"}, 1, 0), ({"source": "partners"}, 0, 2), ({"q": "visit hall"}, 0, 1),
    ({"open": "on"}, 1, 0), ({"source": "partners", "q": "nothing"}, 0, 0), ({"source": "\x01" * 10_000}, 1, 2),
])  # fmt: skip
def test_filters_hold_in_list_and_calendar(client, event, sale, day, query, ours, theirs):
    factories.make_session(event, days=7)
    on_the_day = [mark for _title, mark, *_rest in items(client, "events:week", week=f"{day:%G-W%V}", **query)[day]]
    assert (on_the_day.count(""), on_the_day.count("partner")) == (ours, theirs)
    page = client.get("/events/", query)
    assert (len(page.context["offers"]), len(page.context["elsewhere"])) == (ours, theirs)


def test_calendars_that_are_switched_off_disappear(client, sale, event):
    PartnerCalendar.objects.update(active=False)
    assert list(client.get("/events/").context["elsewhere"]) == []


def test_the_coordinator_adds_a_calendar_and_is_told_which_hosts_may_be_read(client, coordinator, settings):
    settings.PARTNER_HOSTS = ["library.example"]
    client.force_login(coordinator)
    add = reverse("partner_calendars:add")
    answer = client.post(add, {"name": "College", "address": "https://evil.example/a.ics", "active": "on"})
    assert answer.context["form"].errors["address"] == [
        "The host is not on the list of hosts that may be read. Hosts that may be read: library.example"
    ]
    assert answer.context["form"]["name"].value() == "College"
    client.post(add, {"name": "Library", "address": "https://library.example/a.ics", "active": "on"})
    calendar = PartnerCalendar.objects.get()
    calendar.etag, calendar.tried_at = '"1"', timezone.now()
    calendar.save()
    edit = reverse("partner_calendars:edit", args=[calendar.pk])
    client.post(edit, {"name": "Library", "address": "https://library.example/b.ics", "active": "on"})
    calendar.refresh_from_db()
    assert (calendar.address, calendar.etag, calendar.tried_at) == ("https://library.example/b.ics", "", None)


def test_reading_now_is_a_post_by_a_coordinator_and_says_what_went_wrong(client, coordinator, teacher, settings):
    settings.PARTNER_HOSTS = ["library.invalid"]
    calendar = PartnerCalendar.objects.create(name="Library", address="https://library.invalid/a.ics")
    address = reverse("partner_calendars:read", args=[calendar.pk])
    client.force_login(teacher)
    assert client.post(address).status_code == 302  # to the sign-in of the admin
    calendar.refresh_from_db()
    assert calendar.tried_at is None
    client.force_login(coordinator)
    assert client.get(address).status_code == 200
    page = client.post(address, follow=True).content.decode()
    assert page.count("The host could not be found. (library.invalid)") >= 1
    assert client.get("/admin/").content.decode().count("partner calendar that could not be read") == 1
    page = client.post(address, follow=True).content.decode()
    assert page.count("Please wait a moment.") == 1
    assert client.post(reverse("partner_calendars:read", args=[10**17])).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_in_the_admin_costs_the_same_for_many(client, coordinator, rows, django_assert_num_queries):
    for number in range(rows):
        PartnerCalendar.objects.create(name=f"Library {number}", address=f"https://library.example/{number}.ics")
    client.force_login(coordinator)
    client.get(reverse("partner_calendars:index"))
    with django_assert_num_queries(13):
        client.get(reverse("partner_calendars:index"))
