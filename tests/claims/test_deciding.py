"""Approvers approve, approve in part, return and deny; one decision counts, and nobody decides her own claim."""

from decimal import Decimal

import pytest

from pdportal.claims import deciding, writing
from pdportal.claims.errors import (
    AlreadyDecided,
    ChangedMeanwhile,
    CommentMissing,
    HoursNotPossible,
    MayNotDecide,
    OwnClaim,
    SamePersonTwice,
)
from pdportal.notices.records import Notice
from pdportal.people.choices import Role
from pdportal.transcripts.records import Completion
from tests.claims.making import make_claim, make_shape, upload
from tests.factories import days_ago, make_person


def test_approved_it_is_on_the_transcript_with_its_proofs(waiting, learner, principal):
    claim = deciding.approve(waiting, by=principal, comment="Good choice.")
    line = Completion.objects.get()
    assert claim.completion == line
    assert (line.learner, line.title, line.activity_key, line.activity_kind, line.source) == (
        learner, "State Library Conference", claim.key, "outside", "claim",
    )  # fmt: skip
    assert (line.completed_on, line.credit_hours, line.credit_type, line.vouched_by, line.reason) == (
        days_ago(7), Decimal(6), "conference", principal, "Good choice.",
    )  # fmt: skip
    assert [(proof.name, proof.added_by) for proof in line.proofs.all()] == [("certificate.png", learner)]
    assert not hasattr(line, "certificate")


def test_a_second_click_changes_nothing(waiting, principal):
    turn = waiting.turn
    claim = deciding.approve(waiting, by=principal, turn=turn)
    assert deciding.approve(waiting, by=principal, turn=turn).turn == claim.turn
    assert deciding.approve(waiting, by=principal).turn == claim.turn
    assert Completion.objects.count() == 1


def test_the_later_of_two_approvers_is_told(waiting, principal, coordinator):
    deciding.deny(waiting, by=principal, comment="Not about our work.", turn=waiting.turn)
    with pytest.raises(AlreadyDecided):
        deciding.approve(waiting, by=coordinator, turn=waiting.turn)
    assert Completion.objects.count() == 0


def test_fewer_hours_need_a_reason(waiting, principal):
    with pytest.raises(CommentMissing):
        deciding.approve(waiting, by=principal, hours=4)
    claim = deciding.approve(waiting, by=principal, hours=4, comment="Lunch does not count.")
    assert (claim.state, claim.granted_hours, claim.completion.credit_hours) == ("in_part", 4, Decimal(4))


@pytest.mark.parametrize("hours", ["0", "-1", "0.1", "6.25"])
def test_hours_that_cannot_be_approved(waiting, principal, hours):
    with pytest.raises(HoursNotPossible):
        deciding.approve(waiting, by=principal, hours=hours, comment="x")


@pytest.mark.parametrize(("verb", "state"), [(deciding.send_back, "returned"), (deciding.deny, "denied")])
def test_no_without_a_reason_is_refused(waiting, learner, principal, verb, state):
    with pytest.raises(CommentMissing):
        verb(waiting, by=principal, comment=" \x00 ")
    claim = verb(waiting, by=principal, comment="The certificate is of last year.")
    assert (claim.state, claim.waits_for, verb(claim, by=principal, comment="x").turn) == (state, "", 2)
    notice = Notice.objects.get(recipient=learner)
    assert notice.body.endswith("Comment: The certificate is of last year.")


def test_returned_it_keeps_everything_and_comes_back_as_another_round(waiting, principal):
    claim = deciding.send_back(waiting, by=principal, comment="Please add the programme.")
    writing.add_file(claim, upload("programme.png", colour=7))
    claim = writing.hand_in(claim)
    assert [(step.kind, step.comment) for step in claim.steps.all()] == [
        ("handed_in", ""), ("returned", "Please add the programme."), ("handed_in", ""),
    ]  # fmt: skip
    assert (claim.title, claim.files.count(), claim.state) == ("State Library Conference", 2, "handed_in")


def test_a_claim_that_was_handed_in_anew_is_not_decided_unseen(waiting, principal):
    turn = waiting.turn
    claim = writing.save_draft(writing.take_back(waiting), fields={"hours": Decimal(60)})
    with pytest.raises(ChangedMeanwhile):
        deciding.approve(claim, by=principal, turn=turn)
    writing.hand_in(claim)
    with pytest.raises(ChangedMeanwhile):
        deciding.approve(claim, by=principal, turn=turn)


def test_strangers_do_not_decide(waiting, other_principal, mentor, outsider):
    for person in (other_principal, mentor, outsider):
        with pytest.raises(MayNotDecide):
            deciding.approve(waiting, by=person)


def test_nobody_decides_her_own_claim(shape, principal, coordinator):
    for person in (principal, coordinator):
        with pytest.raises(OwnClaim):
            deciding.approve(make_claim(person), by=person)


def test_a_coordinator_stands_in_and_that_is_written_down(waiting, coordinator, principal):
    claim = deciding.approve(waiting, by=coordinator)
    assert [(step.by, step.instead_of) for step in claim.steps.all()] == [
        (waiting.learner, ""), (coordinator, "principal"),
    ]  # fmt: skip


def test_another_principal_of_the_building_decides_without_standing_in(waiting, school):
    second = make_person("Vera Vice", Role.PRINCIPAL, school)
    assert deciding.approve(waiting, by=second).steps.last().instead_of == ""


def test_two_approvers_in_order(learner, principal, coordinator, director):
    make_shape("Long", second_approver="coordinator")
    claim = deciding.approve(make_claim(learner), by=principal, hours=5, comment="Five.")
    assert (claim.state, claim.stage, claim.waits_for, claim.completion) == ("handed_in", "second", "coordinator", None)
    with pytest.raises(SamePersonTwice):
        deciding.approve(claim, by=principal, turn=claim.turn)
    with pytest.raises(HoursNotPossible):
        deciding.approve(claim, by=coordinator, hours=6)
    claim = deciding.approve(claim, by=coordinator)
    assert (claim.state, claim.granted_hours) == ("in_part", 5)
    assert [(step.kind, step.by) for step in claim.steps.all()][1:] == [
        ("passed_on", principal), ("in_part", coordinator),
    ]  # fmt: skip


def test_a_coordinator_who_stood_in_first_does_not_give_the_second_approval(learner, principal, coordinator, director):
    make_shape("Long", second_approver="coordinator")
    claim = deciding.approve(make_claim(learner), by=coordinator)
    with pytest.raises(SamePersonTwice):
        deciding.approve(claim, by=coordinator)
    assert deciding.approve(claim, by=director).state == "approved"


def test_learners_are_told_in_their_language(waiting, learner, principal):
    learner.language = "es"
    learner.save()
    deciding.approve(waiting, by=principal)
    assert Notice.objects.filter(recipient=learner).values_list("subject", "url").get() == (
        "Aprobada: State Library Conference", f"/es/my/claims/{waiting.pk}/",
    )  # fmt: skip


def test_history_names_actor_and_reason(waiting, principal):
    deciding.send_back(waiting, by=principal, comment="Which day was it?")
    last = waiting.history.first()
    assert (last.state, last.history_user, last.history_change_reason) == (
        "returned", principal, "Which day was it?",
    )  # fmt: skip
