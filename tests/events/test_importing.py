"""Signing up from a list: every line looked at first, then written in order; bad lists get a clear sentence."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from events import importing, registration
from events.errors import SessionCancelled
from events.records import Registration
from pdportal.notices.records import OutgoingMail
from pdportal.people.choices import Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def librarian(school):
    return factories.make_person("Lena Librarian", Role.LIBRARIAN, school)


def url_of(session):
    return reverse("events:import", args=[session.pk])


def workbook(*rows):
    book, content = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(content)
    return content.getvalue()


def upload(client, session, content, name="list.csv"):
    return client.post(url_of(session), {"file": SimpleUploadedFile(name, content)})


def outcomes(answer):
    return [(line.name, line.outcome.value, line.place) for line in answer.context["lines"]]


def test_a_list_is_looked_at_line_by_line_and_then_written_in_its_order(
    client, site, coordinator, teacher, colleague, third, fourth, learner, django_capture_on_commit_callbacks
):
    session = factories.make_session(
        factories.make_event("For teachers", audience={"role": ["teacher", "librarian"]}), capacity=3
    )
    aide = factories.make_person("Ida Aide", Role.AIDE)
    gone = factories.make_person("Gus Gone", Role.TEACHER, is_active=False)
    registration.register(session, teacher, by=teacher)
    names = [fourth.email.upper(), third.username, "nobody", teacher.username, fourth.username, aide.username,
             gone.username, colleague.username, learner.username]  # fmt: skip
    client.force_login(coordinator)
    looked = client.post(url_of(session), {"people": "\n".join(names)})
    expected = [
        ("FAY.FOURTH@MAPLEVALLEY.EXAMPLE", "seat", 0), ("theo.third", "seat", 0), ("nobody", "unknown", 0),
        ("tom.teacher", "signed_up", 0), ("fay.fourth", "double", 0), ("ida.aide", "outside", 0),
        ("gus.gone", "refused", 0), (colleague.username, "line", 1), ("nora.newell", "line", 2),
    ]  # fmt: skip
    assert (outcomes(looked), Registration.objects.count(), looked.context["coming"]) == (expected, 1, 4)
    assert [line.remark for line in looked.context["lines"]][2:7] == [
        "Nobody has the staff number, user name or e-mail “nobody”.", "", "The same person as in line 1.",
        "This event is for: Teacher or Librarian.", "This account is closed.",
    ]  # fmt: skip
    for _twice in range(2):
        written = client.post(url_of(session), {"name": looked.context["names"], "send": ""})
    found = session.registrations.order_by("requested_at")
    assert [one.learner for one in found] == [teacher, fourth, third, colleague, learner]
    assert [one.status for one in found] == ["registered"] * 3 + ["waitlisted"] * 2
    assert len({one.requested_at for one in found}) == 5
    assert {line.outcome.value for line in written.context["lines"][:2]} == {"signed_up"}  # sent twice, done once
    assert sorted(OutgoingMail.objects.values_list("recipient__username", "subject")) == sorted(
        (one.learner.username, f"{'You have a seat' if one.has_seat else 'You are on the waitlist'}: For teachers")
        for one in found
    )


def test_the_answer_lists_what_became_of_each_line(client, session, coordinator, third, fourth, teacher):
    client.force_login(coordinator)
    names = [third.username, "x\x00y", fourth.username, teacher.username]
    answer = client.post(url_of(session), {"name": names, "send": ""})
    assert outcomes(answer) == [
        ("theo.third", "seat", 0), ("x y", "unknown", 0), ("fay.fourth", "seat", 0), ("tom.teacher", "line", 1),
    ]  # fmt: skip
    assert "Seats: 2 · waitlist: 1 · left out: 1." in answer.content.decode()


def test_a_building_signs_up_its_own_people_and_learns_nothing_of_others(client, session, librarian, third, colleague):
    client.force_login(librarian)
    answer = client.post(url_of(session), {"people": f"{third.username}, {colleague.username}; nobody"})
    assert [line.outcome.value for line in answer.context["lines"]] == ["seat", "unknown", "unknown"]
    assert [line.remark for line in answer.context["lines"]][1:] == [
        f"Nobody at your school has the staff number, user name or e-mail “{name}”."
        for name in (colleague.username, "nobody")
    ]
    client.post(url_of(session), {"name": [colleague.username, third.username], "send": ""})
    assert [one.learner for one in session.registrations.all()] == [third]


def test_only_who_may_sign_up_others_finds_the_page(client, session, teacher, principal, coordinator):
    assert client.get(url_of(session)).status_code == 302
    for person, status in ((teacher, 404), (principal, 200), (coordinator, 200)):
        client.force_login(person)
        assert client.get(url_of(session)).status_code == status
    session.event.unpublish()
    assert client.get(url_of(session)).status_code == 404


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("Last name;E-mail;Staff number\nThird;;T3\nFourth;;F4\n".encode("utf-16"), "list.csv"),
        (b"T3,caf\xe9\nF4,x\n", "old.csv"),
        (workbook(["Number", "Correo electrónico"], [1, "theo.third@maplevalley.example"], [None, None],
                  [2, "Fay <fay.fourth@maplevalley.example>"]), "list.xlsx"),
        (workbook(["T3", "x"], ["F4"]), "list"),
    ],
)  # fmt: skip
def test_tables_of_all_kinds_are_read(client, session, coordinator, third, fourth, content, name):
    for person, number in ((third, "T3"), (fourth, "F4")):
        type(person).objects.filter(pk=person.pk).update(staff_id=number)
    client.force_login(coordinator)
    lines = upload(client, session, content, name).context["lines"]
    assert [line.person for line in lines] == [third, fourth]


def test_a_spreadsheet_takes_staff_numbers_for_numbers(client, session, coordinator, third):
    type(third).objects.filter(pk=third.pk).update(staff_id="1042")
    client.force_login(coordinator)
    answer = upload(client, session, workbook(["Staff number"], [1042.0]), "list.xlsx")
    assert [line.person for line in answer.context["lines"]] == [third]


LONG = "\n".join(f"person{number}" for number in range(10_000))
UNREADABLE = "The letters of this file cannot be read. In Excel choose “Save as”, then “CSV UTF-8”, and upload that."
WEB_PAGE = "This is a web page or a document, not a CSV file. Please download the table itself."
BAD = [
    (b"<!doctype html><p>Sign in", WEB_PAGE),
    (b"a" * (2 * 1024 * 1024 + 1), "The file has 2.0\xa0MB; at most 2.0\xa0MB can be taken."),
    (b"ana\x00\nben", "There are NUL bytes in this file, so it is no text. Save it as “CSV UTF-8”."),
    (b"\x81\x8d\xff\n", UNREADABLE),
    (LONG.encode(), "At most 500 people can be taken at once."),
    (workbook(*([f"p{number}"] for number in range(5_100))), "At most 500 people can be taken at once."),
    (b"PK\x03\x04 no workbook", "This workbook cannot be read. Please save it as XLSX or CSV again."),
    (workbook(["T3"])[:900], "This workbook cannot be read. Please save it as XLSX or CSV again."),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "This is an old workbook (XLS). Please save it as XLSX or CSV."),
    (b"", "The file is empty."),
    (b"Person\n\n", "There are no names in this list."),
    (b'"ana\nben', "From row 1 on the quotation marks do not match, or a cell is far too long."),
]  # fmt: skip


@pytest.mark.parametrize(("content", "sentence"), BAD, ids=range(len(BAD)))
def test_what_cannot_be_read_is_said(client, session, coordinator, content, sentence):
    client.force_login(coordinator)
    answer = upload(client, session, content)
    assert (answer.status_code, answer.context["form"].errors) == (200, {"file": [sentence]})


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({}, {"__all__": ["Please paste a list or choose a file; one of the two."]}),
        ({"people": " \n "}, {"__all__": ["Please paste a list or choose a file; one of the two."]}),
        ({"people": ";,"}, {"people": ["There are no names in this list."]}),
        ({"people": "a\x00b"}, {"people": ["Null characters are not allowed."]}),
        ({"people": "x " * 30_000}, {"people": ["Ensure this value has at most 50000 characters (it has 59999)."]}),
        ({"people": LONG[:49_000]}, {"people": ["At most 500 people can be taken at once."]}),
    ],
)
def test_what_is_pasted_stays_where_it_is_wrong(client, session, coordinator, data, errors):
    client.force_login(coordinator)
    answer = client.post(url_of(session), data)
    assert answer.context["form"].errors == errors
    assert answer.context["form"]["people"].value() == data.get("people", None)


def test_html_in_a_name_is_shown_as_text(client, session, coordinator):
    client.force_login(coordinator)
    answer = client.post(url_of(session), {"people": "<script>alert(1)</script>\n<b>x"}).content.decode()
    assert ("<script>alert" in answer, "<b>x" in answer) == (False, False)


def test_a_session_that_is_off_takes_nobody(client, cancelled_session, coordinator, third):
    client.force_login(coordinator)
    with pytest.raises(SessionCancelled):
        importing.write(cancelled_session, [third.username], by=coordinator)
    answer = client.post(url_of(cancelled_session), {"name": [third.username], "send": ""}, follow=True)
    assert [str(one).strip() for one in answer.context["messages"]] == ["This session has been cancelled."]
    assert Registration.objects.count() == 0


def test_looking_at_a_list_takes_the_same_queries_for_one_and_for_three(
    client, session, coordinator, teacher, third, fourth, django_assert_num_queries
):
    client.force_login(coordinator)
    client.get(url_of(session))
    for people in ([teacher], [teacher, third, fourth]):
        with django_assert_num_queries(23):
            client.post(url_of(session), {"people": "\n".join(one.username for one in people)})
