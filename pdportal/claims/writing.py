"""What learners do with their claims: begin, write, add and replace proofs, hand in, take back, throw away."""

import hashlib

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from pdportal.claims import moving, shapes
from pdportal.claims.choices import (
    DECIDED,
    MOST_FILES,
    QUARTER,
    ClaimState,
    StepKind,
)
from pdportal.claims.errors import AlreadyDecided, Incomplete, NotDiscardable, NotEditable, TooManyFiles
from pdportal.claims.records import Claim, ClaimFile
from pdportal.common.dates import today
from pdportal.common.uploads import check_upload, tidy_name
from pdportal.credits.choices import Unit
from pdportal.credits.queries import clock_hours
from pdportal.transcripts.choices import CreditType

WRITTEN = ("title", "provider", "kind", "starts_on", "ends_on", "college_credits", "hours", "learned")
# What was approved beforehand stays what it was; the days and hours may turn out otherwise.
FIXED_BEFOREHAND = {"title", "provider", "kind"}


@transaction.atomic
def begin(learner, *, at=None):
    """A new draft of ``learner``; where one stands in which nothing was ever written, that one. Returns the Claim."""
    learner = get_user_model().objects.select_for_update(no_key=True).get(pk=learner.pk)
    blank = Claim.objects.filter(learner=learner, state=ClaimState.DRAFT, turn=0, saved_at=None, files=None).first()
    if blank:
        return blank
    claim = Claim(learner=learner, language=learner.language, created_at=at or timezone.now())
    claim.save_without_historical_record()
    return claim


@transaction.atomic
def save_draft(claim, *, fields, topics=None, at=None):
    """Keep ``fields`` (some of WRITTEN by name) and, unless None, ``topics``; returns the Claim.

    Saving the same again changes nothing but the moment. Raises NotEditable where it is handed in or decided.
    """
    claim = _editable(claim)
    fixed = FIXED_BEFOREHAND if claim.preapproved_at else set()
    for name in WRITTEN:
        if name in fields and name not in fixed:
            setattr(claim, name, fields[name])
    if claim.kind == CreditType.COLLEGE and claim.college_credits and not claim.hours:
        claim.hours = college_hours(claim, on=today(at))
    claim.saved_at = at or timezone.now()
    claim.save_without_historical_record()
    if topics is not None:
        claim.topics.set(topics)
    return claim


def college_hours(claim, *, on):
    """The college credits of ``claim`` in clock hours by the learner's rule packs, in quarters; None without one."""
    found = clock_hours(claim.learner, claim.college_credits, Unit.SEMESTER_HOUR, on) if claim.college_credits else None
    return found and found - found % QUARTER


@transaction.atomic
def add_file(claim, upload, *, at=None):
    """Add ``upload`` to the proofs; the same file again changes nothing. Returns the ClaimFile.

    Raises ValidationError (check_upload), TooManyFiles and NotEditable.
    """
    check_upload(upload)
    claim = _editable(claim)
    digest = _digest(upload)
    there = claim.files.filter(digest=digest).first()
    if there:
        return there
    if claim.files.count() >= MOST_FILES:
        raise TooManyFiles
    return _store(ClaimFile(claim=claim), upload, digest, at)


@transaction.atomic
def replace_file(file, upload, *, at=None):
    """Put ``upload`` in the place of ``file``, leaving all others; returns the ClaimFile that holds it.

    Raises ValidationError (check_upload) and NotEditable; then the old file stays.
    """
    check_upload(upload)
    claim = _editable(file.claim)
    digest = _digest(upload)
    there = claim.files.filter(digest=digest).first()
    if there:
        if there.pk != file.pk:
            remove_file(file)
        return there
    file = claim.files.get(pk=file.pk)
    _forget(file)
    return _store(file, upload, digest, at)


@transaction.atomic
def remove_file(file):
    """Take ``file`` out of its claim; a second time changes nothing. Raises NotEditable."""
    claim = _editable(file.claim)
    for there in claim.files.filter(pk=file.pk):
        _forget(there)
        there.delete()


@transaction.atomic
def hand_in(claim, *, at=None):
    """Hand ``claim`` in: who decides is told, or an automatic shape puts it on the transcript at once.

    A second time changes nothing. Raises Incomplete, whose ``problems`` say what is missing.
    """
    at, claim = at or timezone.now(), moving.lock(claim)
    if not claim.is_editable:
        return claim
    on = today(at)
    way = shapes.way_of(claim, on=on)
    problems = shapes.problems_of(claim, way, on=on, has_files=claim.files.exists())
    if problems:
        raise Incomplete(problems)
    claim.shape = way.shape if way.shape.pk else None
    claim.state, claim.handed_in_at, claim.decided_at = ClaimState.HANDED_IN, at, None
    claim.first_approved_by = claim.granted_hours = None
    moving.step(claim, StepKind.HANDED_IN, by=claim.learner, at=at, hours=claim.hours)
    return moving.wait_at(claim, shapes.stage_of(claim, way, on=on), beforehand_by=way.beforehand_by, at=at)


@transaction.atomic
def take_back(claim, *, at=None):
    """Take ``claim`` back before the decision, as it is; what is a draft stays one, so a second time changes nothing.

    An approval given beforehand stays while the hours wait; taken back itself, it is given up. Raises AlreadyDecided.
    """
    at, claim = at or timezone.now(), moving.lock(claim)
    if claim.state in DECIDED:
        raise AlreadyDecided
    if claim.state in {ClaimState.DRAFT, ClaimState.RETURNED}:
        return claim
    if claim.state == ClaimState.PREAPPROVED:
        claim.preapproved_at = claim.preapproved_hours = None
    state = ClaimState.PREAPPROVED if claim.preapproved_at else ClaimState.DRAFT
    moving.stop_waiting(claim, state)
    claim.first_approved_by = claim.granted_hours = None
    return moving.step(claim, StepKind.WITHDRAWN, by=claim.learner, at=at)


@transaction.atomic
def discard(claim):
    """Throw away a draft that nobody else ever saw, with its files; a second time changes nothing.

    Raises NotDiscardable for anything that was handed in once.
    """
    claim = Claim.objects.select_for_update().filter(pk=claim.pk).first()
    if claim is None:
        return
    if claim.was_handed_in:
        raise NotDiscardable
    for file in claim.files.all():
        _forget(file)
    claim.delete()


def _editable(claim):
    claim = moving.lock(claim)
    if not claim.is_editable:
        raise NotEditable
    return claim


def _store(file, upload, digest, at):
    file.name, file.size, file.digest, file.added_at = tidy_name(upload.name), upload.size, digest, at or timezone.now()
    file.file.save(file.name, upload, save=False)
    file.save()
    return file


def _forget(file):
    """Delete the stored bytes once the transaction is committed; a row rolled back keeps its file."""
    storage, name = file.file.storage, file.file.name
    transaction.on_commit(lambda: storage.delete(name))


def _digest(upload):
    digest = hashlib.sha256()
    for piece in upload.chunks():
        digest.update(piece)
    upload.seek(0)
    return digest.hexdigest()
