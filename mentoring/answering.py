"""A mentor accepts or declines; where the answer is no, or none comes in time, the next choice is asked."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentoring import match_inputs, match_notifications, matching
from mentoring import pairing as pairings
from mentoring.choices import EndCode
from mentoring.errors import MentoringRefusal, NotOfThePair
from mentoring.matching_choices import Answer, DeclineReason
from mentoring.matching_errors import OfferIsClosed
from mentoring.matching_records import Offer
from mentoring.scoring import lines_of
from pdportal.common.dates import today
from pdportal.people.queries import lock_person


def offers_visible_to(mentor):
    """The offers ``mentor`` may open: one's own, whatever became of them."""
    return Offer.objects.filter(pairing__mentor=mentor).with_people()


@transaction.atomic
def accept(offer, *, by, at=None):
    """Take on the mentee: the pairing begins, both are told. Accepting twice changes nothing; returns the Pairing.

    Raises NotOfThePair, OfferIsClosed, and whatever ``pairing.activate`` refuses: MentorIsFull, MenteeHasMentor, …
    """
    at = at or timezone.now()
    offer = _locked(offer, by)
    if offer.answer == Answer.ACCEPTED:
        return offer.pairing
    if not offer.is_open(today(at)):
        raise OfferIsClosed
    pairing = pairings.activate(offer.pairing, by=by, at=at)
    _answer(offer, Answer.ACCEPTED, at)
    return pairing


@transaction.atomic
def decline(offer, *, by, reason, at=None):
    """Say no, without blame; the next choice is asked at once. Returns the next Offer, None where there is nobody.

    The mentee never learns of it. Declining twice changes nothing. Raises NotOfThePair, OfferIsClosed.
    """
    at = at or timezone.now()
    offer = _locked(offer, by)
    if offer.answer == Answer.DECLINED:
        return None
    if not offer.is_open(today(at)):
        raise OfferIsClosed
    offer.decline_reason = DeclineReason(reason)
    pairings.end(
        offer.pairing, by=by, code=EndCode.OTHER_MATCH, reason=_("Declined by the mentor"), ends_on=today(at), at=at
    )
    _answer(offer, Answer.DECLINED, at)
    return _ask_next(offer, at)


def lapse_all(*, at=None):
    """End every offer whose day has passed without an answer, and ask the next choice; returns how many."""
    at = at or timezone.now()
    late = list(Offer.objects.open().filter(answer_by__lt=today(at)).order_by("pk"))
    return sum(_lapse(offer, at) for offer in late)


@transaction.atomic
def _lapse(offer, at):
    offer = _locked(offer, None)
    if offer.answer != Answer.WAITING or offer.pairing.status != "proposed":
        return 0
    pairings.end(
        offer.pairing, by=None, code=EndCode.OTHER_MATCH, reason=_("No answer in time"), ends_on=today(at), at=at
    )
    _answer(offer, Answer.LAPSED, at)
    _ask_next(offer, at)
    return 1


def _ask_next(offer, at):
    """Ask the best mentor who is possible now, by the weights of the run; the coordinators are told if nobody is."""
    run, mentee = offer.run, offer.pairing.mentee
    inputs = match_inputs.collect(run.programme, on=today(at))
    if mentee.pk in {side.pk for side in inputs.mentees}:
        possible = [each for each in matching.solve(inputs, run.weights).candidates(mentee.pk) if not each.blocks]
        mentors = match_inputs.names_of(each.mentor for each in possible)
        for candidate in possible:
            try:
                return matching.offer(
                    run, mentors[candidate.mentor], mentee, by=offer.pairing.proposed_by,
                    starts_on=max(offer.pairing.starts_on, today(at)), days=run.answer_days, at=at,
                )  # fmt: skip
            except MentoringRefusal:
                continue  # something came between; the next one is asked
    match_notifications.nobody_left(offer, at=at)
    return None


def _locked(offer, by):
    """The offer with both people locked, in the order every verb on pairings locks them."""
    offer = Offer.objects.with_people().get(pk=offer.pk)
    if by is not None and by.pk != offer.pairing.mentor_id:
        raise NotOfThePair
    for pk in sorted([offer.pairing.mentor_id, offer.pairing.mentee_id]):
        lock_person(pk)
    return Offer.objects.select_for_update(of=("self",)).with_people().get(pk=offer.pk)


def _answer(offer, answer, at):
    offer.answer, offer.answered_at = answer, at
    offer.save(update_fields=["answer", "answered_at", "decline_reason"])


def reasons_for(offer):
    """Why this mentor was found for this mentee: the Lines that gave points; empty where one came in later."""
    kept = match_inputs.Inputs.from_run(offer.run)
    mentor = next((side for side in kept.mentors if side.pk == offer.pairing.mentor_id), None)
    mentee = next((side for side in kept.mentees if side.pk == offer.pairing.mentee_id), None)
    if mentor is None or mentee is None:
        return []
    return [line for line in lines_of(mentor, mentee, offer.run.weights) if line.points]
