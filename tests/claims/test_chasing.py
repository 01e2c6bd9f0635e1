"""The nightly run reminds of decisions that are late and of proofs that can be added."""

import datetime as dt

from django.core.management import call_command
from django.utils import timezone

from pdportal.claims import chasing, deciding
from pdportal.claims.records import Claim
from pdportal.notices.records import Notice
from tests.claims.making import make_claim, make_shape
from tests.factories import days_ago, days_ahead


def told(kind):
    return sorted(notice.recipient.username for notice in Notice.objects.filter(kind=kind))


def test_late_decisions_are_chased_once_a_week(waiting, coordinator):
    assert chasing.remind() == 0
    Claim.objects.update(decide_by=days_ago(1))
    assert (chasing.remind(), chasing.remind()) == (1, 0)
    assert told("claim-late") == ["carla.coordinator", "pat.principal"]
    assert chasing.remind(at=timezone.now() + dt.timedelta(days=7)) == 1


def test_learners_are_reminded_once_to_add_their_proof(site, learner, principal):
    make_shape("Conferences", beforehand_by="principal")
    day = days_ahead(1)
    claim = make_claim(learner, starts_on=day, ends_on=day)
    deciding.approve(claim, by=principal)
    assert chasing.remind() == 0
    later = timezone.now() + dt.timedelta(days=2)
    assert (chasing.remind(at=later), chasing.remind(at=later)) == (1, 0)
    assert told("claim-over") == ["nora.newell"]


def test_the_nightly_command_does_it(waiting, capsys):
    Claim.objects.update(decide_by=days_ago(1))
    call_command("nightly")
    assert told("claim-late") == ["pat.principal"]
