"""The approvers' queue: what waits for whom, found, sorted, exported, decided one by one or several at once."""

import csv
import io
import re

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from pdportal.claims import deciding, queries
from pdportal.claims.records import Claim
from pdportal.people.choices import Role
from tests.claims.making import make_claim, make_shape
from tests.factories import days_ago, make_person

QUEUE = "/claims/queue/"


@pytest.fixture
def second(shape, teacher, principal):
    """A later claim from the same building."""
    return make_claim(teacher, title="Robotics day", kind="attended", hours="3.00")


def listed(client, **query):
    return list(client.get(QUEUE, query).context["page"].object_list)


def tick(*claims):
    return [f"{claim.pk}-{claim.turn}" for claim in claims]


def test_the_oldest_comes_first(client, waiting, second, principal):
    client.force_login(principal)
    assert listed(client) == [waiting, second]
    assert listed(client, sort="newest") == [second, waiting]
    assert listed(client, sort="hours") == [waiting, second]
    assert listed(client, sort="name") == [waiting, second]


def test_search_and_filters(client, waiting, second, principal, coordinator, school, other_school):
    client.force_login(coordinator)
    assert listed(client, show="waiting", q="robotics") == [second]
    assert listed(client, show="waiting", q="newell conference") == [waiting]
    assert listed(client, show="waiting", kind="attended") == [second]
    assert listed(client, show="waiting", school=school.pk) == [waiting, second]
    assert listed(client, show="waiting", school=other_school.pk) == []
    assert listed(client, show="waiting", kind="nonsense", sort="nonsense", school="x", q="") == [waiting, second]
    deciding.deny(second, by=principal, comment="No.")
    assert listed(client, state="denied") == [second]


def test_what_waits_for_the_principal_is_not_counted_for_the_coordinator(waiting, principal, coordinator, director):
    assert list(queries.waiting_for(principal)) == [waiting]
    assert list(queries.waiting_for(coordinator)) == []
    assert list(queries.decidable_by(coordinator)) == [waiting]
    Claim.objects.filter(pk=waiting.pk).update(decide_by=days_ago(1))
    assert list(queries.waiting_for(coordinator)) == [waiting]


def test_late_ones_say_so(client, waiting, second, principal):
    Claim.objects.filter(pk=waiting.pk).update(decide_by=days_ago(1))
    client.force_login(principal)
    assert listed(client, show="late") == [waiting]
    assert "status--overdue" in client.get(QUEUE).content.decode()


