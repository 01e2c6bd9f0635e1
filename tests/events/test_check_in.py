"""Checking in by the code in the room: once, only there and then; leaving early; who is not on the list."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.urls import reverse

from events import attendance, checking_in, codes, registration, scheduling
from events.errors import (
    AlreadyLeft,
    AskThePresenter,
    CheckInClosed,
    CodeOver,
    NoSeatLeft,
    NotCheckedIn,
    NotForYou,
    SessionCancelled,
)
from events.records import Registration
from pdportal.transcripts.records import Completion
from tests import factories

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def seat(session, teacher):
    return registration.register(session, teacher, by=teacher)


def enter(session, person, minutes, verb=checking_in.check_in, waited=0):
    """``person`` scans so many minutes after the start and presses the button ``waited`` minutes later."""
    moment = session.starts_at + minutes * MINUTE
    return verb(session, person, scanned_at=moment, at=moment + waited * MINUTE)


def hours():
    return [(row.learner.first_name, float(row.credit_hours), row.vouched_by) for row in Completion.objects.standing()]


# Codes --------------------------------------------------------------------------------------------------------------


def test_a_code_lives_half_a_minute_to_a_minute_and_only_for_its_session(session, event):
    shown = session.starts_at
    code = codes.code_of(session, shown)
    assert [codes.opens(session, code.link, shown + dt.timedelta(seconds=late)) for late in (0, 29, 59, 60, 3600)] == [
        True, True, True, False, False,
    ]  # fmt: skip
    assert codes.opens(session, code.link, shown - dt.timedelta(seconds=1)) is False
    assert codes.opens(factories.make_session(event, days=8), code.link, shown) is False
    assert len(code.link) == 16


def test_a_word_and_digits_find_the_running_session_only(session, event):
    words = codes.code_of(session, session.starts_at).words
    assert codes.typed(f"  {words.upper().replace(' ', '   ')} ", session.starts_at) == [session]
    for moment in (session.starts_at + MINUTE, session.starts_at - dt.timedelta(days=1), session.ends_at):
        assert codes.typed(words, moment) == []


# Verbs --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "earned", "mark"), [(-10, 1.5, "attended"), (4, 1.5, "attended"), (30, 1.0, "late")]
)
def test_who_checks_in_and_stays_has_hours_from_arrival_once_it_is_over(session, seat, teacher, minutes, earned, mark):
    enter(session, teacher, minutes, waited=2)
    enter(session, teacher, minutes + 20)
    attendance.settle_all(at=session.ends_at)
    row = Registration.objects.get()
    assert (row.arrived_at, row.attendance, row.marked_through) == (
        session.starts_at + minutes * MINUTE,
        mark,
        "check_in",
    )
    assert hours() == [("Tom", earned, None)]


def test_leaving_early_counts_until_the_scan_and_is_noted_once(session, seat, teacher):
    enter(session, teacher, 0)
    row = enter(session, teacher, 60, checking_in.check_out)
    assert (row.attendance, row.minutes_attended, hours()) == ("left_early", 60, [])
    with pytest.raises(AlreadyLeft):
        enter(session, teacher, 70, checking_in.check_out)


def test_what_the_roster_says_goes_before_a_check_out(session, seat, teacher, coordinator):
    enter(session, teacher, 0)
    attendance.mark_many(session, {seat.pk: ("absent", 0)}, by=coordinator, at=session.starts_at + 10 * MINUTE)
    assert enter(session, teacher, 60, checking_in.check_out).attendance == "absent"


@pytest.mark.parametrize(("minutes", "waited", "refusal"), [
    (-16, 0, CheckInClosed), (90, 0, CheckInClosed), (0, 11, CodeOver), (0, -1, CodeOver), (85, 6, CheckInClosed),
])  # fmt: skip
def test_neither_before_nor_after_nor_with_an_old_scan(session, seat, teacher, minutes, waited, refusal):
    with pytest.raises(refusal):
        enter(session, teacher, minutes, waited=waited)


def test_not_where_it_was_called_off_and_nobody_leaves_who_never_came(session, seat, teacher, coordinator):
    with pytest.raises(NotCheckedIn):
        enter(session, teacher, 5, checking_in.check_out)
    scheduling.cancel_session(session, by=coordinator)
    with pytest.raises(SessionCancelled):
        enter(session, teacher, 5)


def test_who_is_not_on_the_list_comes_in_while_there_are_seats(session, seat, colleague, third):
    row = enter(session, colleague, 10)
    assert (row.status, row.registered_by, row.override_reason) == ("registered", colleague, "")
    with pytest.raises(NoSeatLeft):
        enter(session, third, 10)
    assert Registration.objects.count() == 2


def test_before_the_start_the_line_goes_first_and_after_it_whoever_is_there(session, seat, colleague, third, fourth):
    registration.register(session, colleague, by=colleague)
    registration.register(session, third, by=third)
    with pytest.raises(NoSeatLeft):
        enter(session, fourth, -5)
    Registration.objects.filter(learner=colleague).update(status="cancelled")
    with pytest.raises(NoSeatLeft):
        enter(session, fourth, -5)
    assert enter(session, third, 5).status == "registered"


def test_audience_and_approval_hold_at_the_door_too(session, colleague, event):
    type(event).objects.filter(pk=event.pk).update(audience={"role": ["principal"]})
    with pytest.raises(NotForYou):
        enter(session, colleague, 5)
    type(event).objects.filter(pk=event.pk).update(audience={}, needs_approval=True)
    with pytest.raises(AskThePresenter):
        enter(session, colleague, 5)


# In the browser -----------------------------------------------------------------------------------------------------


def scan_url(session, moment):
    return reverse("events:scan", args=[session.pk, codes.code_of(session, moment).link])


def test_the_scan_outlives_signing_in_and_the_photograph_does_not(client, session, seat, teacher, time_machine):
    time_machine.move_to(session.starts_at, tick=False)
    url, page = scan_url(session, session.starts_at), reverse("events:check_in", args=[session.pk])
    assert client.get(url).url == page
    assert client.get(page).url == f"/accounts/login/?next={page}"
    time_machine.move_to(session.starts_at + 3 * MINUTE, tick=False)
    client.post("/accounts/login/", {"login": teacher.username, "password": factories.PASSWORD})
    assert client.get(page).context["may"] is True
    client.post(page, {"do": "in"})
    assert Registration.objects.get().arrived_at == session.starts_at
    assert client.get(page).context["may"] is False  # leaving takes another scan
    assert client.get(url).status_code == 410
    client.post(page, {"do": "out"})
    assert Registration.objects.get().left_at is None
    time_machine.move_to(session.starts_at + 60 * MINUTE, tick=False)
    client.get(scan_url(session, session.starts_at + 60 * MINUTE))
    client.post(page, {"do": "out"})
    assert Registration.objects.get().minutes_attended == 60
    time_machine.move_to(session.ends_at, tick=False)
    call_command("settle_attendance", verbosity=0)
    assert hours() == [("Tom", 1.0, None)]


def test_without_a_scan_there_is_no_way_in(client, session, seat, teacher, time_machine):
    time_machine.move_to(session.starts_at)
    client.force_login(teacher)
    page = reverse("events:check_in", args=[session.pk])
    assert (client.get(page).status_code, client.post(page, {"do": "in"}).status_code) == (410, 410)
    assert Registration.objects.get().arrived_at is None


@pytest.mark.parametrize("code", ["x", "a" * 16, "ñ" * 16, "x" * 3000, "AAAAAAAAAAAAAAAA"])
def test_codes_of_any_shape_are_over(client, session, time_machine, code):
    time_machine.move_to(session.starts_at)
    assert client.get(f"/events/check-in/{session.pk}/{code}/").status_code == 410
    assert client.get(f"/events/check-in/{10**17}/{code}/").status_code == 410


def test_typing_the_code_works_and_guessing_is_slowed_down(client, session, seat, teacher, time_machine):
    time_machine.move_to(session.starts_at, tick=False)
    client.force_login(teacher)
    url, words = reverse("events:type_code"), codes.code_of(session).words
    assert client.get(reverse("events:my_registrations")).content.decode().count(url) == 1
    assert client.post(url, {"code": words}).url == reverse("events:check_in", args=[session.pk])
    for wrong in ("", "piano 0000 x", "\x00", "x" * 10_000, "٣٤", "hotel"):
        answer = client.post(url, {"code": wrong})
        assert answer.context["error"].startswith("This is not the code on the screen now.")
    assert client.post(url, {"code": words}).context["error"].startswith("Too many wrong codes.")


def test_the_projector_shows_the_code_of_the_moment_and_needs_no_script(client, session, coordinator, time_machine):
    client.force_login(coordinator)
    url = reverse("events:projector", args=[session.pk])
    assert client.get(url).context["is_open"] is False
    time_machine.move_to(session.starts_at, tick=False)
    answer = client.get(url)
    page = answer.content.decode()
    assert page.count('<noscript><meta http-equiv="refresh" content="12"></noscript>') == 1
    assert page.count(codes.code_of(session).words) == 1
    assert (page.count("<svg viewBox"), "no-store" in answer["Cache-Control"]) == (1, True)
    assert client.get(reverse("events:projector_code", args=[session.pk])).content.count(b"<svg viewBox") == 1
