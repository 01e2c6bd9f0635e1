"""Two approvers decide at once: exactly one decision counts, and one line is on the transcript.

Checked by hand once on PostgreSQL: without ``select_for_update`` in ``moving.lock`` the first and the last test fail
(two decisions meet the unique number of the step). On SQLite every transaction is immediate, so there the transaction
itself is the lock.
"""

import threading

import pytest
from django.db import connection

from pdportal.claims import deciding, writing
from pdportal.claims.errors import ClaimRefusal
from pdportal.claims.records import Claim, ClaimStep
from pdportal.people.choices import Role
from pdportal.transcripts.records import Completion
from tests.factories import make_person

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def at_once(*jobs):
    """Run ``jobs`` in threads that start together; returns what each gave back, or the refusal it met."""
    barrier, results = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(number, job):
        barrier.wait(timeout=10)
        try:
            results[number] = job().state
        except ClaimRefusal as refusal:
            results[number] = type(refusal).__name__
        except Exception as trouble:  # noqa: BLE001  a thread must hand over whatever went wrong
            results[number] = trouble
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


@pytest.fixture
def approvers(waiting, school, principal):
    return [principal, *(make_person(f"Vice{number} Principal", Role.PRINCIPAL, school) for number in range(5))]


def test_of_six_who_approve_or_deny_one_counts(waiting, approvers):
    verbs = [deciding.approve, deciding.deny] * 3
    jobs = [
        lambda verb=verb, person=person: verb(waiting, by=person, comment="So be it.", turn=1)
        for verb, person in zip(verbs, approvers, strict=True)
    ]
    results = at_once(*jobs)
    state = Claim.objects.get().state
    assert sorted(map(str, results)) == sorted([state, *["AlreadyDecided"] * 5])
    assert ClaimStep.objects.count() == 2
    assert Completion.objects.count() == (state == "approved")


def test_deciding_and_taking_back_at_once_do_one_of_both(waiting, approvers):
    results = at_once(
        lambda: deciding.approve(waiting, by=approvers[0], turn=1),
        lambda: writing.take_back(waiting),
    )
    state = Claim.objects.get().state
    assert results in (["approved", "AlreadyDecided"], ["ChangedMeanwhile", "draft"])
    assert (ClaimStep.objects.count(), Completion.objects.count()) == (2, int(state == "approved"))


def test_a_double_click_in_six_windows_is_one_decision(waiting, approvers):
    results = at_once(*[lambda: deciding.approve(waiting, by=approvers[0], turn=1)] * 6)
    assert results == ["approved"] * 6
    assert (ClaimStep.objects.count(), Completion.objects.count()) == (2, 1)
