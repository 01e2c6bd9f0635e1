"""The button in its new states, approvals, substitutes, signing up colleagues, the coordinator's roster."""

import datetime as dt

import pytest
from django.urls import reverse

from events import departures, registration
from events.records import Registration
from pdportal.people.choices import Role
from tests import factories

pytestmark = pytest.mark.django_db

PAGE = "/events/finding-sources/"
HUGE = "9" * 30


def text(answer):
    return answer.content.decode()


def said(answer):
    return [str(message).strip() for message in answer.context["messages"]]


def state(client, page=PAGE):
    return client.get(page).context["featured"].state


def take(session, *people):
    return [registration.register(session, person, by=person) for person in people]


@pytest.fixture
def librarian(school):
    return factories.make_person("Lena Librarian", Role.LIBRARIAN, school)


@pytest.fixture
def asking(principal, teacher):
    """A morning session that needs approval; the teacher has asked."""
    session = factories.make_session(
        factories.make_event("Ask first", needs_approval=True), days=20, start="09:00", end="10:00"
    )
    return take(session, teacher)[0]


# The one button -------------------------------------------------------------------------------------------------------


def test_window_and_audience_show_before_the_button(client, event, session, teacher, time_machine):
    session.opens_at, session.closes_at = session.starts_at - dt.timedelta(days=5), session.starts_at - dt.timedelta(1)
    session.save()
    client.force_login(teacher)
    found = []
    for moment in (session.opens_at - dt.timedelta(1), session.opens_at, session.closes_at):
        time_machine.move_to(moment)
        found.append(state(client))
    assert found == ["not_open", "sign_up", "closed"]


def test_people_outside_the_audience_are_told_for_whom_it_is(client, teacher):
    session = factories.make_session(factories.make_event("Only us", audience={"role": ["librarian"]}))
    client.force_login(teacher)
    assert state(client, "/events/only-us/") == "not_for_you"
    assert text(client.get("/events/only-us/")).count("This event is for: Librarian.") == 1
    answer = client.post(reverse("events:sign_up", args=[session.pk]), follow=True)
    assert (said(answer), Registration.objects.count()) == (["This event is for: Librarian."], 0)


def test_an_offer_is_accepted_or_declined_on_the_page(client, event, session, teacher, colleague, third, time_machine):
    found = take(session, teacher, colleague, third)
    time_machine.move_to(session.starts_at - dt.timedelta(hours=30))
    registration.cancel(found[0], by=teacher)
    client.force_login(third)
    assert state(client) == "offered"
    answer = client.post(reverse("events:accept", args=[session.pk]), {"next": PAGE}, follow=True)
    assert (said(answer), state(client)) == (["You have a seat. The invitation is on its way."], "seated")


def test_an_offer_that_ran_out_is_over_before_the_timer_comes(
    client, event, session, teacher, colleague, third, time_machine
):
    found = take(session, teacher, colleague, third)
    time_machine.move_to(session.starts_at - dt.timedelta(hours=30))
    registration.cancel(found[0], by=teacher)
    time_machine.move_to(session.starts_at - dt.timedelta(hours=18))
    client.force_login(third)
    assert state(client) == "join"
    answer = client.post(reverse("events:accept", args=[session.pk]), follow=True)
    assert said(answer) == ["This offer is over. You can sign up again."]


def test_confirming_and_being_released(client, teacher, colleague, time_machine):
    session = factories.make_session(factories.make_event("Confirm me", confirm_days=7), days=20)
    take(session, teacher, colleague)
    time_machine.move_to(session.starts_at - dt.timedelta(days=7))
    departures.settle_all()
    client.force_login(teacher)
    assert state(client, "/events/confirm-me/") == "confirm"
    client.post(reverse("events:confirm", args=[session.pk]))
    assert state(client, "/events/confirm-me/") == "seated"
    time_machine.move_to(session.starts_at - dt.timedelta(days=2))
    departures.settle_all()
    client.force_login(colleague)
    page = client.get("/events/confirm-me/")
    assert page.context["featured"].ended_note.startswith("The seat was not confirmed in time")


def test_a_late_cancellation_asks_why(client, event, session, teacher, time_machine):
    take(session, teacher)
    client.force_login(teacher)
    time_machine.move_to(session.starts_at - dt.timedelta(hours=3))
    url = reverse("events:cancel", args=[session.pk])
    assert said(client.post(url, follow=True)) == ["Please give a reason."]
    client.post(url, {"reason": "Ill\x00" + "x" * 10_000})
    found = Registration.objects.get()
    assert (found.status, found.reason[:4], len(found.reason)) == ("cancelled", "Illx", 200)


