"""Promise: claiming outside learning forgives mistakes, says when to ask, and ends on the transcript with its proof."""

from decimal import Decimal

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from pdportal.claims.records import Claim
from pdportal.transcripts.records import Completion
from tests.claims.making import make_shape, upload
from tests.factories import days_ago, days_ahead

FORM = {
    "title": "Fall conference", "provider": "State Library Association", "kind": "conference", "hours": "6",
    "starts_on": days_ago(8).isoformat(), "ends_on": days_ago(7).isoformat(), "learned": "Book tastings work.",
}  # fmt: skip


@pytest.fixture
def claim(client, site, learner, principal):
    """A draft the learner has begun on the page; nobody is signed in twice."""
    make_shape("Conferences", name_es="Congresos", beforehand_by="principal", lead_days=10)
    client.force_login(learner)
    return client.post("/my/claims/new/")["Location"]


def say(client, address, **form):
    return client.post(address, FORM | {"do": "save"} | form)


def test_a_wrong_upload_does_not_mean_doing_the_form_again(client, claim):
    answer = say(client, claim, do="hand_in", files=SimpleUploadedFile("certificate.pdf", b"not a PDF at all"))
    assert "“certificate.pdf” is called .pdf, but what is in it is something else." in answer.content.decode()
    assert 'value="Fall conference"' in answer.content.decode()
    assert client.post(claim, FORM | {"do": "hand_in", "files": upload()}, follow=True).status_code == 200
    assert Claim.objects.get().state == "handed_in"


def test_an_accidental_hand_in_is_undone_by_oneself(client, claim):
    say(client, claim, do="hand_in", files=upload())
    client.post(f"{claim}take-back/")
    found = Claim.objects.get()
    assert (found.state, found.learned, found.files.count()) == ("draft", "Book tastings work.", 1)


def test_the_page_says_by_when_to_ask_and_a_principal_without_the_admin_answers(client, claim, learner, principal):
    ahead = {"starts_on": days_ahead(30).isoformat(), "ends_on": days_ahead(30).isoformat(), "learned": ""}
    answer = client.post(f"{claim}save/", FORM | ahead)
    assert "Ask at least 10 days before it starts." in answer.content.decode()
    say(client, claim, do="hand_in", **ahead)
    client.force_login(principal)
    assert "1 claim to decide" in client.get("/my/").content.decode()
    (found,) = client.get("/claims/queue/").context["page"]
    client.post(f"/claims/{found.pk}/", {"do": "approve", "hours": "6", "turn": found.turn})
    client.force_login(learner)
    assert "Up to 6 hours are approved beforehand." in client.get(claim).content.decode()


def test_from_the_form_to_the_transcript(
    client, claim, learner, principal, coordinator, django_capture_on_commit_callbacks
):
    learner.language = "es"
    learner.save()
    say(client, claim, do="hand_in", files=upload())
    found = Claim.objects.get()
    client.force_login(principal)
    review = f"/claims/{found.pk}/"
    client.post(review, {"do": "return", "comment": "Which sessions?", "turn": found.turn})
    client.force_login(learner)
    assert "Which sessions?" in client.get(claim).content.decode()
    say(client, claim, do="hand_in", learned="Book tastings and zines.")
    client.force_login(coordinator)  # the principal is away
    found.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(review, {"do": "approve", "hours": "5.5", "comment": "Sin el almuerzo.", "turn": found.turn})
    line = Completion.objects.get(learner=learner)
    assert (line.title, line.credit_hours, line.completed_on, line.proofs.count()) == (
        "Fall conference", Decimal("5.50"), days_ago(7), 1,
    )  # fmt: skip
    assert mail.outbox[-1].subject == "Aprobada en parte: Fall conference"
    client.force_login(learner)
    assert "Fall conference" in client.get("/my/transcript/").content.decode()
    assert [step.kind for step in found.steps.all()] == ["handed_in", "returned", "handed_in", "in_part"]
