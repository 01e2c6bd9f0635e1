"""Proofs: kept once, never changed, opened by the learner and those who coordinate, hidden from everybody else."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.db import models
from django.db.models import ProtectedError

from pdportal.transcripts.errors import LedgerIsAppendOnly
from pdportal.transcripts.ledger import revoke
from pdportal.transcripts.proofs import attach
from pdportal.transcripts.records import Completion, Proof
from tests.transcripts import making

pytestmark = pytest.mark.django_db
SHEET = b"%PDF-1.7 the signed sheet"


def sheet(content=SHEET):
    return ContentFile(content, name="upload.pdf")


@pytest.fixture
def proof(completion, coordinator):
    return attach(completion, sheet(), name="../Signed sheet.pdf", by=coordinator, at=making.moment("2026-03-02 09:00"))


def test_a_proof_says_what_it_is(proof, completion, coordinator):
    assert (proof.completion, proof.name, proof.bytes) == (completion, "Signed sheet.pdf", len(SHEET))
    assert (proof.sha256, proof.added_by) == (hashlib.sha256(SHEET).hexdigest(), coordinator)
    assert proof.added_at == making.moment("2026-03-02 09:00")
    assert proof.file.name.startswith("proofs/")
    assert "Signed" not in proof.file.name
    assert proof.file.open().read() == SHEET


def test_the_same_file_is_kept_once(proof, completion, coordinator):
    assert attach(completion, sheet(), name="Again.pdf", by=coordinator) == proof
    assert attach(completion, sheet(b"%PDF-1.7 another"), name="Signed sheet.pdf", by=coordinator) != proof
    assert Proof.objects.count() == 2


def test_the_same_file_may_prove_two_completions(proof, learner, coordinator):
    other = making.completion(learner)
    assert attach(other, sheet(), name="Signed sheet.pdf", by=coordinator).completion == other


def test_a_proof_is_never_changed_or_removed(proof, completion):
    for rewriting in (proof.save, proof.delete, Proof.objects.all().delete, lambda: Proof.objects.update(name="x")):
        with pytest.raises(LedgerIsAppendOnly):
            rewriting()
    with pytest.raises(ProtectedError):
        models.Model.delete(completion)


def test_a_revoked_completion_keeps_its_proof_and_takes_more(proof, completion, coordinator):
    old = revoke(completion, by=coordinator, reason="Signature of somebody else")
    attach(old, sheet(b"%PDF-1.7 letter"), name="Letter.pdf", by=coordinator)
    assert [each.name for each in Completion.objects.get().proofs.all()] == ["Signed sheet.pdf", "Letter.pdf"]


@pytest.mark.parametrize("reader", ["learner", "coordinator", "director", "superuser"])
def test_who_may_open_it(request, client, proof, reader):
    client.force_login(request.getfixturevalue(reader))
    response = client.get(f"/proofs/{proof.pk}/")
    assert b"".join(response.streaming_content) == SHEET
    assert response["Content-Disposition"] == 'inline; filename="Signed sheet.pdf"'
    assert (response["Cache-Control"], response["X-Content-Type-Options"]) == ("private, no-store", "nosniff")


@pytest.mark.parametrize("reader", ["principal", "other_principal", "mentor", "teacher", "editor", "outsider"])
def test_who_may_not(request, client, proof, reader):
    client.force_login(request.getfixturevalue(reader))
    assert client.get(f"/proofs/{proof.pk}/").status_code == 404


def test_signed_out_and_posts_get_nothing(client, proof, learner):
    assert client.get(f"/proofs/{proof.pk}/").status_code == 302
    client.force_login(learner)
    assert client.post(f"/proofs/{proof.pk}/").status_code == 405


@pytest.mark.parametrize("pk", ["0", "99999999", str(2**63), "9" * 400])
def test_proofs_that_do_not_exist(client, coordinator, pk):
    client.force_login(coordinator)
    assert client.get(f"/proofs/{pk}/").status_code == 404


def test_the_transcript_links_to_proofs_for_those_who_may_open_them(client, proof, learner, principal, completion):
    link = f'href="/proofs/{proof.pk}/"'
    client.force_login(learner)
    assert link in client.get("/my/transcript/").content.decode()
    client.force_login(principal)
    page = client.get(f"/people/{learner.pk}/transcript/").content.decode()
    assert (completion.title in page, link in page, "Signed sheet" in page) == (True, False, False)
