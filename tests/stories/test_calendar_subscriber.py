"""Somebody subscribes once, and what concerns them appears, at the right hour, and follows changes."""

import datetime as dt

import pytest
from django.urls import reverse

from events import registration, scheduling
from pdportal.requirements.records import Assignment, Requirement, RequirementVersion
from pdportal.transcripts import ledger
from pdportal.transcripts.activities import Activity
from pdportal.transcripts.choices import Source
from tests import factories
from tests.events import strict_ical

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(db):
    return factories.make_session(factories.make_event("Spot the fake"), days=7, capacity=1)


@pytest.fixture
def address(client, teacher):
    """The address as the teacher copies it from the page."""
    client.force_login(teacher)
    client.post(reverse("events:create_address"))
    url = client.get(reverse("events:my_calendar")).context["links"]["url"]
    client.logout()
    return url.removeprefix("http://testserver")


def events(client, url):
    return strict_ical.read(client.get(url).content)[1]


def titles(client, url):
    return [strict_ical.plain(event["SUMMARY"][1]) for event in events(client, url)]


def test_public_topic_and_single_feeds_show_the_session_at_the_right_hour(client, session):
    local = dt.datetime.combine(session.held_on, dt.time(15, 30))
    for url in ("/calendar/all.ics", f"/events/spot-the-fake/session/{session.pk}.ics"):
        (event,) = events(client, url)
        shown = strict_ical.moment(event, "DTSTART").astimezone(dt.timezone(session.starts_at.utcoffset()))
        assert shown == session.starts_at
        assert dt.datetime.combine(session.held_on, session.start_time) == local


def test_the_personal_feed_follows_sign_up_waitlist_promotion_and_leaving(client, session, teacher, colleague, address):
    assert titles(client, address) == []
    first = registration.register(session, colleague, by=colleague)
    mine = registration.register(session, teacher, by=teacher)
    assert titles(client, address) == ["Waitlist: Spot the fake"]
    registration.cancel(first, by=colleague)
    assert titles(client, address) == ["Spot the fake"]
    registration.cancel(mine, by=teacher)
    assert titles(client, address) == []


def test_a_moved_session_moves_under_the_same_uid(client, session, teacher, coordinator, address):
    registration.register(session, teacher, by=teacher)
    (before,) = events(client, address)
    scheduling.reschedule(session, by=coordinator, start_time=dt.time(16), end_time=dt.time(17, 30))
    (after,) = events(client, address)
    assert after["UID"] == before["UID"]
    assert int(after["SEQUENCE"][1]) == int(before["SEQUENCE"][1]) + 1
    assert strict_ical.moment(after, "DTSTART") - strict_ical.moment(before, "DTSTART") == dt.timedelta(minutes=30)


def test_a_due_date_lasts_all_day_and_goes_when_it_is_done(client, teacher, address):
    course = factories.make_course("Copyright refresher")
    requirement = Requirement.objects.create(slug="a1", name_en="Copyright", activity_key=course.translation_key)
    version = RequirementVersion.objects.create(
        requirement=requirement,
        number=1,
        effective_on=factories.days_ago(400),
        audience={},
        activity_key=course.translation_key,
    )
    due = factories.days_ahead(20)
    assignment = Assignment.objects.create(
        requirement=requirement, version=version, activity_key=course.translation_key, learner=teacher,
        counted_from=factories.days_ago(10), due_on=due,
        assigned_on=factories.days_ago(10),
    )  # fmt: skip
    (event,) = events(client, address)
    assert event["UID"][1] == f"due-{assignment.pk}@pd-portal.maplevalley.example"
    assert (event["SUMMARY"][1], event["DTSTART"]) == ("Due: Copyright", ({"VALUE": "DATE"}, f"{due:%Y%m%d}"))
    ledger.award(teacher, Activity.of(course), source=Source.MANUAL)
    assert titles(client, address) == []


def test_a_lost_address_is_replaced_and_a_withdrawn_one_is_dead(client, teacher, address):
    client.force_login(teacher)
    client.post(reverse("events:rotate_address"))
    fresh = client.get(reverse("events:my_calendar")).context["links"]["url"].removeprefix("http://testserver")
    assert [client.get(url).status_code for url in (address, fresh)] == [404, 200]
    client.post(reverse("events:revoke_address"))
    assert client.get(fresh).status_code == 404


def test_the_page_links_to_apple_google_and_outlook(client, teacher):
    client.force_login(teacher)
    client.post(reverse("events:create_address"))
    page = client.get(reverse("events:my_calendar")).content.decode()
    for start in ("webcal://testserver/calendar/personal/", "https://calendar.google.com/calendar/r?cid=webcal",
                  "https://outlook.office.com/calendar/0/addfromweb?url=http"):  # fmt: skip
        assert page.count(f'href="{start}') >= 1
