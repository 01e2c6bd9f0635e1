"""Presenters as rows, and materials for those they are meant for."""

import datetime as dt
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from events import attendance, calendar_sources, materials, presenting, registration, scheduling, seat_queries, series
from events.choices import SeriesRhythm
from events.errors import FileOrLink, PresentsAlready, WhoPresents
from events.planning_records import Material, Presenter
from events.records import EventSession
from pdportal.people import merging
from tests import factories

pytestmark = pytest.mark.django_db

PAGE = "/events/finding-sources/"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"


@pytest.fixture
def desk(client, coordinator):
    """The coordinator's browser."""
    client.force_login(coordinator)
    return client


@pytest.fixture
def dates(event, coordinator):
    """Three weeks of a series, soonest first."""
    days = [factories.days_ahead(7 + 7 * number) for number in range(3)]
    pattern = series.Pattern(days[0], days[-1], SeriesRhythm.WEEKLY)
    times = {"start_time": dt.time(15, 30), "end_time": dt.time(17)}
    return list(series.plan(event, pattern, days, by=coordinator, form_key=uuid.uuid4(), **times).sessions.all())


def pdf(name="Handout.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def hand_out(session, by, time="before", **fields):
    given = {"title": "Handout", "upload": pdf()} if "url" not in fields else {"title": "Slides"}
    return materials.add(session, time=time, by=by, **(given | fields))


def text(answer):
    return " ".join(answer.content.decode().split())


def said(answer):
    return [str(message).strip() for message in answer.context["messages"]]


def calendar_text(session):
    return EventSession.objects.get(pk=session.pk).ical.replace("\r\n ", "")


# Presenters ---------------------------------------------------------------------------------------------------------


def test_presenters_stand_on_the_page_and_in_the_calendar(client, event, session, teacher, coordinator):
    assert text(client.get(PAGE)).count("Rosa Achterberg") == 1
    presenting.add(session, person=teacher, by=coordinator)
    presenting.add(session, name=" Ana Guest ", by=coordinator)
    page = text(client.get(PAGE))
    assert (page.count("Tom Teacher; Ana Guest"), page.count("Rosa Achterberg")) == (1, 0)
    assert calendar_text(session).count("With Tom Teacher\\; Ana Guest") == 1
    assert client.get("/events/?q=guest").context["sessions"].object_list == [session]


def test_nobody_presents_twice_and_somebody_is_named(session, teacher, coordinator):
    made = presenting.add(session, person=teacher, by=coordinator)
    presenting.add(session, name="Ana Guest", by=coordinator)
    for given, refusal in [
        ({"person": teacher}, PresentsAlready), ({"name": "ana guest"}, PresentsAlready), ({}, WhoPresents),
        ({"name": " "}, WhoPresents), ({"person": teacher, "name": "Ana"}, WhoPresents),
    ]:  # fmt: skip
        with pytest.raises(refusal):
            presenting.add(session, by=coordinator, **given)
    presenting.remove(made, by=coordinator)
    presenting.remove(made, by=coordinator)
    assert EventSession.objects.get().presented_by == "Ana Guest"


def test_another_name_of_a_person_is_shown_in_sessions_to_come(event, session, teacher, coordinator):
    past = factories.make_session(event, days=-3)
    for each in (session, past):
        presenting.add(each, person=teacher, by=coordinator)
    teacher.last_name = "Married"
    teacher.save()
    shown = EventSession.objects.order_by("starts_at").values_list("presented_by", flat=True)
    assert list(shown) == ["Tom Teacher", "Tom Married"]


def test_what_a_person_presents_goes_where_the_account_goes(session, teacher, colleague, coordinator):
    presenting.add(session, person=teacher, by=coordinator)
    merging.merge(teacher, into=colleague, by=coordinator, reason="Two accounts")
    assert Presenter.objects.get().person == colleague
    assert seat_queries.presents(colleague, session)


def test_a_presenter_with_something_else_is_a_warning(desk, event, session, teacher, colleague, coordinator):
    busy = factories.make_session(factories.make_event("Same hour"), days=7, start="16:00", end="16:30")
    presenting.add(busy, person=teacher, by=coordinator)
    registration.register(busy, colleague, by=colleague)
    url = reverse("event_sessions:add_presenter", args=[session.pk])
    for person, name in ((teacher, "Tom Teacher"), (colleague, "Cora Colleague")):
        warning = [words for words in said(desk.post(url, {"person": person.pk}, follow=True)) if "Same hour" in words]
        assert [words.split(":")[0] for words in warning] == [f"{name} has something else at that time"]
    assert session.presenters.count() == 2


def test_a_presenter_of_a_series_is_added_to_the_later_dates(desk, dates, teacher, coordinator):
    presenting.add(dates[2], person=teacher, by=coordinator)
    url = reverse("event_sessions:add_presenter", args=[dates[1].pk])
    answer = desk.post(url, {"person": teacher.pk, "also_later": "on"}, follow=True)
    assert said(answer) == ["“Tom Teacher” is added to 1 session."]
    url = reverse("event_sessions:add_presenter", args=[dates[0].pk])
    desk.post(url, {"name": "Ana Guest", "also_later": "on"})
    names = EventSession.objects.order_by("starts_at").values_list("presented_by", flat=True)
    assert list(names) == ["Ana Guest", "Tom Teacher; Ana Guest", "Tom Teacher; Ana Guest"]


def test_a_presenter_has_the_online_link_without_a_seat(client, event, teacher, colleague, coordinator):
    session = factories.make_session(event, online_url="https://meet.example.org/abc")
    presenting.add(session, person=teacher, by=coordinator)
    for person, seen in ((teacher, 1), (colleague, 0)):
        client.force_login(person)
        assert text(client.get(PAGE)).count("meet.example.org") == seen


def test_a_presenter_has_the_session_in_the_calendar_once(event, teacher, coordinator):
    session = factories.make_session(event, online_url="https://meet.example.org/abc")
    made = presenting.add(session, person=teacher, by=coordinator)

    def found():
        return [entry.title for entry in calendar_sources.entries_for(teacher, session.held_on, session.held_on)]

    assert found() == ["You present: Finding sources"]
    registration.register(session, teacher, by=teacher)
    assert found() == ["Finding sources"]
    registration.cancel(session.registrations.get(), by=teacher)
    assert found() == ["You present: Finding sources"]
    presenting.remove(made, by=coordinator)
    assert found() == []


# Materials ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def people(event, teacher, colleague, third, fourth, learner, coordinator):
    """A session of yesterday: one attended, one did not, one waits, one presents, one has nothing to do with it."""
    session = factories.make_session(event, days=-1, capacity=2)
    for person in (teacher, colleague, third):
        registration.register(session, person, by=person, at=session.starts_at - dt.timedelta(days=3))
    presenting.add(session, person=fourth, by=coordinator)
    keys = dict(session.registrations.values_list("learner", "pk"))
    marks = {keys[teacher.pk]: ("attended", None), keys[colleague.pk]: ("absent", None)}
    attendance.mark_many(session, marks, by=coordinator)
    return session


def test_materials_are_for_those_they_are_meant_for(
    client, people, teacher, colleague, third, fourth, learner, coordinator
):
    before, after = hand_out(people, coordinator), hand_out(people, coordinator, "after", url="https://example.org/s")
    found = {}
    for person in (teacher, colleague, third, fourth, learner, coordinator):
        client.force_login(person)
        (shelf,) = [offer.session.shelf for offer in client.get(PAGE).context["earlier"]]
        assert (len(shelf.before) + shelf.hidden_before, len(shelf.after) + shelf.hidden_after) == (1, 1)
        answers = [client.get(reverse("events:material", args=[people.pk, one.pk])) for one in (before, after)]
        found[person] = [answer.status_code for answer in answers]
        assert [200 if shelf.before else 404, 302 if shelf.after else 404] == found[person]
    assert list(found.values()) == [[200, 302], [200, 404], [404, 404], [200, 302], [404, 404], [200, 302]]


def test_a_file_is_sent_under_its_name_and_kept_nowhere(client, people, teacher, coordinator):
    found = hand_out(people, coordinator)
    client.force_login(teacher)
    answer = client.get(reverse("events:material", args=[people.pk, found.pk]))
    assert (b"".join(answer.streaming_content), answer["Cache-Control"]) == (PDF, "private, no-store")
    assert answer["Content-Disposition"] == 'inline; filename="Handout.pdf"'
    client.logout()
    assert client.get(reverse("events:material", args=[people.pk, found.pk])).status_code == 302
    page = text(client.get(PAGE))
    assert page.count("1 material to read beforehand is shown here once you have a seat.") == 1


@pytest.mark.parametrize(("session_pk", "material_pk"), [(0, 1), (1, 0), (2**63, 2**63), (1, 2**200)])
def test_unknown_materials_are_404(client, people, coordinator, session_pk, material_pk):
    client.force_login(coordinator)
    assert client.get(f"/events/sessions/{session_pk}/materials/{material_pk}/").status_code == 404


def test_a_file_or_a_link_is_needed_and_bad_files_are_refused(desk, session, coordinator):
    with pytest.raises(FileOrLink):
        materials.add(session, title="Nothing", time="before", by=coordinator)
    url = reverse("event_sessions:add_material", args=[session.pk])
    for given in [
        {"title": "x"}, {"title": "x", "upload": pdf(), "url": "https://example.org/"},
        {"title": "x", "upload": pdf(content=b"<html>")}, {"title": "x", "upload": pdf("a.html")},
        {"title": "x" * 10_000, "url": "https://example.org/"}, {"title": "a\x00b", "url": "https://example.org/"},
        {"title": "x", "url": "javascript:alert(1)"}, {"title": "x", "time": "never", "url": "https://example.org/"},
    ]:  # fmt: skip
        answer = desk.post(url, {"time": "before"} | given)
        assert (answer.status_code, bool(answer.context["material_form"].errors)) == (200, True)
    assert Material.objects.count() == 0


def test_materials_are_added_for_the_later_dates_and_taken_away_with_their_file(
    desk, dates, django_capture_on_commit_callbacks
):
    url = reverse("event_sessions:add_material", args=[dates[1].pk])
    desk.post(url, {"title": "Handout", "time": "before", "upload": pdf(), "also_later": "on"})
    assert list(Material.objects.values_list("session", "size")) == [(dates[1].pk, len(PDF)), (dates[2].pk, len(PDF))]
    files = [one.file for one in Material.objects.all()]
    assert [file.storage.exists(file.name) for file in files] == [True, True]
    assert desk.get(reverse("event_sessions:preparing", args=[dates[1].pk])).status_code == 200
    found = Material.objects.first()
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(reverse("event_sessions:remove_material", args=[found.session_id, found.pk]))
    assert [file.storage.exists(file.name) for file in files] == [False, True]


@pytest.mark.parametrize("name", ["add_presenter", "remove_presenter", "add_material", "remove_material", "preparing"])
def test_only_coordinators_prepare_a_session(client, session, teacher, coordinator, name):
    made = presenting.add(session, name="Ana Guest", by=coordinator)
    found = hand_out(session, coordinator)
    keys = {"remove_presenter": [made.pk], "remove_material": [found.pk]}.get(name, [])
    url = reverse(f"event_sessions:{name}", args=[session.pk, *keys])
    client.force_login(teacher)
    assert client.post(url).status_code == 302
    client.force_login(coordinator)
    assert client.get(url).status_code == (200 if name == "preparing" else 405)
    assert (Presenter.objects.count(), Material.objects.count()) == (1, 1)


@pytest.mark.parametrize("number", [1, 3])
def test_preparing_costs_the_same_for_one_row_and_for_three(
    desk, session, coordinator, number, django_assert_num_queries
):
    for each in range(number):
        presenting.add(session, person=factories.make_person(f"Pres Enter{each}"), by=coordinator)
        hand_out(session, coordinator, title=f"Handout {each}")
    url = reverse("event_sessions:preparing", args=[session.pk])
    desk.get(url)
    with django_assert_num_queries(PREPARING):
        desk.get(url)


PREPARING = 15


def test_a_session_moved_in_the_admin_warns_of_its_presenters(desk, event, session, teacher, coordinator):
    busy = factories.make_session(factories.make_event("Same hour"), days=9)
    for each in (session, busy):
        presenting.add(each, person=teacher, by=coordinator)
    fields = {
        "event": event.pk, "held_on": busy.held_on.isoformat(), "start_time": "15:30", "end_time": "17:00",
        "capacity": "2",
    }  # fmt: skip
    answer = desk.post(reverse("event_sessions:edit", args=[session.pk]), fields, follow=True)
    assert [words.split(":")[0] for words in said(answer) if "Same hour" in words] == [
        "Tom Teacher has something else at that time"
    ]
    scheduling.cancel_session(busy, by=coordinator, reason="Ill.")
    assert presenting.clashes([teacher], [EventSession.objects.get(pk=session.pk)]) == []
