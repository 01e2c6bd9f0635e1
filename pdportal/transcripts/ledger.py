"""Writes the ledger: award, revoke, correct. Rows are never changed; every verb is idempotent or refuses."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from pdportal.common.dates import today
from pdportal.transcripts import certificates
from pdportal.transcripts.choices import Source
from pdportal.transcripts.errors import AlreadyRevoked, DateInFuture, ReasonMissing
from pdportal.transcripts.records import ActivityStart, Completion


def start(learner, activity_key, *, cycle="", at=None):
    """Note that ``learner`` began an activity; the first start of a cycle counts. Returns the ActivityStart."""
    begun, _ = ActivityStart.objects.get_or_create(
        learner=learner, activity_key=activity_key, cycle=cycle, defaults={"started_at": at or timezone.now()}
    )
    return begun


@transaction.atomic
def award(
    learner, activity, *, source, cycle="", completed_on=None, credit_hours=None, recorded_by=None, vouched_by=None,
    valid_until=None, reason="", at=None,
):  # fmt: skip
    """Write that ``learner`` completed ``activity`` (an Activity) and issue its certificate; returns the Completion.

    Asking again for the same learner, activity and cycle returns the row that stands. The learner's row is locked
    meanwhile, and a unique constraint is the second net. ``completed_on`` is the date it was true (today), ``at`` the
    moment it is recorded (now); ``credit_hours`` overrides the activity's own. Raises DateInFuture.
    """
    at = at or timezone.now()
    completed_on = completed_on or today(at)
    if completed_on > today(at):
        raise DateInFuture
    learner = get_user_model().objects.select_for_update().get(pk=learner.pk)
    standing = Completion.objects.standing().filter(learner=learner, activity_key=activity.key, cycle=cycle).first()
    if standing:
        return standing
    completion = _write(
        learner, activity, cycle=cycle, completed_on=completed_on, recorded_at=at, source=source,
        credit_hours=activity.credit_hours if credit_hours is None else credit_hours, recorded_by=recorded_by,
        vouched_by=vouched_by, valid_until=valid_until, reason=reason,
    )  # fmt: skip
    start(learner, activity.key, cycle=cycle, at=at)
    if activity.awards_certificate:
        certificates.issue(completion, activity, at=at)
    return completion


@transaction.atomic
def revoke(completion, *, by, reason, at=None):
    """Withdraw ``completion``: it stays readable, marked with who, when and why. Raises AlreadyRevoked, ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    completion = Completion.objects.select_for_update().get(pk=completion.pk)
    if completion.revoked_at:
        raise AlreadyRevoked
    completion.revoked_at = at or timezone.now()
    completion.revoked_by = by
    completion.revocation_reason = reason.strip()
    completion.save(update_fields=["revoked_at", "revoked_by", "revocation_reason"])
    return completion


@transaction.atomic
def correct(completion, *, by, reason, completed_on=None, credit_hours=None, at=None):
    """Replace ``completion`` by a new row with another date or other hours; the old row stays, revoked.

    The certificate of the old row shows as revoked, and the new row gets its own. Raises AlreadyRevoked,
    ReasonMissing and DateInFuture.
    """
    at = at or timezone.now()
    if completed_on and completed_on > today(at):
        raise DateInFuture
    old = revoke(completion, by=by, reason=reason, at=at)
    new = Completion.objects.create(
        learner=old.learner, activity_key=old.activity_key, activity_kind=old.activity_kind, titles=old.titles,
        cycle=old.cycle, credit_hours=old.credit_hours if credit_hours is None else credit_hours,
        page_revision=old.page_revision, completed_on=completed_on or old.completed_on, recorded_at=at,
        source=Source.CORRECTION, recorded_by=by, vouched_by=old.vouched_by, reason=reason.strip(),
        valid_until=old.valid_until, corrects=old,
    )  # fmt: skip
    certificates.reissue(old, new, at=at)
    return new


def _write(learner, activity, **fields):
    return Completion.objects.create(
        learner=learner,
        activity_key=activity.key,
        activity_kind=activity.kind,
        titles=activity.titles,
        page_revision=activity.revision,
        **fields,
    )
