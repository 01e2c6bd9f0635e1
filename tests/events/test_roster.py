"""The roster on a phone: marks, exceptions, undo, a colleague at the same time, people at the door, the paper sheet."""

import datetime as dt

import pytest
from django.urls import reverse

from events import attendance, presenting, registration
from events.choices import Attendance
from events.records import Registration
from pdportal.transcripts.records import Completion
from tests import factories

pytestmark = pytest.mark.django_db
GONE = 10**17


@pytest.fixture
def desk(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.fixture
def past(event, teacher, colleague, third):
    """A session of yesterday with three seats, all taken."""
    session = factories.make_session(event, days=-1, capacity=3)
    for person in (teacher, colleague, third):
        registration.register(session, person, by=person, at=session.starts_at - dt.timedelta(days=3))
    return session


def url_of(session, name="roster", **extra):
    return reverse(f"events:{name}", kwargs={"pk": session.pk, **extra})


def page_data(client, url):
    """What a browser would send from the page as it is."""
    form = client.get(url).context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() not in {None, False}}


def marks(session):
    rows = Registration.objects.filter(session=session).order_by("learner__last_name")
    return [(row.learner.first_name, row.attendance, row.minutes_attended) for row in rows]


def pk_of(session, person):
    return Registration.objects.get(session=session, learner=person).pk


