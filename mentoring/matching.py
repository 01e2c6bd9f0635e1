"""Makes matching runs, keeps what the coordinator decides between them, and publishes one: mentors are then asked."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from mentoring import match_inputs, match_notifications, private_rules, suitability
from mentoring import pairing as pairings
from mentoring.choices import PairingStatus
from mentoring.errors import MentorEvaluatesMentee, MentoringRefusal, OwnMentor, ReasonMissing
from mentoring.matching_choices import MOST_WEIGHT, RuleKind, SoftRule
from mentoring.matching_errors import (
    CannotLock,
    DeadlineOutOfRange,
    NobodyToMatch,
    RunIsOld,
    TooManyPeople,
    UnknownWeights,
)
from mentoring.matching_records import MatchingRun, Offer, PairDecision, Proposal, TrainingOverride
from mentoring.permissions import evaluates
from mentoring.queries import same_programme
from pdportal.common.dates import today
from pdportal.people.queries import lock_person

MOST_MENTEES = 1000
ANSWER_DAYS = range(1, 61)


def solve(inputs, weights):
    """The Solution of ``inputs``; numpy and scipy are loaded here, when the first run is made or looked at."""
    from mentoring.match_explaining import Solution  # noqa: PLC0415  70 MB that workers who never match do without

    return Solution(inputs, weights)


def solution_of(run):
    """The Solution of a run, from what it froze."""
    return solve(match_inputs.Inputs.from_run(run), in_order(run.weights))


def in_order(weights):
    """``weights`` in the order of the rules: a database may keep what was stored in another one."""
    return {rule: weights[rule] for rule in SoftRule.values if rule in weights}


@transaction.atomic
def make_run(programme, weights, *, by, at=None):
    """Match everybody who waits in ``programme`` as well as possible, and keep the result; returns the MatchingRun.

    The same people, decisions and ``weights`` (rule → 0 to 20) give the same result. Nobody is told anything. Raises
    UnknownWeights, NobodyToMatch, TooManyPeople.
    """
    at = at or timezone.now()
    programme = programme.in_language(settings.LANGUAGE_CODE)
    weights = _checked(weights)
    inputs = match_inputs.collect(programme, on=today(at))
    if not (inputs.mentors and inputs.mentees):
        raise NobodyToMatch
    if len(inputs.mentees) > MOST_MENTEES:
        raise TooManyPeople
    solution = solve(inputs, weights)
    found = [each for each in solution.found() if each[1] is not None]
    run = MatchingRun.objects.create(
        programme=programme, made_by=by, made_at=at, weights=weights, inputs=inputs.as_json(),
        sealed_pairs=private_rules.seal_pairs(inputs.pairs["private"]), matched=len(found),
        unmatched=len(inputs.mentees) - len(found), points=solution.value[1],
    )  # fmt: skip
    Proposal.objects.bulk_create(
        Proposal(run=run, mentee_id=mentee, mentor_id=mentor, points=points, is_locked=is_locked)
        for mentee, mentor, points, is_locked in found
    )
    return run


@transaction.atomic
def decide(programme, mentor, mentee, kind, *, by, at=None):
    """Lock a pair for the next runs of ``programme``, or rule it out; the last word on a pair counts.

    A lock takes the place of an earlier lock of the same mentee. Raises OwnMentor, CannotLock, and what stands
    against a lock: MentorEvaluatesMentee, MentorIsPaused, MentorNotTrained, PrivateRuleBlocks.
    """
    at = at or timezone.now()
    programme = programme.in_language(settings.LANGUAGE_CODE)
    if mentor.pk == mentee.pk:
        raise OwnMentor
    if kind == RuleKind.LOCK:
        lock_person(mentor.pk)
        _check_lock(programme, mentor, mentee, today(at))
        locks = PairDecision.objects.filter(programme=programme, kind=RuleKind.LOCK)
        locks.filter(mentee=mentee).delete()
        if locks.filter(mentor=mentor).count() >= _places_left(programme, mentor):
            raise CannotLock
    decision, _made = PairDecision.objects.update_or_create(
        programme=programme, mentor=mentor, mentee=mentee,
        defaults={"kind": RuleKind(kind), "decided_by": by, "decided_at": at},
    )  # fmt: skip
    return decision


def undecide(programme, mentor, mentee):
    """Take back what was decided about a pair; nothing happens where nothing was."""
    programme = programme.in_language(settings.LANGUAGE_CODE)
    PairDecision.objects.filter(programme=programme, mentor=mentor, mentee=mentee).delete()


def override_training(programme, mentor, *, reason, by, at=None):
    """Let ``mentor`` begin before the training is complete, for a ``reason`` that stays on record; once is enough.

    Raises ReasonMissing.
    """
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise ReasonMissing
    programme = programme.in_language(settings.LANGUAGE_CODE)
    return TrainingOverride.objects.get_or_create(
        programme=programme, mentor=mentor,
        defaults={"reason": reason, "decided_by": by, "decided_at": at or timezone.now()},
    )[0]  # fmt: skip


@transaction.atomic
def publish(run, *, by, starts_on, answer_days, at=None):
    """Propose every pair of ``run`` and ask its mentor to answer within ``answer_days``; mentees learn nothing yet.

    Returns ``(offers, refused)``: the Offers made now or before, and ``(Proposal, sentence)`` where something has
    come between since the run was made. Publishing twice asks nobody twice. Raises DeadlineOutOfRange, RunIsOld.
    """
    at = at or timezone.now()
    if answer_days not in ANSWER_DAYS:
        raise DeadlineOutOfRange
    run = MatchingRun.objects.select_for_update(of=("self",)).select_related("programme").get(pk=run.pk)
    if MatchingRun.objects.filter(programme=run.programme, pk__gt=run.pk).exists():
        raise RunIsOld
    offers, refused = [], []
    for proposal in run.proposals.select_related("mentor", "mentee"):
        try:
            offers.append(
                offer(run, proposal.mentor, proposal.mentee, by=by, starts_on=starts_on, days=answer_days, at=at)
            )
        except MentoringRefusal as refusal:
            refused.append((proposal, str(refusal)))
    if run.published_at is None:
        run.published_at, run.answer_days = at, answer_days
        run.save(update_fields=["published_at", "answer_days"])
    return offers, refused


def offer(run, mentor, mentee, *, by, starts_on, days, at):
    """Propose ``mentor`` for ``mentee`` and ask for an answer within ``days``; asked before, the Offer that stands."""
    pairing = pairings.propose(run.programme, mentor, mentee, by=by, starts_on=starts_on, at=at)
    found, made = Offer.objects.get_or_create(
        pairing=pairing, defaults={"run": run, "answer_by": today(at) + dt.timedelta(days=days)}
    )
    if made:
        match_notifications.mentor_asked(found, at=at)
    return found


def _checked(weights):
    known = {str(rule): weights.get(rule, 0) for rule in SoftRule}
    whole = all(isinstance(weight, int) and 0 <= weight <= MOST_WEIGHT for weight in known.values())
    if not whole or set(weights) - set(SoftRule.values):
        raise UnknownWeights
    return known


def _check_lock(programme, mentor, mentee, day):
    if evaluates(mentor, mentee, day):
        raise MentorEvaluatesMentee
    suitability.check(programme, mentor, mentee, day)


def _places_left(programme, mentor):
    taken = same_programme(programme).filter(mentor=mentor).exclude(status=PairingStatus.ENDED).count()
    return suitability.places_of(programme, suitability.profile_of(mentor)) - taken
