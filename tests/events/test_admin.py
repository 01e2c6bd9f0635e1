"""The coordinator's work in the admin: sessions through the verbs, rosters, attendance, registrations to look at."""

import datetime as dt

import pytest
from django.urls import reverse

from events import registration
from events.records import EventSession, Registration
from pdportal.notices.records import Notice
from pdportal.people.records import Closure
from pdportal.transcripts.records import Completion
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, coordinator):
    """The coordinator's browser."""
    client.force_login(coordinator)
    return client


@pytest.fixture
def past(event, teacher, colleague, third):
    """A session of yesterday with two seats and one waiting."""
    session = factories.make_session(event, days=-1, capacity=2)
    for person in (teacher, colleague, third):
        registration.register(session, person, by=person, at=session.starts_at - dt.timedelta(days=3))
    return session


def fields(event, /, **changes):
    return {
        "event": event.pk,
        "held_on": "2027-04-06",
        "start_time": "15:30",
        "end_time": "17:00",
        "place": "Room 4",
        "capacity": "20",
    } | changes


def posted_errors(answer):
    return {name: list(errors) for name, errors in answer.context["form"].errors.items()}


def test_a_session_is_added_and_has_its_calendar_text(desk, event):
    assert desk.get(reverse("event_sessions:add")).status_code == 200
    answer = desk.post(reverse("event_sessions:add"), fields(event))
    session = EventSession.objects.get()
    assert (answer.status_code, session.place, session.sequence) == (302, "Room 4", 0)
    assert session.ical.startswith("BEGIN:VEVENT\r\n")


@pytest.mark.parametrize(("changes", "wrong"), [
    ({"end_time": "15:00"}, "end_time"),
    ({"held_on": "2027-03-14", "start_time": "02:30"}, "start_time"),
    ({"last_day": "2027-04-05"}, "end_time"),
    ({"last_day": "2027-05-07"}, "last_day"),
    ({"opens_at": "2027-04-07 10:00"}, "opens_at"),
    ({"minimum": "21"}, "minimum"),
    ({"room": "x"}, "room"),
    ({"capacity": "0"}, "capacity"),
    ({"capacity": "x"}, "capacity"),
    ({"held_on": "yesterday"}, "held_on"),
    ({"held_on": "0001-01-01"}, "held_on"),
    ({"held_on": "9999-12-31"}, "held_on"),
    ({"event": "99999999999999999999"}, "event"),
    ({"place": "x" * 10_000}, "place"),
    ({"place": "a\x00b"}, "place"),
    ({"online_url": "javascript:alert(1)"}, "online_url"),
])  # fmt: skip
def test_bad_sessions_are_named_errors_and_keep_the_input(desk, event, changes, wrong):
    answer = desk.post(reverse("event_sessions:add"), fields(event, **changes))
    assert (answer.status_code, list(posted_errors(answer))) == (200, [wrong])
    assert EventSession.objects.count() == 0


def test_a_closed_day_is_a_warning_not_an_error(desk, event):
    Closure.objects.create(name="Spring break", starts_on=dt.date(2027, 4, 5), ends_on=dt.date(2027, 4, 9))
    answer = desk.post(reverse("event_sessions:add"), fields(event), follow=True)
    assert EventSession.objects.count() == 1
    said = [str(message).strip() for message in answer.context["messages"]]
    assert said.count("Schools are closed on Tuesday, 6 April 2027. Is the date right?") == 1


def test_moving_a_session_in_the_form_tells_those_with_a_seat(desk, event, session, teacher):
    registration.register(session, teacher, by=teacher)
    desk.post(reverse("event_sessions:edit", args=[session.pk]), fields(event))
    session.refresh_from_db()
    assert (session.sequence, session.held_on) == (1, dt.date(2027, 4, 6))
    assert Notice.objects.filter(recipient=teacher, kind="session-changed").count() == 1


def test_fewer_seats_than_people_is_an_error(desk, event, session, teacher, colleague):
    for person in (teacher, colleague):
        registration.register(session, person, by=person)
    answer = desk.post(reverse("event_sessions:edit", args=[session.pk]), fields(event, capacity="1"))
    assert posted_errors(answer) == {"capacity": ["2 people already have a seat. Choose at least as many seats."]}


def test_a_cancelled_session_cannot_be_changed(desk, event, cancelled_session):
    answer = desk.post(reverse("event_sessions:edit", args=[cancelled_session.pk]), fields(event))
    assert list(posted_errors(answer)) == ["__all__"]


def test_calling_off_needs_a_reason_and_tells_everybody(desk, session, teacher):
    registration.register(session, teacher, by=teacher)
    url = reverse("event_sessions:call_off", args=[session.pk])
    assert posted_errors(desk.post(url, {"reason": "  "})) == {"reason": ["This field is required."]}
    assert desk.post(url, {"reason": "Snow day."}).status_code == 302
    session.refresh_from_db()
    assert session.is_cancelled
    assert Notice.objects.filter(recipient=teacher, kind="session-cancelled").count() == 1


def test_only_sessions_nobody_signed_up_for_can_be_deleted(desk, event, session, teacher):
    registration.register(session, teacher, by=teacher)
    empty = factories.make_session(event, days=20)
    for one in (session, empty):
        desk.post(reverse("event_sessions:delete", args=[one.pk]))
    assert list(EventSession.objects.all()) == [session]


