"""A librarian proposes a session; the coordinator asks for changes, then approves it; it is on the calendar."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState, WorkflowPage

from events.choices import ProposalState
from events.pages import EventPage
from events.proposal_records import SessionProposal
from events.records import EventSession
from pdportal.notices.records import Notice
from pdportal.people.choices import Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def librarian(school):
    return factories.make_person("Lena Librarian", Role.LIBRARIAN, school)


@pytest.fixture
def client_of():
    """A browser in which somebody is signed in."""

    def signed_in(person):
        browser = Client()
        browser.force_login(person)
        return browser

    return signed_in


@pytest.fixture
def words(site, school):
    """A whole proposal, as the form sends it."""
    day = timezone.localdate() + dt.timedelta(days=14)
    return {
        "title": "Labels that pupils read", "summary": "Re-label one shelf in an hour.", "what_you_get": "A label plan",
        "held_on": day.isoformat(), "start_time": "15:30", "end_time": "17:00", "school": school.pk,
        "place": "Library", "capacity": "8", "message": "Room is free.",
    }  # fmt: skip


def answer(coordinator_client, page, action, comment=""):
    """What the coordinator's click in the editor sends."""
    task = TaskState.objects.get(workflow_state__object_id=str(page.pk), status="in_progress")
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, task.pk])
    assert coordinator_client.post(address, {"comment": comment}).status_code == 302


def test_from_the_first_word_to_the_calendar(client, librarian, coordinator, words, client_of):
    hers, theirs = client_of(librarian), client_of(coordinator)
    assert hers.get("/events/").content.decode().count("Propose a session") == 1
    kept = hers.post("/my/proposals/new/", {"title": "Labels", "capacity": "20", "do": "save"}, follow=True)
    proposal = SessionProposal.objects.get()
    assert (proposal.state, proposal.page, kept.status_code) == (ProposalState.DRAFT, None, 200)

    sent = hers.post(f"/my/proposals/{proposal.pk}/edit/", words | {"do": "send"}, follow=True)
    assert sent.content.decode().count("Sent. You get a notice when the coordinator has answered.") == 1
    page = EventPage.objects.get(proposal=proposal)
    assert (page.live, page.title, page.credit_hours, client.get(page.url).status_code) == (
        False, "Labels that pupils read", dt.timedelta(minutes=90) / dt.timedelta(hours=1), 404,
    )  # fmt: skip
    assert Notice.objects.get(recipient=coordinator).url == f"/admin/pages/{page.pk}/edit/"
    home = theirs.get("/admin/").content.decode()
    assert home.count("proposed session") == 1
    editor = theirs.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert (editor.count(f"Proposed by {librarian}"), editor.count("Room is free.")) == (1, 1)

    answer(theirs, page, "reject", "Please make it ninety minutes and say for which grades.")
    shown = hers.get(f"/my/proposals/{proposal.pk}/").content.decode()
    assert shown.count("Please make it ninety minutes and say for which grades.") == 1
    assert (
        Notice.objects.filter(recipient=librarian, subject__startswith="Please look at your proposal again").count()
        == 1
    )

    hers.post(f"/my/proposals/{proposal.pk}/edit/", words | {"summary": "For grades 3 to 5.", "do": "send"})
    answer(theirs, page, "approve")
    session = EventSession.objects.get()
    proposal.refresh_from_db()
    assert (proposal.state, proposal.session, session.capacity, f"{session.start_time:%H:%M}") == (
        ProposalState.ACCEPTED, session, 8, "15:30",
    )  # fmt: skip
    assert client.get(page.url).content.decode().count("For grades 3 to 5.") >= 1
    assert [step.kind for step in proposal.steps.all()] == ["sent", "changes", "sent", "accepted"]
    assert [step.by for step in proposal.steps.all()] == [librarian, coordinator, librarian, coordinator]
    assert (
        Notice.objects.filter(recipient=librarian, subject="Your session is accepted: Labels that pupils read").count()
        == 1
    )


def test_nobody_is_told_twice_and_no_mail_leads_into_the_editor_who_may_not_enter(
    librarian, coordinator, words, client_of, django_capture_on_commit_callbacks
):
    hers, theirs = client_of(librarian), client_of(coordinator)
    with django_capture_on_commit_callbacks(execute=True):
        hers.post("/my/proposals/new/", words | {"do": "send"})
        answer(theirs, EventPage.objects.get(), "reject", "Later, please.")
    found = [(letter.to, bool(re.search("/admin/", letter.body))) for letter in mail.outbox]
    assert found == [([coordinator.email], True), ([librarian.email], False)]


