"""Links lessons and activities to duties, and outside learning of a person; what is taken off stays on record."""

from django.db import transaction
from django.utils import timezone

from pdportal.duties.errors import DutyOfAnother, NotOutsideLearning
from pdportal.duties.records import Duty, DutyEvidence, DutyLink, JobDescription
from pdportal.people.queries import lock_person
from pdportal.transcripts.choices import ActivityKind


@transaction.atomic
def link(duty, page, *, by, at=None):
    """Say that ``page`` (any language of it) trains for ``duty``; a second time changes nothing. Returns the link."""
    _lock([duty.description_id])
    return _link(duty.pk, page, by=by, at=at or timezone.now())


@transaction.atomic
def unlink(found, *, by, at=None):
    """Take a link off; a second time changes nothing."""
    _lock([found.duty.description_id])
    _remove(DutyLink.objects.filter(pk=found.pk), by=by, at=at or timezone.now())


@transaction.atomic
def serve(page, duties, *, by, at=None):
    """Let ``page`` train for exactly these ``duties`` (ids); the descriptions concerned are locked meanwhile.

    Raises DutyOfAnother for an id that is no duty.
    """
    at = at or timezone.now()
    duties = set(duties)
    standing = DutyLink.objects.standing().filter(page_key=page.translation_key)
    known = Duty.objects.filter(pk__in=duties | set(standing.values_list("duty_id", flat=True)))
    known = dict(known.values_list("pk", "description_id"))
    if duties - set(known):
        raise DutyOfAnother
    _lock(known.values())
    before = set(standing.values_list("duty_id", flat=True))
    _remove(standing.exclude(duty__in=duties), by=by, at=at)
    for duty_id in sorted(duties - before):
        _link(duty_id, page, by=by, at=at)


@transaction.atomic
def count(duty, completion, *, by, at=None):
    """Let outside learning of a person speak to a duty of hers; a second time changes nothing. Returns the evidence.

    It goes by the activity, not by the line of the ledger: a corrected line speaks to the duty as well. Raises
    NotOutsideLearning for other lines and for revoked ones.
    """
    person = lock_person(completion.learner_id)
    if completion.activity_kind != ActivityKind.OUTSIDE or completion.revoked_at:
        raise NotOutsideLearning
    evidence, _created = DutyEvidence.objects.get_or_create(
        duty=duty, learner=person, activity_key=completion.activity_key, removed_at=None,
        defaults={"title": completion.title, "added_by": by, "added_at": at or timezone.now()},
    )  # fmt: skip
    return evidence


@transaction.atomic
def uncount(evidence, *, by, at=None):
    """Take a piece of evidence off; a second time changes nothing."""
    lock_person(evidence.learner_id)
    _remove(DutyEvidence.objects.filter(pk=evidence.pk), by=by, at=at or timezone.now())


def _lock(descriptions):
    """Lock the descriptions with these ids, always in the same order."""
    list(JobDescription.objects.select_for_update().filter(pk__in=set(descriptions)).order_by("pk"))


def _link(duty_id, page, *, by, at):
    found, _created = DutyLink.objects.get_or_create(
        duty_id=duty_id, page_key=page.translation_key, removed_at=None,
        defaults={"title": page.title, "added_by": by, "added_at": at},
    )  # fmt: skip
    return found


def _remove(attachments, *, by, at):
    attachments.filter(removed_at=None).update(removed_at=at, removed_by=by)
