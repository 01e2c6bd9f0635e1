"""What every verb on claims shares: the lock, the numbered step, where the claim goes next, the line in the ledger."""

from pdportal.claims import notifications
from pdportal.claims.choices import ApproverRole, ClaimState, Stage, StepKind
from pdportal.claims.queries import holders
from pdportal.claims.records import Claim
from pdportal.common.dates import today
from pdportal.people.calendar import SchoolCalendar
from pdportal.transcripts import ledger, proofs
from pdportal.transcripts.activities import Activity
from pdportal.transcripts.choices import ActivityKind, Source

# Who decides where nobody else holds the role for this learner.
DEPUTIES = {
    ApproverRole.PRINCIPAL: ApproverRole.COORDINATOR,
    ApproverRole.COORDINATOR: ApproverRole.DIRECTOR,
    ApproverRole.DIRECTOR: ApproverRole.COORDINATOR,
}


def lock(claim):
    """The row of ``claim``, locked until the transaction ends, with learner and shape."""
    rows = Claim.objects.select_related("learner", "shape", "completion")
    return rows.select_for_update(of=("self",)).get(pk=claim.pk)


def step(claim, kind, *, by, at, **fields):
    """Write down that ``kind`` happened to ``claim`` (locked), as its next number; saves the claim with history."""
    claim.turn += 1
    claim.steps.create(number=claim.turn, kind=kind, by=by, at=at, **fields)
    claim._history_user = by
    claim._change_reason = fields.get("comment", "")[:100] or None
    claim.save()
    return claim


def wait_at(claim, stage, *, at, beforehand_by=""):
    """Let ``claim`` wait at ``stage`` for whoever decides there; tells them. An automatic stage is passed at once.

    ``beforehand_by`` is the role that is or was to be asked before the event, if there is one.
    """
    role = _role_at(claim, stage, beforehand_by)
    if not role:
        return approve(claim, hours=claim.hours, by=None, comment="", at=at)
    on = today(at)
    claim.state, claim.stage = ClaimState.HANDED_IN, stage
    claim.waits_for = routed(role, claim.learner, on)
    days = claim.shape.decide_days if claim.shape else 5
    claim.decide_by = SchoolCalendar.load().add_working_days(on, days)
    claim.reminded_on = None
    claim.save_without_historical_record()
    notifications.waiting(claim, approvers_of(claim, on), at=at)
    return claim


def stop_waiting(claim, state):
    """Let ``claim`` (not saved here) wait for nobody, in ``state``."""
    claim.state, claim.stage, claim.waits_for, claim.decide_by, claim.reminded_on = state, "", "", None, None


def approve(claim, *, hours, by, comment, at, instead_of=""):
    """Put ``hours`` of ``claim`` (locked) on the transcript with its proofs, once and for all; tells the learner."""
    in_part = hours < claim.hours
    stop_waiting(claim, ClaimState.IN_PART if in_part else ClaimState.APPROVED)
    claim.granted_hours, claim.decided_at = hours, at
    claim.completion = ledger.award(
        claim.learner, activity_of(claim), source=Source.CLAIM, completed_on=claim.ends_on, credit_hours=hours,
        recorded_by=by, vouched_by=by, credit_type=claim.kind, reason=comment, at=at,
    )  # fmt: skip
    for proof in claim.files.all():
        with proof.file.open("rb") as file:
            proofs.attach(claim.completion, file, name=proof.name, by=claim.learner, at=at)
    kind = StepKind.IN_PART if in_part else StepKind.APPROVED
    step(claim, kind, by=by, at=at, hours=hours, comment=comment, instead_of=instead_of)
    notifications.decided(claim, kind, by=by, comment=comment, at=at)
    return claim


def activity_of(claim):
    """The outside activity a claim stands for; no certificate is printed, since the district did not teach it."""
    return Activity(
        key=claim.key, kind=ActivityKind.OUTSIDE, titles={claim.language: claim.title}, credit_hours=claim.hours,
        awards_certificate=False, topics=tuple(topic.slug for topic in claim.topics.all()),
    )  # fmt: skip


def routed(role, learner, on):
    """``role``, or whoever decides in its place where nobody else holds it for ``learner`` on ``on``."""
    for wanted in (role, DEPUTIES[role], DEPUTIES[DEPUTIES[role]]):
        if holders(wanted, learner, on).exists():
            return wanted
    return role


def approvers_of(claim, on):
    """Those who are told that ``claim`` waits."""
    return list(holders(claim.waits_for, claim.learner, on).exclude(pk=claim.first_approved_by_id))


def _role_at(claim, stage, beforehand_by):
    shape = claim.shape
    if shape is None:
        return ApproverRole.COORDINATOR
    if stage == Stage.SECOND:
        return shape.second_approver
    if stage == Stage.BEFOREHAND:
        return beforehand_by
    # Hours that should have been asked for beforehand are never approved without a human eye.
    return shape.first_approver or ("" if claim.preapproved_at else beforehand_by)