def test_another_session_at_the_same_time_is_a_warning(client, event, session, teacher):
    other = factories.make_session(factories.make_event("Same hour"), days=7, start="16:00", end="16:30")
    apart = factories.make_session(factories.make_event("Right after"), days=7, start="17:00", end="18:00")
    take(other, teacher)
    client.force_login(teacher)
    assert client.get(PAGE).context["featured"].clash == other
    assert client.get("/events/right-after/").context["featured"].clash is None
    take(apart, teacher)
    assert text(client.get(PAGE)).count("At the same time you have “Same hour”") == 1


def test_the_substitute_question_is_asked_in_school_hours_only(client, event, session, teacher, asking):
    take(session, teacher)
    client.force_login(teacher)
    assert text(client.get(PAGE)).count("Do you need a substitute?") == 0
    assert text(client.get("/events/ask-first/")).count("Do you need a substitute?") == 1
    client.post(reverse("events:substitute", args=[asking.session_id]), {"needed": "yes"})
    asking.refresh_from_db()
    assert asking.needs_substitute is True


ANSWERS = ["accept", "decline", "confirm", "substitute"]


@pytest.mark.parametrize("name", ANSWERS)
def test_answers_are_posted_by_their_owner(client, session, teacher, colleague, name):
    take(session, teacher)
    url = reverse(f"events:{name}", args=[session.pk])
    assert client.post(url).url.startswith("/accounts/login/")
    client.force_login(colleague)
    assert (client.get(url).status_code, client.post(url).status_code) == (405, 404)
    assert client.post(f"/events/sessions/{2**70}/{name}/").status_code == 404


# Approvals and substitutes --------------------------------------------------------------------------------------------


def test_the_principal_answers_in_bulk_and_thinks_again(client, asking, principal, third):
    (second,) = take(asking.session, third)
    client.force_login(principal)
    page = client.get(reverse("events:approvals"))
    assert list(page.context["waiting"]) == [asking, second]
    url = reverse("events:answer_requests")
    both = [asking.pk, second.pk]
    answer = client.post(url, {"registration": both, "answer": "refuse", "reason": "Testing week"}, follow=True)
    assert said(answer) == ["2 requests answered."]
    client.post(url, {"registration": asking.pk, "answer": "approve"})
    found = {one.pk: (one.status, one.approval) for one in Registration.objects.all()}
    assert found == {asking.pk: ("registered", "given"), second.pk: ("cancelled", "refused")}


def test_other_principals_neither_see_nor_answer(client, asking, other_principal, teacher):
    client.force_login(other_principal)
    assert list(client.get(reverse("events:approvals")).context["waiting"]) == []
    client.post(reverse("events:answer_requests"), {"registration": asking.pk, "answer": "approve"})
    asking.refresh_from_db()
    assert asking.approval == "asked"
    client.force_login(teacher)
    for name in ("approvals", "substitutes"):
        assert client.get(reverse(f"events:{name}")).status_code == 404
    assert client.post(reverse("events:answer_requests")).status_code == 404


@pytest.mark.parametrize("data", [{}, {"registration": "x", "answer": "approve"}, {"registration": HUGE, "answer": "y"},
                                  {"registration": "\x00", "answer": "refuse", "reason": "x" * 10_000}])  # fmt: skip
def test_bad_answers_are_a_message(client, asking, principal, data):
    client.force_login(principal)
    assert client.get(reverse("events:answer_requests")).status_code == 405
    answer = client.post(reverse("events:answer_requests"), data, follow=True)
    assert said(answer)[0].startswith("Please tick the requests")


def test_substitutes_are_listed_for_the_building(client, asking, principal, other_principal, teacher):
    registration.note_substitute(asking, needed=True, by=teacher)
    for person, number in ((principal, 1), (other_principal, 0)):
        client.force_login(person)
        assert len(client.get(reverse("events:substitutes")).context["found"]) == number
    client.force_login(principal)
    export = b"".join(client.get(reverse("events:substitutes"), {"export": "csv"}).streaming_content).decode()
    assert export.splitlines()[1].endswith("09:00,10:00,Teacher,Tom,Ask first")


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("approvals", 16), ("substitutes", 12)])
def test_lists_cost_the_same_for_one_and_for_three(
    client, asking, principal, school, number, name, queries, django_assert_num_queries
):
    registration.note_substitute(asking, needed=True, by=principal)
    for one in range(number - 1):
        (found,) = take(asking.session, factories.make_person(f"More Number{one}", Role.TEACHER, school))
        registration.note_substitute(found, needed=True, by=principal)
    client.force_login(principal)
    client.get(reverse(f"events:{name}"))
    with django_assert_num_queries(queries):
        client.get(reverse(f"events:{name}"))


