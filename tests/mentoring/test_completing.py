"""At the end of a programme the hours go to both transcripts."""

from decimal import Decimal

import pytest

from courses.trail import path_for
from mentoring import completing
from mentoring import pairing as pairings
from mentoring.errors import NoContactHours, PairingHasNotBegun
from mentoring.records import Pairing
from pdportal.credits import hours
from pdportal.transcripts.records import Completion
from tests.credits.making import cap, pack
from tests.factories import days_ago, make_path
from tests.mentoring.making import log_meeting, make_pairing


def test_both_get_the_contact_hours_once(pairing, meeting, mentor, learner, coordinator):
    first = completing.complete(pairing, by=coordinator)
    again = completing.complete(pairing, by=coordinator)
    assert [completion.pk for completion in again] == [completion.pk for completion in first]
    assert [(line.learner, line.credit_hours, line.completed_on, line.recorded_by) for line in first] == [
        (mentor, Decimal("0.75"), days_ago(0), coordinator), (learner, Decimal("0.75"), days_ago(0), coordinator),
    ]  # fmt: skip
    assert first[0].activity_key == pairing.programme.translation_key
    pairing.refresh_from_db()
    assert (pairing.status, pairing.why_ended, Completion.objects.count()) == ("ended", "The program is completed", 2)


def test_two_mentees_give_a_mentor_two_lines(pairing, meeting, mentor, teacher, coordinator):
    second = make_pairing(pairing.programme, mentor, teacher, coordinator)
    log_meeting(second, mentor, minutes=60)
    completing.complete(pairing, by=coordinator)
    completing.complete(second, by=coordinator)
    earned = Completion.objects.filter(learner=mentor).values_list("credit_hours", flat=True)
    assert sorted(earned) == [Decimal("0.75"), Decimal("1.00")]
    assert completing.awarded(Pairing.objects.get(pk=pairing.pk))[0].credit_hours == Decimal("0.75")


def test_the_hours_are_of_type_mentoring_and_stand_under_the_caps_of_the_packs(pairing, meeting, coordinator):
    pack("renewal", cap(["mentoring"], hours="0.50"))
    for line in completing.complete(pairing, by=coordinator):
        assert line.credit_type == "mentoring"
        sums = hours.of_person(line.learner)[0].count.totals
        assert (sums.earned, sums.counted, sums.capped) == (Decimal("0.75"), Decimal("0.5"), Decimal("0.25"))


def test_hours_of_a_pairing_that_ended_early_are_kept(pairing, meeting, coordinator):
    pairings.end(pairing, by=coordinator, reason="Moved", ends_on=days_ago(2))
    lines = completing.complete(pairing, by=coordinator)
    assert [line.completed_on for line in lines] == [days_ago(2), days_ago(2)]
    pairing.refresh_from_db()
    assert pairing.end_reason == "Moved"


def test_without_hours_there_is_nothing_to_award(pairing, coordinator):
    with pytest.raises(NoContactHours):
        completing.complete(pairing, by=coordinator)
    pairing.refresh_from_db()
    assert pairing.is_active is True


def test_a_proposal_is_not_completed(programme, mentor, learner, coordinator):
    proposal = pairings.propose(programme, mentor, learner, by=coordinator, starts_on=days_ago(0))
    with pytest.raises(PairingHasNotBegun):
        completing.complete(proposal, by=coordinator)


def test_the_programme_is_a_step_of_the_mentees_path_done_with_it(pairing, meeting, learner, coordinator):
    path = make_path("Orientation", steps=[pairing.programme])
    assert path_for(learner, path.translation_key).is_done is False
    completing.complete(pairing, by=coordinator)
    found = path_for(learner, path.translation_key)
    assert (found.is_done, found.hours_done) == (True, pairing.programme.credit_hours)