def test_everyone_is_here_then_the_exceptions_then_undo(desk, past, teacher, third):
    url = url_of(past)
    assert desk.post(url, page_data(desk, url) | {"everybody": "on"}).status_code == 302
    assert {mark for _name, mark, _minutes in marks(past)} == {"attended"}
    data = page_data(desk, url)
    data |= {f"mark-{pk_of(past, teacher)}": "left_early", f"minutes-{pk_of(past, teacher)}": "45"}
    data |= {f"mark-{pk_of(past, third)}": "absent"}
    answer = desk.post(url, data, follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["2 marks saved."]
    assert {row.learner: float(row.credit_hours) for row in Completion.objects.standing()}[teacher] == 0.75
    desk.post(url_of(past, "undo_marks"))
    assert {(mark, minutes) for _name, mark, minutes in marks(past)} == {("attended", 90)}
    assert [float(row.credit_hours) for row in Completion.objects.standing()] == [1.5, 1.5, 1.5]
    assert Completion.objects.filter(revocation_reason="Undone").count() == 1
    again = desk.post(url_of(past, "undo_marks"), follow=True)
    assert [str(message) for message in again.context["messages"]][-1] == "There is nothing to undo."


def test_a_colleague_at_the_same_time_is_shown_and_rows_not_touched_are_left_alone(
    desk, past, teacher, third, director
):
    url, first, last = url_of(past), pk_of(past, teacher), pk_of(past, third)
    data = page_data(desk, url)
    attendance.mark_many(past, {first: (Attendance.ABSENT, 0), last: (Attendance.ABSENT, 0)}, by=director)
    data[f"mark-{first}"] = "attended"
    answer = desk.post(url, data)
    said = answer.context["form"].errors[f"mark-{first}"]
    assert said[0].startswith(str(director))
    assert said[0].endswith("as: Absent. Save again to put yours in its place.")
    form = answer.context["form"]
    assert [form[f"mark-{pk}"].value() for pk in (first, last)] == ["attended", "absent"]
    again = {name: form[name].value() for name in form.fields if form[name].value() not in {None, False}}
    assert desk.post(url, again).status_code == 302
    assert [row.attendance for row in Registration.objects.filter(pk__in=[first, last]).order_by("pk")] == [
        "attended", "absent",
    ]  # fmt: skip


@pytest.mark.parametrize(("mark", "minutes"), [
    ("late", ""), ("late", "0"), ("late", "91"), ("late", "-1"), ("late", "9" * 30), ("left_early", "x"),
    ("nonsense", "10"), ("x" * 10_000, ""), ("late", "4\x005"),
])  # fmt: skip
def test_bad_marks_are_named_and_what_was_typed_is_kept(desk, past, teacher, mark, minutes):
    pk = pk_of(past, teacher)
    answer = desk.post(url_of(past), {f"mark-{pk}": mark, f"minutes-{pk}": minutes, f"was-{pk}": "9" * 50 + "|?|"})
    assert (answer.status_code, len(answer.context["form"].errors)) == (200, 1)
    assert Registration.objects.exclude(attendance="").count() == 0


@pytest.mark.parametrize("was", ["", "x", "1|late|x", "|", "²|late|45", "0|late|²"])
def test_a_page_that_forgot_how_it_was_still_saves(desk, past, teacher, was):
    pk = pk_of(past, teacher)
    desk.post(url_of(past), {f"mark-{pk}": "late", f"minutes-{pk}": "30", f"was-{pk}": was.replace("1|", "0|")})
    assert Registration.objects.get(pk=pk).minutes_attended == 30


def test_before_the_start_there_is_nothing_to_save(desk, session, teacher):
    registration.register(session, teacher, by=teacher)
    answer = desk.post(url_of(session), {"everybody": "on"})
    assert answer.context["form"].non_field_errors() == ["Attendance can be marked once the session has started."]


def test_somebody_at_the_door_gets_a_seat_with_the_reason_on_record(desk, past, fourth, coordinator, time_machine):
    time_machine.move_to(past.starts_at + dt.timedelta(minutes=20))
    found = desk.get(url_of(past), {"find": "fay"}).context["found"]
    assert list(found) == [fourth]
    refused = desk.post(url_of(past, "let_in"), {"person": fourth.pk}, follow=True)
    assert [str(message) for message in refused.context["messages"]] == ["Fay Fourth: Please give a reason."]
    desk.post(url_of(past, "let_in"), {"person": fourth.pk, "reason": "Stands at the door."})
    row = Registration.objects.get(session=past, learner=fourth)
    assert (row.status, row.override_reason, row.registered_by) == ("registered", "Stands at the door.", coordinator)
    assert page_data(desk, url_of(past))[f"minutes-{row.pk}"] == 70


def test_a_name_on_the_paper_is_added_for_a_month_and_told_of_hours_only(desk, past, fourth, coordinator, time_machine):
    time_machine.move_to(past.ends_at + dt.timedelta(days=29))
    desk.post(url_of(past, "let_in"), {"person": fourth.pk, "reason": "On the sheet."})
    assert list(fourth.notices.values_list("kind", flat=True)) == []
    time_machine.move_to(past.ends_at + dt.timedelta(days=30))
    desk.force_login(coordinator)
    answer = desk.post(url_of(past, "let_in"), {"person": fourth.pk}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["Fay Fourth: This session is over."]


@pytest.mark.parametrize("person", ["", "x", "0", "-1", str(2**70), str(GONE), "1\x00"])
def test_nobody_is_let_in_by_an_impossible_number(desk, past, person):
    assert desk.post(url_of(past, "let_in"), {"person": person}).status_code == 404


def test_a_signed_sheet_is_entered_and_who_read_it_is_kept(desk, past, teacher, coordinator):
    url = url_of(past) + "?from=sheet"
    data = page_data(desk, url) | {f"mark-{pk_of(past, teacher)}": "attended", "nobody_else": "on"}
    desk.post(url, data)
    assert sorted(mark for _name, mark, _minutes in marks(past)) == ["absent", "absent", "attended"]
    (read,) = desk.get(url).context["read"]
    assert (read["name"], read["rows"]) == (coordinator, 3)
    kept = Registration.history.filter(id=pk_of(past, teacher)).first()
    assert (kept.marked_through, kept.history_user) == ("sheet", coordinator)


def test_a_row_of_the_paper_is_marked_by_its_code(desk, past, teacher):
    url = url_of(past, "sheet_row", registration_pk=pk_of(past, teacher))
    desk.post(
        url, page_data(desk, url) | {f"mark-{pk_of(past, teacher)}": "late", f"minutes-{pk_of(past, teacher)}": 60}
    )
    row = Registration.objects.get(session=past, learner=teacher)
    assert (row.attendance, row.minutes_attended, row.marked_through) == ("late", 60, "sheet")
    assert desk.get(url_of(past, "sheet_row", registration_pk=GONE)).status_code == 404


def test_the_sheet_is_a_tagged_pdf(desk, past):
    answer = desk.get(url_of(past, "sheet"))
    assert (answer["Content-Type"], answer.content[:5], b"pdfuaid:part" in answer.content) == (
        "application/pdf", b"%PDF-", True,
    )  # fmt: skip


@pytest.mark.parametrize("number", [1, 3])
def test_the_roster_costs_the_same_for_one_and_for_three(desk, event, school, number, django_assert_num_queries):
    session = factories.make_session(event, days=-1)
    for one in range(number):
        person = factories.make_person(f"Row Number{one}", "teacher", school)
        registration.register(session, person, by=person, at=session.starts_at - dt.timedelta(days=1))
    url = url_of(session)
    desk.get(url)
    with django_assert_num_queries(ROSTER):
        desk.get(url)


ROSTER = 13


PAGES = [
    ("roster", {}),
    ("projector", {}),
    ("projector_code", {}),
    ("sheet", {}),
    ("sheet_row", {"registration_pk": 1}),
]


@pytest.mark.parametrize(("name", "extra"), PAGES)
@pytest.mark.parametrize("who", ["teacher", "principal", "editor", "mentor"])
def test_others_find_nothing_here(request, client, past, name, extra, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(url_of(past, name, **extra)).status_code == 404


@pytest.mark.parametrize("name", ["undo_marks", "let_in"])
def test_changes_are_posts_by_who_may(client, past, teacher, coordinator, name):
    client.force_login(teacher)
    assert client.post(url_of(past, name), {"person": teacher.pk}).status_code == 404
    client.force_login(coordinator)
    assert client.get(url_of(past, name)).status_code == 405
    client.logout()
    assert client.post(url_of(past, name)).url == f"/accounts/login/?next={url_of(past, name)}"


def test_a_presenter_takes_attendance_at_their_own_session_only(client, event, past, third, coordinator):
    presenting.add(past, by=coordinator, person=third)
    client.force_login(third)
    assert [client.get(url_of(one)).status_code for one in (past, factories.make_session(event, days=-2))] == [200, 404]
    assert client.post(url_of(past), {"everybody": "on"}).status_code == 302
    assert {row.vouched_by for row in Completion.objects.all()} == {third, None}  # nobody vouches for themselves
    page = client.get(reverse("events:my_registrations")).content.decode()
    assert page.count(url_of(past)) == 1


def test_a_group_is_put_down_in_one_go_with_minutes_for_each(desk, event, teacher, colleague, third, fourth):
    """What amy 1565 and labs 55 complain of: attendance one by one, or not at all for groups."""
    session = factories.make_session(event, days=-1, capacity=3)
    url = url_of(session, "roster_group")
    lines = f"{teacher.username}\n{colleague.email.upper()} , 45\n\n{third.username};30\n{fourth.username}\t 90\n"
    full = desk.post(url, {"people": lines})
    assert (full.context["form"].non_field_errors(), Registration.objects.count()) == (["Please give a reason."], 0)
    assert desk.post(url, {"people": lines, "reason": "A team of four."}).status_code == 302
    desk.post(url, {"people": lines, "reason": "A team of four."})
    rows = Completion.objects.order_by("learner__first_name").values_list("learner__first_name", "credit_hours")
    assert {name: float(hours) for name, hours in rows} == {
        teacher.first_name: 1.5, colleague.first_name: 0.75, third.first_name: 0.5, fourth.first_name: 1.5,
    }  # fmt: skip
    assert set(Registration.objects.values_list("marked_through", flat=True)) == {"sheet"}


@pytest.mark.parametrize("reason", ["x" * 201, "x" * 10_000, "a\x00b"])
def test_a_reason_that_cannot_be_kept_is_said_to_be_so(desk, past, fourth, reason, time_machine):
    time_machine.move_to(past.starts_at)
    answer = desk.post(url_of(past, "let_in"), {"person": fourth.pk, "reason": reason}, follow=True)
    (said,) = [str(message) for message in answer.context["messages"]]
    assert (said.startswith("Fay Fourth: "), Registration.objects.filter(learner=fourth).exists()) == (True, False)


@pytest.mark.parametrize(("lines", "wrong"), [
    ("", 1), ("nobody.such", 1), ("nobody.such\ntom.teacher, 91\ntom.teacher, -1\ntom.teacher, x, 5", 4),
    ("x" * 30_000, 1), ("a\x00b", 1), ("tom.teacher\n" * 201, 1), ("tom.teacher, " + "9" * 99, 1), ("tom.teacher,²", 1),
])  # fmt: skip
def test_every_line_that_cannot_be_read_is_named(desk, past, teacher, lines, wrong):
    form = desk.post(url_of(past, "roster_group"), {"people": lines}).context["form"]
    assert len(form.errors["people"]) == wrong
    assert Completion.objects.count() == 0
