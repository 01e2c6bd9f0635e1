"""Reminds people of claims that stand still: approvers who are late, learners who may add their proof now."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from pdportal.claims import moving, notifications, queries
from pdportal.claims.choices import ClaimState
from pdportal.claims.records import Claim
from pdportal.common.dates import today
from pdportal.people.choices import Role

AGAIN_AFTER = dt.timedelta(days=7)


def remind(*, at=None):
    """Tell approvers and coordinators of late decisions, once a week; learners of what is over, once. How many."""
    at = at or timezone.now()
    on = today(at)
    due = Q(reminded_on=None) | Q(reminded_on__lte=on - AGAIN_AFTER)
    late = list(queries.late(on).filter(due).values_list("pk", flat=True))
    over = Claim.objects.filter(state=ClaimState.PREAPPROVED, ends_on__lt=on, reminded_on=None)
    reminded = [_remind_late(pk, at) for pk in late] + [
        _remind_over(pk, at) for pk in list(over.values_list("pk", flat=True))
    ]
    return sum(reminded)


@transaction.atomic
def _remind_late(pk, at):
    claim, on = _locked(pk), today(at)
    if claim.state != ClaimState.HANDED_IN or (claim.reminded_on and claim.reminded_on > on - AGAIN_AFTER):
        return False
    people = dict.fromkeys([*moving.approvers_of(claim, on), *queries.holders(Role.COORDINATOR, claim.learner, on)])
    _note(claim, on)
    notifications.late(claim, people, at=at)
    return True


@transaction.atomic
def _remind_over(pk, at):
    claim = _locked(pk)
    if claim.state != ClaimState.PREAPPROVED or claim.reminded_on:
        return False
    _note(claim, today(at))
    notifications.over(claim, at=at)
    return True


def _locked(pk):
    return moving.lock(Claim(pk=pk))


def _note(claim, on):
    claim.reminded_on = on
    claim.save_without_historical_record()
