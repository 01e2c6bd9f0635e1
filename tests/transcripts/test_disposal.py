"""Files of proofs are deleted by a coordinator, when their time is over, on record; rows of the ledger stay."""

import pytest
from django.core.files.base import ContentFile

from pdportal.transcripts.errors import ProofDisposed, ReasonMissing, TooEarlyToDispose
from pdportal.transcripts.proofs import attach, dispose, due_for_disposal
from pdportal.transcripts.records import Completion, Disposal, Proof
from pdportal.transcripts.retention import PROOFS
from tests.factories import days_ago, days_ahead
from tests.reports.tables import read_csv
from tests.transcripts import making

pytestmark = pytest.mark.django_db
PAGE = "/admin/ledger/disposal/"
SHEET = b"%PDF-1.7 an old sheet"
OLD = 8 * 365


def proof_of(learner, by, *, days=OLD, **fields):
    done = making.completion(learner, completed_on=days_ago(days), **fields)
    return attach(done, ContentFile(SHEET, name="old.pdf"), name="old.pdf", by=by)


@pytest.fixture
def proof(learner, coordinator):
    return proof_of(learner, coordinator)


def is_there(proof):
    return proof.file.storage.exists(proof.file.name)


def test_the_day_after_the_last_is_the_first_on_which_it_is_due(learner, coordinator):
    proof = proof_of(learner, coordinator, days=100)
    last = PROOFS.keep_until(proof.completion.completed_on)
    assert list(due_for_disposal(on=last)) == []
    assert list(due_for_disposal(on=last.replace(year=last.year + 1))) == [proof]


def test_what_is_still_valid_is_kept_longer(learner, coordinator):
    proof_of(learner, coordinator, valid_until=days_ahead(30))
    assert list(due_for_disposal()) == []


def test_disposing_deletes_the_file_and_keeps_the_row(proof, coordinator, django_capture_on_commit_callbacks):
    facts = Proof.objects.values().get()
    at = making.moment("2026-11-26 09:00")
    with django_capture_on_commit_callbacks(execute=True):
        assert dispose([proof], by=coordinator, reason="Seven years are over", at=at) == 1
    done = Disposal.objects.get()
    assert (done.disposed_by, done.disposed_at, done.reason) == (coordinator, at, "Seven years are over")
    assert (Proof.objects.values().get(), is_there(proof), Completion.objects.standing().count()) == (facts, False, 1)
    assert dispose([Proof.objects.get()], by=coordinator, reason="Again") == 0


def test_a_reason_is_needed_and_nothing_is_deleted_early(proof, learner, coordinator):
    young = proof_of(learner, coordinator, days=100)
    with pytest.raises(ReasonMissing):
        dispose([proof], by=coordinator, reason=" ")
    with pytest.raises(TooEarlyToDispose):
        dispose([proof, young], by=coordinator, reason="All")
    assert (Disposal.objects.count(), is_there(proof), is_there(young)) == (0, True, True)


def test_what_was_disposed_of_is_not_taken_in_again(proof, coordinator):
    dispose([proof], by=coordinator, reason="Over")
    with pytest.raises(ProofDisposed):
        attach(proof.completion, ContentFile(SHEET, name="x.pdf"), name="x.pdf", by=coordinator)


def test_the_coordinator_ticks_and_says_why(client, site, proof, coordinator, django_capture_on_commit_callbacks):
    client.force_login(coordinator)
    assert client.get(PAGE).context["rows"] == [(proof, PROOFS.keep_until(proof.completion.completed_on))]
    assert read_csv(client.get(f"{PAGE}?export=csv"))[1][0] == "old.pdf"
    assert "Tick the files to delete." in client.post(PAGE, {"reason": "Over"}).content.decode()
    client.post(PAGE, {"proofs": [proof.pk], "reason": " "})
    assert is_there(proof)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(PAGE, {"proofs": [proof.pk], "reason": "Over"}).url == PAGE
    assert (is_there(proof), client.get(PAGE).context["rows"]) == (False, [])
    assert client.get(f"/proofs/{proof.pk}/").status_code == 404
    assert (
        "file deleted after its time by Carla Coordinator"
        in client.get(f"/admin/ledger/{proof.completion_id}/").content.decode()
    )


@pytest.mark.parametrize("chosen", ["x", "0", "9" * 30, "-1", "é"])
def test_nonsense_deletes_nothing(client, site, proof, coordinator, chosen):
    client.force_login(coordinator)
    assert client.post(PAGE, {"proofs": [chosen], "reason": "Over"}).status_code == 200
    assert is_there(proof)


def test_nobody_else_may(client, site, proof, learner, principal, editor):
    for person in (learner, principal, editor):
        client.force_login(person)
        assert client.get(PAGE).status_code == 302
        assert client.post(PAGE, {"proofs": [proof.pk], "reason": "Over"}).status_code == 302
    assert is_there(proof)


def test_queries_are_the_same_for_one_and_three(client, site, proof, learner, coordinator, django_assert_num_queries):
    client.force_login(coordinator)
    client.get(PAGE)
    with django_assert_num_queries(14):
        client.get(PAGE)
    for _number in range(2):
        proof_of(learner, coordinator)
    with django_assert_num_queries(14):
        client.get(PAGE)


def test_transcript_and_packet_say_that_the_file_is_gone(client, site, proof, learner, coordinator):
    dispose([proof], by=coordinator, reason="Over")
    client.force_login(learner)
    assert "old.pdf (file deleted after its time)" in client.get("/my/transcript/").content.decode()
    assert client.get("/my/transcript.zip").status_code == 200