# A group --------------------------------------------------------------------------------------------------------------


def test_a_building_librarian_sees_who_fits_before_sending(client, session, librarian, teacher, third, fourth):
    client.force_login(librarian)
    url = reverse("events:group", args=[session.pk])
    people = [teacher.pk, third.pk, fourth.pk]
    page = client.post(url, {"people": people})
    assert [(str(one.person), one.place) for one in page.context["places"]] == [
        ("Fay Fourth", 0), ("Tom Teacher", 0), ("Theo Third", 1),
    ]  # fmt: skip
    assert Registration.objects.count() == 0
    answer = client.post(url, {"people": people, "send": ""}, follow=True)
    assert said(answer) == ["2 people have a seat. 1 is on the waitlist. Each of them has been told."]
    assert text(client.get(PAGE)).count(url) == 1


@pytest.mark.parametrize("who", ["other", "huge", "words", "nobody"])
def test_others_cannot_be_signed_up(client, session, librarian, colleague, who):
    client.force_login(librarian)
    value = {"other": colleague.pk, "huge": HUGE, "words": "a\x00b", "nobody": ""}[who]
    answer = client.post(reverse("events:group", args=[session.pk]), {"people": value, "send": ""})
    assert (answer.status_code, bool(answer.context["form"].errors), Registration.objects.count()) == (200, True, 0)


def test_only_a_building_librarian_or_principal_signs_up_others(client, session, teacher, principal):
    for person, status in ((teacher, 404), (principal, 200)):
        client.force_login(person)
        assert client.get(reverse("events:group", args=[session.pk])).status_code == status


# The coordinator ------------------------------------------------------------------------------------------------------


def test_the_coordinator_seats_above_capacity_and_takes_off(client, session, teacher, colleague, third, coordinator):
    found = take(session, teacher, colleague)
    client.force_login(coordinator)
    url = reverse("event_sessions:add_person", args=[session.pk])
    assert said(client.post(url, {"person": third.pk}, follow=True)) == ["Please give a reason."]
    client.post(url, {"person": third.pk, "override_reason": "Presents"})
    off = reverse("event_sessions:remove_person", args=[session.pk, found[0].pk])
    assert said(client.post(off, follow=True))[-1].startswith("Please give a reason of at most 200 letters")
    client.post(off, {"reason": "Wrong person"})
    statuses = {one.learner: one.status for one in Registration.objects.all()}
    assert statuses == {teacher: "cancelled", colleague: "registered", third: "registered"}
    roster = text(client.get(reverse("event_sessions:roster", args=[session.pk])))
    assert (roster.count("Above capacity: Presents"), roster.count("Wrong person")) == (1, 1)


@pytest.mark.parametrize("person", ["", "x", HUGE, "\x00"])
def test_nobody_is_no_error(client, session, coordinator, person):
    client.force_login(coordinator)
    url = reverse("event_sessions:add_person", args=[session.pk])
    assert client.get(url).status_code == 405
    assert len(said(client.post(url, {"person": person}, follow=True))) == 1


def test_coordinators_only(client, session, teacher, principal):
    (found,) = take(session, teacher)
    client.force_login(principal)
    for url in (reverse("event_sessions:add_person", args=[session.pk]),
                reverse("event_sessions:remove_person", args=[session.pk, found.pk])):  # fmt: skip
        assert client.post(url, {"person": teacher.pk, "reason": "x"}).status_code in {302, 403}
    assert Registration.objects.get().status == "registered"


def test_closing_accounts_in_bulk_frees_their_seats(client, session, teacher, colleague, third, superuser):
    take(session, teacher, colleague, third)
    client.force_login(superuser)
    url = reverse("wagtail_bulk_action", args=["people", "user", "set_active_state"])
    client.post(f"{url}?id={teacher.pk}&next=/admin/users/", {"mark_as_active": "False"})
    statuses = {one.learner: one.status for one in Registration.objects.all()}
    assert statuses == {teacher: "cancelled", colleague: "registered", third: "registered"}


def test_the_editor_opens_an_event_to_some_roles(client, event, editor):
    client.force_login(editor)
    url = reverse("wagtailadmin_pages:edit", args=[event.pk])
    assert client.get(url).content.decode().count('name="audience_roles"') == len(Role.choices)
