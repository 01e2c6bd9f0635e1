"""Matching runs: collected, explained, argued with, published; hard rules hold whatever a coordinator does."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentoring import match_desk, match_inputs, matching, private_rules, profiles
from mentoring import pairing as pairings
from mentoring.errors import MentorEvaluatesMentee, OwnMentor, ReasonMissing
from mentoring.matching_choices import DEFAULT_WEIGHTS, Block, RuleKind, SoftRule
from mentoring.matching_errors import (
    CannotLock,
    DeadlineOutOfRange,
    MentorIsPaused,
    MentorNotTrained,
    NobodyToMatch,
    PrivateRuleBlocks,
    RunIsOld,
    TooManyNames,
    UnknownWeights,
)
from mentoring.matching_records import MatchingRun, Offer, PrivateRule, Proposal, TrainingOverride
from mentoring.records import Pairing
from mentoring.scoring import RULES
from pdportal.notices.records import Notice
from pdportal.people import merging
from pdportal.people.choices import Level, NewTo, Role
from pdportal.transcripts import ledger
from pdportal.transcripts.activities import Activity
from pdportal.transcripts.choices import Source
from tests.factories import days_ago, days_ahead, make_course, make_person, make_school
from tests.mentoring.making import make_pairing, save_profile

WEIGHTS = {str(rule): weight for rule, weight in DEFAULT_WEIGHTS.items()}


@pytest.fixture
def high(db):
    return make_school("Summit High", level=Level.HIGH)


@pytest.fixture
def newcomer(high):
    """A second new librarian, who came later than Nora."""
    return make_person("Wanda Waiting", Role.LIBRARIAN, high, starts_on=days_ago(9), new_to=NewTo.DISTRICT)


@pytest.fixture
def pool(mentor, other_mentor, learner, newcomer):
    """Two mentors with one place each, two who wait. Nora needs what Mona is strong in."""
    save_profile(mentor, as_mentor=True, capacity=1, strengths=["budget", "weeding"], system="Destiny")
    save_profile(other_mentor, as_mentor=True, capacity=1, strengths=["teaching"])
    save_profile(learner, needs=["budget", "weeding"], system="destiny")
    save_profile(newcomer, needs=["teaching", "budget"])
    return mentor, other_mentor, learner, newcomer


def found(run):
    """Who with whom, by first names."""
    return {proposal.mentee.first_name: proposal.mentor.first_name for proposal in run.proposals.all()}


def test_a_run_matches_everybody_as_well_as_possible_and_tells_nobody(programme, pool, coordinator):
    run = matching.make_run(programme, WEIGHTS, by=coordinator)
    assert (found(run), run.matched, run.unmatched) == ({"Nora": "Mona", "Wanda": "Oscar"}, 2, 0)
    assert run.points == sum(proposal.points for proposal in run.proposals.all())
    assert (Notice.objects.count(), Pairing.objects.count()) == (0, 0)


def test_the_same_input_gives_the_same_output(programme, pool, coordinator):
    first, second = (matching.make_run(programme, WEIGHTS, by=coordinator) for _ in range(2))
    assert first.inputs == second.inputs
    assert list(first.proposals.values_list("mentor", "mentee", "points")) == list(
        second.proposals.values_list("mentor", "mentee", "points")
    )


def test_a_run_stays_as_it_was_when_people_change(programme, pool, coordinator):
    mentor, *_rest = pool
    run = matching.make_run(programme, WEIGHTS, by=coordinator)
    before = matching.solution_of(run).found()
    save_profile(mentor, as_mentor=False)
    assert matching.solution_of(MatchingRun.objects.get(pk=run.pk)).found() == before


def test_every_proposal_explains_itself(programme, pool, coordinator):
    mentor, other_mentor, learner, newcomer = pool
    run = matching.make_run(programme, WEIGHTS, by=coordinator)
    page = match_desk.RunPage(run)
    nora, wanda = page.rows(page.listed())
    assert (nora.mentee, nora.mentor, wanda.mentor) == (learner, mentor, other_mentor)
    lines = {line.rule: (line.points, line.most, line.mentor_value, line.mentee_value) for line in nora.lines}
    assert lines["Same catalog system"] == (4, 4, "Destiny", "destiny")
    assert lines["Strengths meet needs"][:2] == (10, 10)
    assert lines["Same school level"] == (0, 6, "Middle", "Elementary")
    assert sum(line.points for line in nora.lines) == nora.points
    assert (nora.other, nora.points_lost) == (other_mentor, 14)
    assert nora.moves == ((newcomer, other_mentor, mentor),)


def test_who_stays_without_learns_which_rule_blocks(programme, pool, coordinator):
    _mentor, other_mentor, _learner, newcomer = pool
    save_profile(other_mentor, as_mentor=True, paused_until=days_ahead(5))
    run = matching.make_run(programme, WEIGHTS, by=coordinator)
    page = match_desk.RunPage(run)
    (alone,) = page.rows(page.listed(match_desk.ALONE))
    assert (alone.mentee, alone.found.possible) == (newcomer, 1)
    assert alone.blocked == [("Is taking a break from mentoring", 1)]
    assert found(run) == {"Nora": "Mona"}


def test_the_one_who_waits_longer_comes_first_between_equals(programme, mentor, learner, newcomer, coordinator):
    save_profile(mentor, as_mentor=True, capacity=1)
    run = matching.make_run(programme, dict.fromkeys(WEIGHTS, 0), by=coordinator)
    assert found(run) == {"Nora": "Mona"}


def test_hard_rules_block_in_a_run(programme, pool, coordinator, principal, school, director):
    mentor, other_mentor, learner, _newcomer = pool
    save_profile(principal, as_mentor=True)
    save_profile(director, as_mentor=True)
    private_rules.write(learner, [mentor.pk])
    inputs = match_inputs.collect(programme)
    rows = {row.mentor: row.blocks for row in match_desk.candidates(programme, learner)}
    assert rows == {
        mentor: ["A private rule"], other_mentor: [], principal: ["Evaluates or supervises the mentee"],
        director: ["Evaluates or supervises the mentee"],
    }  # fmt: skip
    assert inputs.pairs[Block.PRIVATE] == {(mentor.pk, learner.pk)}


def test_training_that_is_not_complete_blocks_until_it_is_or_a_reason_is_on_record(programme, pool, coordinator):
    mentor, other_mentor, learner, _newcomer = pool
    training = make_course("How to mentor")
    programme.mentor_training = training
    programme.save()
    ledger.award(other_mentor, Activity.of(training), source=Source.MANUAL, completed_on=days_ago(3))
    run = matching.make_run(programme, WEIGHTS, by=coordinator)
    assert (len(found(run)), match_desk.untrained(run)) == (1, [mentor])
    with pytest.raises(MentorNotTrained):
        pairings.propose(programme, mentor, learner, by=coordinator, starts_on=days_ago(0))
    with pytest.raises(ReasonMissing):
        matching.override_training(programme, mentor, reason="  ", by=coordinator)
    for reason in ("Twenty years of mentoring elsewhere", "Again"):
        matching.override_training(programme, mentor, reason=reason, by=coordinator)
    kept = TrainingOverride.objects.get()
    assert (kept.reason, kept.decided_by) == ("Twenty years of mentoring elsewhere", coordinator)
    assert len(found(matching.make_run(programme, WEIGHTS, by=coordinator))) == 2


def test_locks_stay_and_pairs_ruled_out_never_come_back(programme, pool, coordinator):
    mentor, other_mentor, learner, newcomer = pool
    matching.decide(programme, mentor, newcomer, RuleKind.LOCK, by=coordinator)
    run = matching.make_run(programme, WEIGHTS, by=coordinator)
    assert found(run) == {"Wanda": "Mona", "Nora": "Oscar"}
    assert Proposal.objects.get(run=run, mentee=newcomer).is_locked is True
    matching.decide(programme, other_mentor, learner, RuleKind.FORBID, by=coordinator)
    assert found(matching.make_run(programme, WEIGHTS, by=coordinator)) == {"Wanda": "Mona"}
    matching.undecide(programme, mentor, newcomer)
    assert found(matching.make_run(programme, WEIGHTS, by=coordinator)) == {"Nora": "Mona", "Wanda": "Oscar"}


def test_a_lock_needs_a_place_and_no_hard_rule(programme, pool, principal, coordinator):
    mentor, _other, learner, newcomer = pool
    matching.decide(programme, mentor, newcomer, RuleKind.LOCK, by=coordinator)
    with pytest.raises(CannotLock):
        matching.decide(programme, mentor, learner, RuleKind.LOCK, by=coordinator)
    with pytest.raises(MentorEvaluatesMentee):
        matching.decide(programme, principal, learner, RuleKind.LOCK, by=coordinator)
    with pytest.raises(OwnMentor):
        matching.decide(programme, learner, learner, RuleKind.FORBID, by=coordinator)
    private_rules.write(newcomer, [mentor.pk])
    with pytest.raises(PrivateRuleBlocks):
        matching.decide(programme, mentor, newcomer, RuleKind.LOCK, by=coordinator)
    assert found(matching.make_run(programme, WEIGHTS, by=coordinator)) == {"Nora": "Mona", "Wanda": "Oscar"}


def test_two_runs_are_compared(programme, pool, coordinator):
    mentor, other_mentor, learner, newcomer = pool
    old = matching.make_run(programme, WEIGHTS, by=coordinator)
    matching.decide(programme, mentor, newcomer, RuleKind.LOCK, by=coordinator)
    new = matching.make_run(programme, WEIGHTS | {"level": 0}, by=coordinator)
    assert match_desk.compare(old, new) == [(learner, mentor, other_mentor), (newcomer, other_mentor, mentor)]
    assert match_desk.weights_changed(old, new) == [("Same school level", 6, 0)]
    assert match_desk.compare(old, old) == []


@pytest.mark.parametrize("weights", [{"skills": -1}, {"skills": 21}, {"skills": 1.5}, {"luck": 3}])
def test_weights_are_small_whole_numbers_for_known_rules(programme, pool, coordinator, weights):
    with pytest.raises(UnknownWeights):
        matching.make_run(programme, weights, by=coordinator)


def test_a_run_needs_both_sides(programme, learner, coordinator):
    with pytest.raises(NobodyToMatch):
        matching.make_run(programme, WEIGHTS, by=coordinator)


def test_whoever_has_a_mentor_or_a_proposal_is_left_alone(programme, pool, coordinator):
    mentor, other_mentor, learner, newcomer = pool
    pairings.propose(programme, mentor, learner, by=coordinator, starts_on=days_ago(0))
    inputs = match_inputs.collect(programme)
    assert [side.pk for side in inputs.mentees] == [newcomer.pk]
    assert {side.pk: side.places for side in inputs.mentors} == {mentor.pk: 0, other_mentor.pk: 1}


def test_a_pair_that_ended_is_not_proposed_again(programme, pool, coordinator):
    mentor, _other_mentor, learner, _newcomer = pool
    pairing = make_pairing(programme, mentor, learner, coordinator)
    pairings.end(pairing, by=coordinator, reason="Another match", ends_on=days_ago(0))
    assert found(matching.make_run(programme, WEIGHTS, by=coordinator)) == {"Nora": "Oscar", "Wanda": "Mona"}


def test_publishing_asks_every_mentor_once(programme, pool, coordinator):
    run = matching.make_run(programme, WEIGHTS, by=coordinator)
    for _ in range(2):
        offers, refused = matching.publish(run, by=coordinator, starts_on=days_ago(0), answer_days=7)
    assert (len(offers), refused, Offer.objects.count()) == (2, [], 2)
    assert {offer.answer_by for offer in offers} == {days_ahead(7)}
    told = Notice.objects.order_by("recipient__first_name").values_list("recipient__first_name", "subject")
    assert list(told) == [
        ("Mona", "Would you be the mentor of Nora Newell?"), ("Oscar", "Would you be the mentor of Wanda Waiting?"),
    ]  # fmt: skip


def test_publishing_says_what_has_come_between(programme, pool, coordinator):
    mentor, _other_mentor, learner, newcomer = pool
    run = matching.make_run(programme, WEIGHTS, by=coordinator)
    save_profile(mentor, as_mentor=True, paused_until=days_ahead(9))
    offers, refused = matching.publish(run, by=coordinator, starts_on=days_ago(0), answer_days=7)
    assert [offer.pairing.mentee for offer in offers] == [newcomer]
    assert [(proposal.mentee, sentence) for proposal, sentence in refused] == [
        (learner, "This mentor is taking a break from mentoring on that day.")
    ]


def test_only_the_latest_run_is_published_with_a_fair_deadline(programme, pool, coordinator):
    old, new = (matching.make_run(programme, WEIGHTS, by=coordinator) for _ in range(2))
    with pytest.raises(RunIsOld):
        matching.publish(old, by=coordinator, starts_on=days_ago(0), answer_days=7)
    for days in (0, 61):
        with pytest.raises(DeadlineOutOfRange):
            matching.publish(new, by=coordinator, starts_on=days_ago(0), answer_days=days)


def test_hard_rules_hold_by_hand_and_at_activation_too(programme, pool, coordinator):
    mentor, other_mentor, learner, newcomer = pool
    proposal = pairings.propose(programme, mentor, learner, by=coordinator, starts_on=days_ago(0))
    private_rules.write(mentor, [learner.pk])
    with pytest.raises(PrivateRuleBlocks):
        pairings.activate(proposal, by=coordinator)
    save_profile(other_mentor, as_mentor=True, paused_until=days_ahead(0))
    with pytest.raises(MentorIsPaused):
        pairings.propose(programme, other_mentor, newcomer, by=coordinator, starts_on=days_ago(0))


def test_a_private_rule_follows_a_person_through_a_merge(programme, pool, coordinator):
    mentor, _other, learner, _newcomer = pool
    maiden = make_person("Nora Nowak", Role.TEACHER)
    old_mentor = make_person("Mona Maiden", Role.TEACHER)
    private_rules.write(maiden, [old_mentor.pk])
    merging.merge(maiden, into=learner, by=coordinator, reason="One person")
    merging.merge(old_mentor, into=mentor, by=coordinator, reason="One person")
    assert private_rules.between([mentor.pk], [learner.pk]) == {(mentor.pk, learner.pk)}


def test_what_is_private_is_sealed_and_of_one_length(learner, mentor, other_mentor, programme):
    private_rules.write(learner, [mentor.pk])
    one = bytes(PrivateRule.objects.get().sealed)
    private_rules.write(learner, [mentor.pk, other_mentor.pk])
    two = bytes(PrivateRule.objects.get().sealed)
    assert (len(one) == len(two), b"private" in one, str(PrivateRule.objects.get())) == (True, False, "Private rule")
    assert private_rules.of(learner) == {mentor.pk, other_mentor.pk}
    with pytest.raises(TooManyNames):
        private_rules.write(learner, range(10**6, 10**6 + 6))


def test_wishes_are_a_short_list(learner, mentor):
    with pytest.raises(TooManyNames):
        profiles.save(learner, wishes=[mentor] * 4, never=[])


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_run_breaks_a_hard_rule_whatever_the_coordinator_decides(programme, pool, principal, coordinator, data):
    """Random locks, pairs ruled out, private rules, pauses and weights: every proposal can be activated."""
    mentors, mentees = [*pool[:2], principal], pool[2:]
    save_profile(principal, as_mentor=True)
    for mentor in mentors[:2]:
        save_profile(mentor, as_mentor=True, capacity=data.draw(st.integers(1, 2)),
                     paused_until=data.draw(st.sampled_from([None, None, days_ahead(1)])))  # fmt: skip
    pairs = [(mentor, mentee) for mentor in mentors for mentee in mentees]
    decided = data.draw(st.dictionaries(st.sampled_from(pairs), st.sampled_from(RuleKind.values), max_size=3))
    never = data.draw(st.lists(st.sampled_from(pairs), max_size=2))
    for mentee in mentees:
        private_rules.write(mentee, [mentor.pk for mentor, other in never if other == mentee])
        for mentor in mentors:
            matching.undecide(programme, mentor, mentee)
    kept = {}
    for (mentor, mentee), kind in decided.items():
        try:
            matching.decide(programme, mentor, mentee, kind, by=coordinator)
        except (CannotLock, MentorEvaluatesMentee, MentorIsPaused, PrivateRuleBlocks):
            continue
        if kind == RuleKind.LOCK:
            kept[mentee] = mentor
    run = matching.make_run(programme, WEIGHTS | {"skills": data.draw(st.integers(0, 20))}, by=coordinator)
    proposed = {proposal.mentee: proposal.mentor for proposal in run.proposals.all()}
    ruled_out = {pair for pair, kind in decided.items() if kind == RuleKind.FORBID}
    assert {mentee: proposed[mentee] for mentee in kept} == kept
    assert not {(mentor, mentee) for mentee, mentor in proposed.items()} & (ruled_out | set(never))
    for mentee, mentor in proposed.items():
        made = pairings.propose(programme, mentor, mentee, by=coordinator, starts_on=days_ago(0))
        assert pairings.activate(made, by=coordinator).is_active is True
    Pairing.objects.all().delete()


def test_every_soft_rule_has_its_arithmetic_and_a_weight():
    assert set(RULES) == set(SoftRule) == set(DEFAULT_WEIGHTS)
