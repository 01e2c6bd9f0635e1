"""Attaches proofs to completions: files kept as they were handed in, never changed or deleted."""

from django.db import transaction
from django.utils import timezone

from pdportal.common.uploads import fingerprint, tidy_name
from pdportal.transcripts.records import Completion, Proof


@transaction.atomic
def attach(completion, file, *, name, by, at=None):
    """Keep a copy of ``file`` (a Django File that passed ``check_upload``) as a Proof of ``completion``.

    ``name`` is what the file was called. The same file again changes nothing. The completion is locked meanwhile.
    A revoked completion can be given proofs too: they may show why it was revoked.
    """
    completion = Completion.objects.select_for_update(no_key=True).get(pk=completion.pk)
    sha256 = fingerprint(file)
    kept = completion.proofs.filter(sha256=sha256).first()
    if kept:
        return kept
    proof = Proof(completion=completion, name=tidy_name(name), bytes=file.size, sha256=sha256, added_by=by)
    proof.added_at = at or timezone.now()
    proof.file.save(proof.name, file, save=False)
    proof.save()
    return proof
