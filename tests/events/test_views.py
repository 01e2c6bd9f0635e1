"""Catalogue, event page, sign-up buttons and “My sign-ups”, as people meet them."""

import datetime as dt

import pytest
from django.urls import reverse

from events import attendance, registration, scheduling
from events.choices import Attendance
from events.records import EventSession, Registration
from pdportal.transcripts.pages import Topic
from tests import factories

pytestmark = pytest.mark.django_db

PAGE = "/events/finding-sources/"


def text(answer):
    return answer.content.decode()


def state(client):
    return client.get(PAGE).context["featured"].state


# The one button -----------------------------------------------------------------------------------------------------


def test_the_button_follows_the_person(client, event, session, teacher, colleague, third):
    assert state(client) == "sign_in"
    client.force_login(teacher)
    assert state(client) == "sign_up"
    registration.register(session, teacher, by=teacher)
    assert state(client) == "seated"
    registration.register(session, colleague, by=colleague)
    client.force_login(third)
    assert state(client) == "join"
    registration.register(session, third, by=third)
    assert state(client) == "waiting"
    assert text(client.get(PAGE)).count("<strong>1st</strong> in line") == 1


def test_the_button_follows_time_and_status(client, event, session, teacher, coordinator, time_machine):
    client.force_login(teacher)
    time_machine.move_to(session.starts_at)
    assert state(client) == "started"
    time_machine.move_to(session.ends_at)
    page = client.get(PAGE)
    assert (page.context["featured"], [offer.state for offer in page.context["earlier"]]) == (None, ["over"])


def test_a_cancelled_session_is_said_to_be_so(client, cancelled_session):
    assert state(client) == "cancelled"
    assert text(client.get(PAGE)).count("This session will not take place.") == 1


def test_my_own_session_is_featured_before_an_earlier_one(client, event, session, teacher):
    mine = factories.make_session(event, days=20)
    registration.register(mine, teacher, by=teacher)
    client.force_login(teacher)
    page = client.get(PAGE)
    assert page.context["featured"].session == mine
    assert [offer.session for offer in page.context["others"]] == [session]


def test_the_online_link_is_shown_only_with_a_seat(client, event, teacher, colleague):
    session = factories.make_session(event, capacity=1, online_url="https://meet.example.org/abc")
    registration.register(session, teacher, by=teacher)
    registration.register(session, colleague, by=colleague)
    for person, seen in ((teacher, 1), (colleague, 0), (None, 0)):
        client.force_login(person) if person else client.logout()
        assert text(client.get(PAGE)).count("meet.example.org") == seen


@pytest.mark.parametrize("number", [1, 3])
def test_the_event_page_costs_the_same_for_one_session_and_for_three(
    client, event, teacher, number, django_assert_num_queries
):
    for days in range(1, number + 1):
        registration.register(factories.make_session(event, days=days), teacher, by=teacher)
    client.force_login(teacher)
    client.get(PAGE)
    with django_assert_num_queries(EVENT_PAGE):
        client.get(PAGE)


EVENT_PAGE = 19  # some of them: what else there is at the same time, who presents, materials, colleagues


# Signing up and cancelling ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["sign_up", "cancel"])
def test_changes_are_posted(client, session, teacher, name):
    client.force_login(teacher)
    assert client.get(reverse(f"events:{name}", args=[session.pk])).status_code == 405


@pytest.mark.parametrize("name", ["sign_up", "cancel"])
@pytest.mark.parametrize("pk", [99999, 2**63, 2**200])
def test_unknown_sessions_are_404(client, teacher, name, pk):
    client.force_login(teacher)
    assert client.post(f"/events/sessions/{pk}/{name.replace('_', '-')}/").status_code == 404


@pytest.mark.parametrize("name", ["sign_up", "cancel"])
def test_visitors_are_sent_to_sign_in(client, session, name):
    answer = client.post(reverse(f"events:{name}", args=[session.pk]))
    assert (answer.status_code, answer.url) == (302, f"/accounts/login/?next={PAGE}%23session-{session.pk}")