def test_taking_back_publishing_by_hand_cancelling_and_deleting(librarian, coordinator, words, client_of):
    hers, theirs = client_of(librarian), client_of(coordinator)
    hers.post("/my/proposals/new/", words | {"do": "send"})
    first = SessionProposal.objects.get()
    hers.post(f"/my/proposals/{first.pk}/take-back/")
    first.refresh_from_db()
    assert (first.state, TaskState.objects.get().status) == (ProposalState.DRAFT, "cancelled")
    hers.post(f"/my/proposals/{first.pk}/edit/", words | {"title": "Second try", "do": "send"})
    first.refresh_from_db()
    assert (first.state, first.page.get_latest_revision_as_object().title) == (ProposalState.SENT, "Second try")

    first.page.get_latest_revision().publish(user=coordinator)
    first.refresh_from_db()
    assert (first.state, EventSession.objects.count()) == (ProposalState.ACCEPTED, 1)
    assert hers.post(f"/my/proposals/{first.pk}/take-back/", follow=True).context["proposal"].state == "accepted"

    hers.post("/my/proposals/new/", words | {"do": "send"})
    second = SessionProposal.objects.exclude(pk=first.pk).get()
    second.page.current_workflow_state.cancel(user=coordinator)
    second.refresh_from_db()
    assert second.state == ProposalState.NOT_ACCEPTED

    hers.post("/my/proposals/new/", words | {"do": "send"})
    third = SessionProposal.objects.latest("pk")
    theirs.post(f"/admin/pages/{third.page.pk}/delete/")
    third.refresh_from_db()
    assert (third.state, third.page, third.title) == (ProposalState.NOT_ACCEPTED, None, "Labels that pupils read")
    assert hers.get(f"/my/proposals/{third.pk}/").status_code == 200


def test_a_date_that_passed_while_it_waited_is_said_and_makes_no_session(librarian, coordinator, words, client_of):
    client_of(librarian).post("/my/proposals/new/", words | {"do": "send"})
    proposal = SessionProposal.objects.get()
    SessionProposal.objects.update(held_on=timezone.localdate() - dt.timedelta(days=1))
    answer(client_of(coordinator), proposal.page, "approve")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.session, EventSession.objects.count()) == (ProposalState.ACCEPTED, None, 0)
    assert Notice.objects.get(recipient=librarian).body.startswith("Its date had passed by then.")


def test_a_proposal_is_seen_by_its_writer_and_drafts_by_nobody_else(librarian, teacher, coordinator, words, client_of):
    hers = client_of(librarian)
    hers.post("/my/proposals/new/", {"title": "Secret draft", "capacity": "20", "do": "save"})
    proposal = SessionProposal.objects.get()
    for other in (teacher, coordinator):
        theirs = client_of(other)
        for name in ("", "edit/"):
            assert theirs.get(f"/my/proposals/{proposal.pk}/{name}").status_code == 404
        for name in ("take-back/", "discard/", "edit/"):
            assert theirs.post(f"/my/proposals/{proposal.pk}/{name}", words).status_code == 404
    assert client_of(coordinator).get("/admin/event-proposals/").content.decode().count("Secret draft") == 0
    assert client_of(teacher).get("/my/proposals/").status_code == 404
    assert client_of(teacher).post("/my/proposals/new/", words).status_code == 404
    assert hers.get(f"/my/proposals/{proposal.pk}/discard/").status_code == 405
    hers.post(f"/my/proposals/{proposal.pk}/discard/")
    assert SessionProposal.objects.count() == 0


@pytest.mark.parametrize(("changes", "field"), [
    ({"title": ""}, "title"), ({"title": "x" * 10_000}, "title"), ({"held_on": ""}, "held_on"),
    ({"held_on": "2020-01-01"}, "held_on"), ({"held_on": "9999-01-01"}, "held_on"),
    ({"held_on": "tomorrow"}, "held_on"),
    ({"end_time": "15:00"}, "end_time"), ({"held_on": "2027-03-14", "start_time": "02:30"}, "start_time"),
    ({"capacity": "0"}, "capacity"), ({"capacity": "9" * 40}, "capacity"), ({"school": "9" * 40}, "school"),
    ({"school": "x"}, "school"), ({"school": "", "place": ""}, "place"), ({"summary": ""}, "summary"),
])  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(librarian, words, client_of, changes, field):
    page = client_of(librarian).post("/my/proposals/new/", words | changes | {"do": "send"})
    assert (page.status_code, list(page.context["form"].errors)) == (200, [field])
    assert page.context["form"]["message"].value() == "Room is free."
    assert EventPage.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_cost_the_same_for_one_and_for_three(
    librarian, coordinator, words, client_of, rows, django_assert_num_queries
):
    hers, theirs = client_of(librarian), client_of(coordinator)
    for _number in range(rows):
        hers.post("/my/proposals/new/", words | {"do": "send"})
    hers.get("/my/proposals/")
    with django_assert_num_queries(9):
        hers.get("/my/proposals/")
    theirs.get("/admin/event-proposals/")
    with django_assert_num_queries(14):
        theirs.get("/admin/event-proposals/")


def test_without_a_workflow_the_draft_is_kept_and_somebody_is_named(librarian, words, client_of, site):
    WorkflowPage.objects.all().delete()
    page = client_of(librarian).post("/my/proposals/new/", words | {"do": "send"}, follow=True)
    assert page.content.decode().count("Nobody is set up to answer proposals.") == 1
    assert SessionProposal.objects.get().state == ProposalState.DRAFT