def test_several_are_approved_with_one_click(client, waiting, second, principal):
    client.force_login(principal)
    answer = client.post(QUEUE + "decide/", {"do": "approve", "claim": tick(waiting, second)}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["2 claims decided."]
    assert set(Claim.objects.values_list("state", flat=True)) == {"approved"}


def test_several_are_returned_with_one_reason(client, waiting, second, principal):
    client.force_login(principal)
    client.post(QUEUE + "decide/", {"do": "return", "claim": tick(waiting, second), "comment": "Which day?"})
    assert [claim.steps.last().comment for claim in Claim.objects.all()] == ["Which day?", "Which day?"]


def test_what_could_not_be_decided_is_named(client, waiting, second, principal, coordinator):
    ticked = tick(waiting, second)
    deciding.deny(waiting, by=coordinator, comment="No.")
    client.force_login(principal)
    answer = client.post(QUEUE + "decide/", {"do": "approve", "claim": ticked}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        "Nora Newell, “State Library Conference”: This claim has been decided already.",
        "1 claim decided.",
    ]


def test_claims_out_of_scope_are_passed_over(client, waiting, other_principal):
    client.force_login(other_principal)
    client.post(QUEUE + "decide/", {"do": "approve", "claim": tick(waiting)})
    waiting.refresh_from_db()
    assert waiting.state == "handed_in"


@pytest.mark.parametrize("ticked", ["", "x", "1", "-", "9" * 18 + "-1", "9" * 40 + "-" + "9" * 40, "١-١", "\x00-1"])
@pytest.mark.parametrize("verb", ["approve", "deny", ""])
def test_junk_decides_nothing(client, waiting, principal, ticked, verb):
    client.force_login(principal)
    assert client.post(QUEUE + "decide/", {"do": verb, "claim": ticked}).status_code == 302
    assert Claim.objects.get().state == "handed_in"


def test_one_claim_is_decided_on_its_page(client, waiting, principal):
    client.force_login(principal)
    address = reverse("claims:review", args=[waiting.pk])
    assert client.get(address).context["form"].initial == {"turn": 1, "hours": waiting.hours}
    form = {"do": "approve", "hours": "4,5", "comment": "Without lunch.", "turn": 1}
    assert client.post(address, form)["Location"] == QUEUE
    assert client.post(address, form)["Location"] == QUEUE  # a double click
    waiting.refresh_from_db()
    assert (waiting.state, float(waiting.granted_hours)) == ("in_part", 4.5)


@pytest.mark.parametrize(
    "form",
    [
        {"do": "deny"},
        {"do": "approve", "hours": "3"},
        {"do": "approve", "hours": "0.1"},
        {"do": "approve", "hours": "x" * 10_000},
        {"do": "", "comment": "Why"},
        {"do": "deny", "comment": "a\x00b"},
        {"do": "deny", "comment": "No.", "turn": "7"},
        {"do": "deny", "comment": "No.", "turn": str(2**70)},
    ],
)
def test_a_decision_that_cannot_be_is_shown_with_what_was_typed(client, waiting, principal, form):
    client.force_login(principal)
    answer = client.post(reverse("claims:review", args=[waiting.pk]), {"turn": "1"} | form)
    assert (answer.status_code, bool(answer.context["form"].errors)) == (200, True)
    assert Claim.objects.get().state == "handed_in"


def test_the_page_shows_rounds_proofs_and_what_was_there_before(client, waiting, second, principal):
    deciding.approve(second, by=principal)
    client.force_login(principal)
    text = client.get(reverse("claims:review", args=[waiting.pk])).content.decode()
    assert "certificate.png" in text
    assert "How to weed a collection with students." in text


def test_what_is_being_corrected_is_the_learners_own(client, waiting, principal):
    deciding.send_back(waiting, by=principal, comment="Which day?")
    client.force_login(principal)
    text = client.get(reverse("claims:review", args=[waiting.pk])).content.decode()
    assert "How to weed" not in text
    assert client.get(reverse("claims:file", args=[waiting.files.get().pk])).status_code == 404


def test_exports_hold_what_is_listed_and_start_no_formula(client, shape, learner, principal):
    make_claim(learner, title="=1+1")
    client.force_login(principal)
    text = b"".join(client.get(QUEUE, {"export": "csv"}).streaming_content).decode("utf-8-sig")
    header, row = csv.reader(io.StringIO(text))
    assert (header[3], row[3], row[8]) == ("Title", "'=1+1", "6.00")
    book = load_workbook(io.BytesIO(b"".join(client.get(QUEUE, {"export": "xlsx"}).streaming_content)))
    assert [cell.value for cell in book.active[2]][3] == "'=1+1"


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("who", ["principal", "coordinator"])
def test_the_queue_takes_the_same_queries(client, request, shape, school, who, count, django_assert_num_queries):
    make_person("Pat Principal", Role.PRINCIPAL, school)
    for number in range(count):
        make_claim(make_person(f"Lena{number} Learner", Role.TEACHER, school))
    viewer = request.getfixturevalue("coordinator") if who == "coordinator" else school.appointments.get(
        role=Role.PRINCIPAL
    ).person  # fmt: skip
    client.force_login(viewer)
    with django_assert_num_queries({"principal": 20, "coordinator": 19}[who]):
        assert len(listed(client, show="waiting")) == count


def test_a_page_holds_twenty_five(client, shape, school, principal):
    for number in range(26):
        make_claim(make_person(f"Lena{number:02d} Learner", Role.TEACHER, school), proof=True)
    client.force_login(principal)
    assert len(listed(client)) == 25
    assert len(listed(client, page=2)) == 1


def test_what_waits_is_counted_on_the_first_page_of_the_admin(client, site, learner, coordinator):
    make_shape("All", first_approver="coordinator")
    make_claim(learner)
    client.force_login(coordinator)
    page = client.get("/admin/").content.decode()
    assert re.search(r'href="/claims/queue/"><strong>1</strong> claim to decide', page)
