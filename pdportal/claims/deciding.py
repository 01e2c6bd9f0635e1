"""What approvers do with a claim: approve all or part of the hours, return it for correction, deny it.

Whoever decides says which ``turn`` of the claim they looked at; a claim that moved on meanwhile is not decided.
"""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from pdportal.claims import moving, notifications
from pdportal.claims.choices import APPROVALS, QUARTER, ClaimState, Stage, StepKind
from pdportal.claims.errors import (
    AlreadyDecided,
    ChangedMeanwhile,
    CommentMissing,
    HoursNotPossible,
    MayNotDecide,
    OwnClaim,
    SamePersonTwice,
)
from pdportal.claims.permissions import may_decide, stands_in
from pdportal.common.dates import today

LONGEST_COMMENT = 2_000


@transaction.atomic
def approve(claim, *, by, hours=None, comment="", turn=None, at=None):
    """Approve ``hours`` of ``claim`` (all that were asked): beforehand, passed on to a second approver, or for good.

    For good means: on the transcript, with the proofs. A second time by the same person changes nothing. Raises
    HoursNotPossible, CommentMissing for fewer hours without a reason, and what ``_opened`` raises.
    """
    at, comment = at or timezone.now(), _tidy(comment)
    claim, done = _opened(claim, by, turn, APPROVALS, at)
    if done:
        return claim
    most = claim.granted_hours or claim.hours
    hours = most if hours is None else Decimal(hours)
    if hours % QUARTER or not 0 < hours <= most:
        raise HoursNotPossible
    if hours < most and not comment:
        raise CommentMissing
    deputy = _instead_of(claim, by, at)
    if claim.stage == Stage.BEFOREHAND:
        return _approve_beforehand(claim, hours, by, comment, at, deputy)
    if claim.stage == Stage.FIRST and claim.shape and claim.shape.second_approver:
        claim.first_approved_by, claim.granted_hours = by, hours
        moving.step(claim, StepKind.PASSED_ON, by=by, at=at, hours=hours, comment=comment, instead_of=deputy)
        return moving.wait_at(claim, Stage.SECOND, at=at)
    return moving.approve(claim, hours=hours, by=by, comment=comment, at=at, instead_of=deputy)


@transaction.atomic
def send_back(claim, *, by, comment, turn=None, at=None):
    """Return ``claim`` for correction with a comment; everything in it is kept. A second time changes nothing.

    Raises CommentMissing and what ``_opened`` raises.
    """
    return _close(claim, ClaimState.RETURNED, StepKind.RETURNED, by=by, comment=comment, turn=turn, at=at)


@transaction.atomic
def deny(claim, *, by, comment, turn=None, at=None):
    """Deny ``claim`` for good, with the reason. A second time by the same person changes nothing.

    Raises CommentMissing and what ``_opened`` raises.
    """
    return _close(claim, ClaimState.DENIED, StepKind.DENIED, by=by, comment=comment, turn=turn, at=at)


def _approve_beforehand(claim, hours, by, comment, at, deputy):
    moving.stop_waiting(claim, ClaimState.PREAPPROVED)
    claim.preapproved_at, claim.preapproved_hours = at, hours
    moving.step(claim, StepKind.PREAPPROVED, by=by, at=at, hours=hours, comment=comment, instead_of=deputy)
    notifications.decided(claim, StepKind.PREAPPROVED, by=by, comment=comment, at=at)
    return claim


def _close(claim, state, kind, *, by, comment, turn, at):
    at, comment = at or timezone.now(), _tidy(comment)
    claim, done = _opened(claim, by, turn, (kind,), at)
    if done:
        return claim
    if not comment:
        raise CommentMissing
    deputy = _instead_of(claim, by, at)
    moving.stop_waiting(claim, state)
    claim.first_approved_by = claim.granted_hours = None
    claim.decided_at = at if state == ClaimState.DENIED else None
    moving.step(claim, kind, by=by, at=at, comment=comment, instead_of=deputy)
    notifications.decided(claim, kind, by=by, comment=comment, at=at)
    return claim


def _opened(claim, by, turn, kinds, at):
    """``(claim, done)``: the claim under its lock, and whether ``by`` took this very decision already.

    Raises OwnClaim, AlreadyDecided, ChangedMeanwhile (handed in anew, or another turn), SamePersonTwice, MayNotDecide.
    """
    claim = moving.lock(claim)
    if claim.learner_id == by.pk:
        raise OwnClaim
    waits = claim.state == ClaimState.HANDED_IN
    if not waits or turn not in {None, claim.turn}:
        last = claim.steps.last()
        if last and last.by_id == by.pk and last.kind in kinds and turn in {None, claim.turn - 1}:
            return claim, True
        raise ChangedMeanwhile if claim.is_editable or waits else AlreadyDecided
    if claim.first_approved_by_id == by.pk:
        raise SamePersonTwice
    if not may_decide(by, claim, on=today(at)):
        raise MayNotDecide
    return claim, False


def _instead_of(claim, by, at):
    return claim.waits_for if stands_in(by, claim, on=today(at)) else ""


def _tidy(comment):
    return comment.replace("\x00", "").strip()[:LONGEST_COMMENT]
