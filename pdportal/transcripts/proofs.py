"""Attaches proofs to completions, and disposes of their files when the time to keep them is over; never of the rows."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from pdportal.common.dates import in_words, today
from pdportal.common.uploads import fingerprint, tidy_name
from pdportal.transcripts.errors import ProofDisposed, ReasonMissing, TooEarlyToDispose
from pdportal.transcripts.records import Completion, Disposal, Proof
from pdportal.transcripts.retention import PROOFS

LONGEST_REASON = 300


@transaction.atomic
def attach(completion, file, *, name, by, at=None):
    """Keep a copy of ``file`` (a Django File that passed ``check_upload``) as a Proof of ``completion``.

    ``name`` is what the file was called. The same file again changes nothing. The completion is locked meanwhile.
    A revoked completion can be given proofs too: they may show why it was revoked. Raises ProofDisposed.
    """
    completion = Completion.objects.select_for_update(no_key=True).get(pk=completion.pk)
    sha256 = fingerprint(file)
    kept = completion.proofs.filter(sha256=sha256).first()
    if kept and kept.is_disposed:
        raise ProofDisposed
    if kept:
        return kept
    proof = Proof(completion=completion, name=tidy_name(name), bytes=file.size, sha256=sha256, added_by=by)
    proof.added_at = at or timezone.now()
    proof.file.save(proof.name, file, save=False)
    proof.save()
    return proof


def due_for_disposal(*, on=None):
    """The Proofs whose files need not be kept on the date ``on`` (today) any more, oldest completion first."""
    on = on or today()
    over = Q(completion__completed_on__lt=PROOFS.over_before(on))
    not_valid = Q(completion__valid_until=None) | Q(completion__valid_until__lt=on)
    due = Proof.objects.filter(over, not_valid, disposal=None).select_related("completion__learner")
    return due.order_by("completion__completed_on", "pk")


@transaction.atomic
def dispose(proofs, *, by, reason, at=None):
    """Delete the files of ``proofs`` and record who did and why; returns how many. Name and fingerprint stay.

    All of them or none; those disposed of before are left alone. Raises TooEarlyToDispose, ReasonMissing.
    """
    at, reason = at or timezone.now(), reason.strip()[:LONGEST_REASON]
    if not reason:
        raise ReasonMissing
    ids = [proof.pk for proof in proofs]
    locked = list(Proof.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    standing = [proof for proof in locked if not proof.is_disposed]
    due = set(due_for_disposal(on=today(at)).filter(pk__in=ids).values_list("pk", flat=True))
    for proof in standing:
        if proof.pk not in due:
            day = PROOFS.keep_until(proof.completion.completed_on, proof.completion.valid_until)
            raise TooEarlyToDispose(TooEarlyToDispose.sentence % {"name": proof.name, "day": in_words(day)})
    for proof in standing:
        Disposal.objects.create(proof=proof, disposed_by=by, disposed_at=at, reason=reason)
        transaction.on_commit(lambda file=proof.file: file.storage.delete(file.name))
    return len(standing)
