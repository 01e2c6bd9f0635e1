"""Photos and papers of a practice step: attached to the draft, removed from it, opened by those who may."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import gates, practice
from courses.choices import GateKind, RoundOutcome
from courses.practice_records import PracticeFile
from pdportal.common.photos import without_traces
from pdportal.common.uploads import check_upload, tidy_name
from pdportal.people import oversight

MOST_FILES = 10
MOST_AT_ONCE = 30 * 1024 * 1024


def attach(learner, lesson, gate_id, uploads, *, at=None):
    """Add ``uploads`` to the draft of a practice step, photos without place and camera.

    The same file twice is one. What cannot be taken leaves the others as they are: returns the sentences that say
    why. Nothing is added to what is handed in. Raises NoSuchGate.
    """
    at = at or timezone.now()
    gate = gates.gate_of(lesson, gate_id, GateKind.PRACTICE)
    if sum(upload.size for upload in uploads) > MOST_AT_ONCE:
        words = {"most": filesizeformat(MOST_AT_ONCE)}
        return [_("The files are too large together; at most %(most)s can be sent at once.") % words]
    clean, refusals = _checked(uploads)
    return refusals + (_keep(learner, lesson, gate, clean, at) if clean else [])


def _checked(uploads):
    """What can be kept, as ``(name, content)``, and the sentences for the rest."""
    clean, refusals = [], []
    for upload in uploads:
        try:
            check_upload(upload)
            clean.append((tidy_name(upload.name), without_traces(upload)))
        except ValidationError as trouble:
            refusals += trouble.messages
    return clean, refusals


@transaction.atomic
def _keep(learner, lesson, gate, clean, at):
    submission = practice.locked(learner, lesson, gate, at)
    if submission.status not in practice.OPEN:
        return [_("This step is handed in; files can be added when it comes back to you.")]
    if submission.pk is None:
        submission.save()
    refusals = []
    for name, content in clean:
        digest = hashlib.sha256(content.read()).hexdigest()
        content.seek(0)
        draft = submission.files.filter(removed_at=None)
        if draft.filter(digest=digest).exists():
            continue
        if draft.count() >= MOST_FILES:
            refusals.append(_("“%(name)s” was not added: at most %(most)s files.") % {"name": name, "most": MOST_FILES})
            continue
        kept = PracticeFile(submission=submission, name=name, size=content.size, digest=digest, added_at=at)
        kept.file.save(name, content)
    return refusals


@transaction.atomic
def remove(learner, lesson, gate_id, pk, *, at=None):
    """Take a file out of the draft; one that an earlier round was handed in with stays in that round.

    A file that is not there (any more), or a step that is handed in, changes nothing. Raises NoSuchGate.
    """
    at = at or timezone.now()
    gate = gates.gate_of(lesson, gate_id, GateKind.PRACTICE)
    submission = practice.locked(learner, lesson, gate, at)
    found = submission.files.filter(removed_at=None, pk=pk).first() if submission.pk else None
    if found is None or submission.status not in practice.OPEN:
        return
    if found.rounds.exists():
        found.removed_at = at
        found.save(update_fields=["removed_at"])
        return
    storage, name = found.file.storage, found.file.name
    found.delete()
    transaction.on_commit(lambda: storage.delete(name))


def visible_to(viewer):
    """The files ``viewer`` may open: own ones; those handed in (and not taken back) by people one may vouch for."""
    handed_in = Q(rounds__outcome__in=[RoundOutcome.WAITING, RoundOutcome.RETURNED, RoundOutcome.SIGNED_OFF])
    others = handed_in & Q(submission__enrollment__learner__in=oversight.vouched_for_by(viewer))
    return PracticeFile.objects.filter(Q(submission__enrollment__learner=viewer) | others).distinct()