def test_an_event_with_sessions_is_not_deleted(desk, session):
    desk.post(reverse("wagtailadmin_pages:delete", args=[session.event_id]))
    assert EventSession.objects.filter(pk=session.pk).exists()


def test_attendance_in_bulk_writes_hours_by_minutes(desk, past, teacher, colleague):
    url = reverse("event_sessions:roster", args=[past.pk])
    late = Registration.objects.get(session=past, learner=colleague)
    answer = desk.post(url, {"everybody": "on", f"minutes-{late.pk}": "45"})
    assert (answer.status_code, answer.url) == (302, url)
    hours = {row.learner: (row.credit_hours, row.source) for row in Completion.objects.all()}
    assert {person: float(given) for person, (given, _source) in hours.items()} == {teacher: 1.5, colleague: 0.75}
    late.refresh_from_db()
    assert (late.attendance, late.minutes_attended) == ("partly", 45)


@pytest.mark.parametrize("minutes", ["91", "-1", "x", "9" * 30])
def test_impossible_minutes_keep_the_form(desk, past, teacher, minutes):
    found = Registration.objects.get(session=past, learner=teacher)
    answer = desk.post(
        reverse("event_sessions:roster", args=[past.pk]),
        {f"mark-{found.pk}": "attended", f"minutes-{found.pk}": minutes},
    )
    assert (answer.status_code, list(posted_errors(answer))) == (200, [f"minutes-{found.pk}"])
    assert Completion.objects.count() == 0


def test_a_roster_before_the_start_has_no_marks_and_takes_none(desk, session, teacher):
    registration.register(session, teacher, by=teacher)
    url = reverse("event_sessions:roster", args=[session.pk])
    assert desk.get(url).content.decode().count("Save attendance") == 0
    answer = desk.post(url, {"everybody": "on"})
    assert posted_errors(answer) == {"__all__": ["Attendance can be marked once the session has started."]}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_roster_exports(desk, past, kind):
    answer = desk.get(reverse("event_sessions:roster", args=[past.pk]), {"export": kind})
    assert answer["Content-Disposition"].count(f"roster-{past.pk}.{kind}") == 1


@pytest.mark.parametrize("number", [1, 3])
def test_the_roster_costs_the_same_for_one_person_and_for_three(desk, event, school, number, django_assert_num_queries):
    session = factories.make_session(event, days=-1)
    for one in range(number):
        person = factories.make_person(f"Row Number{one}", "teacher", school)
        registration.register(session, person, by=person, at=session.starts_at - dt.timedelta(days=1))
    url = reverse("event_sessions:roster", args=[session.pk])
    desk.get(url)
    with django_assert_num_queries(17):
        desk.get(url)


@pytest.mark.parametrize("name", ["event_sessions", "event_registrations"])
@pytest.mark.parametrize("number", [1, 3])
def test_lists_cost_the_same_for_one_row_and_for_three(desk, event, teacher, name, number, django_assert_num_queries):
    for days in range(1, number + 1):
        session = factories.make_session(event, days=days)
        registration.register(session, teacher, by=teacher)
    url = reverse(f"{name}:index")
    desk.get(url)
    with django_assert_num_queries({"event_sessions": 16, "event_registrations": 14}[name]):
        desk.get(url)


GARBAGE = ["?q=%F0%9F%99%82'\"%25", "?p=99999999999999999999", "?held_on_after=never", "?status=%FF", "?ordering=x"]


@pytest.mark.parametrize(
    "query", ["?q=sources", "?status=scheduled", "?held_on_after=2020-01-01", "?export=csv", *GARBAGE]
)
@pytest.mark.parametrize("name", ["event_sessions", "event_registrations"])
def test_lists_filter_search_export_and_survive_garbage(desk, session, teacher, name, query):
    registration.register(session, teacher, by=teacher)
    answer = desk.get(reverse(f"{name}:index") + query)
    assert answer.status_code in {200, 404}
    if "export" in query:
        assert b"Finding sources" in b"".join(answer.streaming_content)


def test_registrations_are_only_looked_at(desk, session, teacher):
    registration.register(session, teacher, by=teacher)
    page = desk.get(reverse("event_registrations:index")).content.decode()
    assert page.count("/edit/") == 0
    assert page.count("Tom Teacher") >= 1


def test_each_session_leads_to_its_form_and_its_roster(desk, session):
    page = desk.get(reverse("event_sessions:index")).content.decode()
    for name in ("edit", "roster"):
        assert page.count(reverse(f"event_sessions:{name}", args=[session.pk])) >= 1


PAGES = ["event_sessions:index", "event_sessions:add", "event_sessions:edit", "event_sessions:roster",
         "event_sessions:call_off", "event_registrations:index"]  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("who", "status"), [("coordinator", 200), ("director", 200), ("teacher", 302),
                                             ("principal", 302), ("editor", 302), ("mentor", 302)])  # fmt: skip
def test_who_may_work_here(request, client, session, name, who, status):
    client.force_login(request.getfixturevalue(who))
    args = [session.pk] if name.rpartition(":")[2] in {"edit", "roster", "call_off"} else []
    assert client.get(reverse(name, args=args)).status_code == status


@pytest.mark.parametrize("name", ["event_sessions:roster", "event_sessions:call_off", "event_sessions:edit"])
def test_unknown_sessions_are_404(desk, name):
    url = reverse(name, args=[99999])
    for path in (url, url.replace("99999", str(2**70))):
        assert desk.get(path).status_code == 404