def test_nobody_cancels_for_somebody_else(client, session, teacher, colleague):
    registration.register(session, teacher, by=teacher)
    client.force_login(colleague)
    assert client.post(reverse("events:cancel", args=[session.pk])).status_code == 404
    assert Registration.objects.get().status == "registered"


def test_drafts_take_no_sign_ups(client, session, teacher):
    session.event.unpublish()
    client.force_login(teacher)
    assert client.post(reverse("events:sign_up", args=[session.pk])).status_code == 404


@pytest.mark.parametrize(("target", "reached"), [
    ("/my/", "/my/"), ("https://evil.example/", None), ("//evil.example", None), ("javascript:alert(1)", None),
    ("/\x00", None), ("", None), ("/\\evil.example", None), ("/x\r\nSet-Cookie: a=b", None), ("/" + "y" * 10_000, None),
])  # fmt: skip
def test_next_leads_only_to_our_own_pages(client, session, teacher, target, reached):
    client.force_login(teacher)
    answer = client.post(reverse("events:sign_up", args=[session.pk]), {"next": target})
    assert answer.status_code == 302
    assert answer.url == (reached or f"{PAGE}#session-{session.pk}")


def test_a_double_click_says_the_same_twice(client, session, teacher):
    client.force_login(teacher)
    for _ in range(2):
        answer = client.post(reverse("events:sign_up", args=[session.pk]), {"next": PAGE}, follow=True)
        assert [str(message) for message in answer.context["messages"]] == [
            "You have a seat. The invitation is on its way to your mail box."
        ]
    assert Registration.objects.count() == 1


