"""Writes the ledger: award, revoke, correct. Rows are never changed; every verb is idempotent or refuses."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from pdportal.common.dates import today
from pdportal.people.queries import lock_person
from pdportal.transcripts import certificates, notifications
from pdportal.transcripts.choices import Source
from pdportal.transcripts.errors import (
    AlreadyRevoked,
    DateInFuture,
    DateTooEarly,
    HoursNegative,
    NothingCorrected,
    ReasonMissing,
    ValidityTooShort,
)
from pdportal.transcripts.records import ActivityStart, Completion

BATCH = 500
LONGEST_REASON = 300
EARLIEST = dt.date(1950, 1, 1)  # nobody who works today learned anything before


def start(learner, activity_key, *, cycle="", at=None):
    """Note that ``learner`` began an activity; the first start of a cycle counts. Returns the ActivityStart."""
    begun, _ = ActivityStart.objects.get_or_create(
        learner=learner, activity_key=activity_key, cycle=cycle, defaults={"started_at": at or timezone.now()}
    )
    return begun


@transaction.atomic
def award(
    learner, activity, *, source, cycle="", completed_on=None, credit_hours=None, recorded_by=None, vouched_by=None,
    valid_until=None, reason="", tell=False, at=None, credit_type=None,
):  # fmt: skip
    """Write that ``learner`` completed ``activity`` (an Activity) and issue its certificate; returns the Completion.

    Asking again for the same learner, activity and cycle returns the row that stands; a revoked row does not stand,
    so a new award follows it. The learner's row is locked meanwhile, and a unique constraint is the second net; where
    the account was merged into another, the row is written for that one.
    ``completed_on`` is the date it was true (today), ``at`` the moment it is recorded (now); ``credit_hours``
    and ``credit_type`` override the activity's own. With ``tell`` the learner finds a notice in the portal (verbs of
    upper floors tell by themselves). Raises DateInFuture, DateTooEarly, HoursNegative, ValidityTooShort.
    """
    at = at or timezone.now()
    completed_on = completed_on or today(at)
    hours = activity.credit_hours if credit_hours is None else credit_hours
    check(completed_on, hours, valid_until, at=at)
    learner = lock_person(learner.pk)
    standing = Completion.objects.standing().filter(learner=learner, activity_key=activity.key, cycle=cycle).first()
    if standing:
        return standing
    completion = Completion.objects.create(
        learner=learner, activity_key=activity.key, activity_kind=activity.kind, titles=activity.titles,
        page_revision=activity.revision, cycle=cycle, credit_hours=hours, completed_on=completed_on, recorded_at=at,
        credit_type=credit_type or activity.credit_type, topics=list(activity.topics), source=source,
        recorded_by=recorded_by, vouched_by=vouched_by, valid_until=valid_until, reason=reason.strip()[:LONGEST_REASON],
    )  # fmt: skip
    start(learner, activity.key, cycle=cycle, at=at)
    certificate = certificates.issue(completion, activity, at=at) if activity.awards_certificate else None
    if tell:
        notifications.awarded(completion, certificate, at=at)
    return completion


@transaction.atomic
def revoke(completion, *, by, reason, at=None):
    """Withdraw ``completion``: it stays readable, marked with who, when and why, and the learner is told.

    Raises AlreadyRevoked, ReasonMissing. Returns the completion as it now stands.
    """
    old = _withdraw(completion, by=by, reason=reason, at=at or timezone.now())
    notifications.revoked(old, at=at)
    return old


@transaction.atomic
def correct(completion, *, by, reason, completed_on=None, credit_hours=None, at=None):
    """Replace ``completion`` by a new row with another date or other hours; the old row stays, revoked.

    The certificate of the old row shows as revoked, and the new row gets its own. Raises AlreadyRevoked,
    ReasonMissing, the refusals of ``check``, and NothingCorrected where date and hours are as they were.
    """
    at = at or timezone.now()
    date = completed_on or completion.completed_on
    hours = completion.credit_hours if credit_hours is None else credit_hours
    check(date, hours, completion.valid_until, at=at)
    if (date, hours) == (completion.completed_on, completion.credit_hours):
        raise NothingCorrected
    old = _withdraw(completion, by=by, reason=reason, at=at)
    new = Completion.objects.create(
        learner=old.learner, activity_key=old.activity_key, activity_kind=old.activity_kind, titles=old.titles,
        page_revision=old.page_revision, cycle=old.cycle, credit_hours=hours, completed_on=date, recorded_at=at,
        credit_type=old.credit_type, topics=old.topics, source=Source.CORRECTION, recorded_by=by,
        vouched_by=old.vouched_by, valid_until=old.valid_until, reason=old.revocation_reason, corrects=old,
    )  # fmt: skip
    certificate = certificates.reissue(old, new, at=at)
    notifications.corrected(new, certificate, at=at)
    return new


@dataclass(frozen=True)
class Held:
    """What the ledger holds of some people: by day, whether it stands; by cycle, the day of what stands."""

    days: dict
    cycles: dict


def held_by(people, *, locked=False):
    """What the ledger Held holds of ``people`` (ids), whom ``locked`` locks first, so that it stays true."""
    days, cycles, people = {}, {}, sorted(people)
    for start_at in range(0, len(people), BATCH):
        some = people[start_at : start_at + BATCH]
        if locked:
            list(get_user_model().objects.select_for_update(no_key=True).filter(pk__in=some).order_by("pk"))
        rows = Completion.objects.filter(learner__in=some).order_by("pk")
        for learner, key, *row in rows.values_list("learner", "activity_key", "completed_on", "cycle", "revoked_at"):
            completed_on, cycle, revoked_at = row
            days[learner, key, completed_on] = revoked_at is None or days.get((learner, key, completed_on), False)
            if revoked_at is None:
                cycles[learner, key, cycle] = completed_on
    return Held(days, cycles)


@transaction.atomic
def write_many(lines, *, run, by, at):
    """Write the checked ``lines`` of the LedgerImport ``run``; returns the completions. Certificates are not issued."""
    rows = [
        Completion(
            learner_id=line.learner_id, activity_key=line.activity.key, activity_kind=line.activity.kind,
            titles=line.activity.titles, page_revision=line.activity.revision, topics=list(line.activity.topics),
            credit_type=line.values.get("credit_type") or line.activity.credit_type, cycle=line.cycle,
            credit_hours=line.hours, completed_on=line.completed_on, valid_until=line.values.get("valid_until"),
            recorded_at=at, recorded_by=by, source=Source.IMPORT, reason=line.values.get("note") or "",
            ledger_import=run,
        )
        for line in lines
    ]  # fmt: skip
    starts = [
        ActivityStart(learner_id=row.learner_id, activity_key=row.activity_key, cycle=row.cycle, started_at=at)
        for row in rows
    ]
    ActivityStart.objects.bulk_create(starts, batch_size=BATCH, ignore_conflicts=True)
    return Completion.objects.bulk_create(rows, batch_size=BATCH)


def hand_over(completion, field, person, reason):
    """Put ``completion`` on the transcript of ``person``, the other account of the same human being; nothing else.

    Part of ``people.merging``, which keeps the reason. The certificate keeps the name it was issued in.
    """
    Completion.objects.filter(pk=completion.pk).hand_over(person)


def check(completed_on, hours, valid_until=None, *, at=None):
    """Raise DateInFuture, DateTooEarly, HoursNegative or ValidityTooShort where a row could not be true."""
    if completed_on > today(at):
        raise DateInFuture
    if completed_on < EARLIEST:
        raise DateTooEarly
    if hours < 0:
        raise HoursNegative
    if valid_until and valid_until < completed_on:
        raise ValidityTooShort


def _withdraw(completion, *, by, reason, at):
    reason = reason.strip()[:LONGEST_REASON]
    if not reason:
        raise ReasonMissing
    lock_person(completion.learner_id)
    if not Completion.objects.filter(pk=completion.pk).withdraw(by=by, reason=reason, at=at):
        raise AlreadyRevoked
    return Completion.objects.select_related("learner").get(pk=completion.pk)