def test_a_refusal_is_a_message_not_an_error(client, session, teacher, coordinator):
    scheduling.cancel_session(session, by=coordinator)
    client.force_login(teacher)
    answer = client.post(reverse("events:sign_up", args=[session.pk]), {"next": PAGE}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["This session has been cancelled."]


def test_the_spanish_page_shows_and_takes_the_same_seats(client, event, session, teacher):
    spanish = factories.translate(event, title="Encontrar fuentes", slug="encontrar-fuentes")
    client.force_login(teacher)
    url = "/es/events/encontrar-fuentes/"
    assert spanish.url == url
    assert client.get(url).context["featured"].session == session
    answer = client.post(f"/es/events/sessions/{session.pk}/sign-up/")
    assert answer.url == f"{url}#session-{session.pk}"
    assert [state(client), client.get(url).context["featured"].state] == ["seated", "seated"]
    assert [offer.session.event.title for offer in client.get("/es/events/").context["offers"]] == ["Encontrar fuentes"]


# The catalogue ------------------------------------------------------------------------------------------------------


def found(client, query):
    return [offer.session.event.title for offer in client.get(f"/events/{query}").context["offers"]]


@pytest.fixture
def three(event, session, teacher, colleague):
    """Three events: one with open seats, one full, one without a date."""
    law = Topic.objects.create(slug="law", name_en="Law", name_es="Derecho")
    full = factories.make_event("Copyright", presenter="Ana Ruiz", kind="session")
    full.topics.add(law)
    full.save_revision().publish()
    registration.register(factories.make_session(full, days=8, capacity=1), teacher, by=teacher)
    factories.make_event("Someday")
    return full


@pytest.mark.parametrize(("query", "titles"), [
    ("", ["Finding sources", "Copyright"]),
    ("?q=copy", ["Copyright"]),
    ("?q=RUIZ+copyright", ["Copyright"]),
    ("?q=derecho", ["Copyright"]),
    ("?q=nothing", []),
    ("?topic=law", ["Copyright"]),
    ("?topic=nonsense", ["Finding sources", "Copyright"]),
    ("?kind=workshop", ["Finding sources"]),
    ("?kind=party", ["Finding sources", "Copyright"]),
    ("?open=on", ["Finding sources"]),
    ("?page=99", ["Finding sources", "Copyright"]),
    ("?page=x&q=%25_%27%22%F0%9F%99%82", []),
])  # fmt: skip
def test_filters_of_the_catalogue(client, three, query, titles):
    assert found(client, query) == titles


def test_long_and_broken_searches_are_no_error(client, three):
    for query in ("?q=" + "x" * 10_000, "?q=%FF%FE", "?topic=" + "9" * 5000, "?page=" + "9" * 5000):
        assert client.get(f"/events/{query}").status_code == 200


def test_events_without_a_date_are_listed_on_the_unfiltered_first_page(client, three):
    assert [event.title for event in client.get("/events/").context["without_date"]] == ["Someday"]
    assert client.get("/events/?q=some").context["without_date"] == []


def test_past_cancelled_and_draft_sessions_are_not_offered(client, event, cancelled_session):
    factories.make_session(event, days=-2)
    factories.make_session(factories.make_event("Draft"), days=3).event.unpublish()
    assert found(client, "") == []


@pytest.mark.parametrize(("events", "sessions"), [(1, 1), (3, 1), (3, 100)])
def test_the_catalogue_costs_the_same_for_one_session_and_for_three_hundred(
    client, teacher, events, sessions, django_assert_num_queries
):
    for days in range(1, events + 1):
        event = factories.make_event(f"Event {days}")
        first = factories.make_session(event, days=days)
        registration.register(first, teacher, by=teacher)
        same = {"start_time": dt.time(7), "end_time": dt.time(8), "changed_at": first.changed_at}  # beside the others
        EventSession.objects.bulk_create(
            EventSession(event=event, held_on=first.held_on + dt.timedelta(days=number), **same)
            for number in range(1, sessions)
        )
    client.force_login(teacher)
    client.get("/events/")
    with django_assert_num_queries(CATALOGUE):
        client.get("/events/")


# Four of them: whether one may propose, buildings and partners to filter by, mentor meetings at that time.
CATALOGUE = 25


# My sign-ups --------------------------------------------------------------------------------------------------------


def test_my_sign_ups_show_what_comes_and_what_was(client, event, session, teacher, colleague, coordinator):
    past = factories.make_session(event, days=-3)
    seat = registration.register(past, teacher, by=teacher, at=past.starts_at - dt.timedelta(days=1))
    attendance.mark_many(past, {seat.pk: (Attendance.PARTLY, 45)}, by=coordinator)
    registration.register(session, teacher, by=teacher)
    registration.register(session, colleague, by=colleague)
    client.force_login(teacher)
    page = client.get(reverse("events:my_registrations"))
    assert [one.session for one in page.context["coming"]] == [session]
    assert [(one.session, one.minutes_attended) for one in page.context["past"]] == [(past, 45)]
    assert text(page).count("Attended in part") == 1


def test_my_sign_ups_are_mine_and_ask_to_sign_in(client, teacher):
    url = reverse("events:my_registrations")
    assert client.get(url).url == f"/accounts/login/?next={url}"
    client.force_login(teacher)
    assert text(client.get(url)).count("Sessions you sign up for appear here") == 1


@pytest.mark.parametrize("number", [1, 3])
def test_my_sign_ups_cost_the_same_for_one_and_for_three(client, event, teacher, number, django_assert_num_queries):
    for days in range(1, number + 1):
        for session in (factories.make_session(event, days=days), factories.make_session(event, days=-days)):
            registration.register(session, teacher, by=teacher, at=session.starts_at - dt.timedelta(days=1))
    client.force_login(teacher)
    url = reverse("events:my_registrations")
    client.get(url)
    with django_assert_num_queries(MY_SIGN_UPS):
        client.get(url)


MY_SIGN_UPS = 14  # one of them: the sessions one presents
