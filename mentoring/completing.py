"""Ends a mentoring programme for a pair: the contact hours go to both transcripts, once."""

from django.db import transaction
from django.utils import timezone

from mentoring import hours
from mentoring import pairing as pairings
from mentoring.choices import EndCode, MeetingAnswer
from mentoring.errors import HoursAreDisputed, NoContactHours, PairingHasNotBegun
from mentoring.records import Pairing
from pdportal.common.dates import today
from pdportal.requirements.cycles import cycle_for
from pdportal.transcripts import ledger
from pdportal.transcripts.activities import Activity
from pdportal.transcripts.choices import Source
from pdportal.transcripts.records import Completion


@transaction.atomic
def complete(pairing, *, by, at=None):
    """Award the programme to mentor and mentee with their contact hours, and end the pairing; returns both Completions.

    The mentor's comes first. Completing twice changes nothing. A pairing that ended early may be completed too, so
    that its hours are kept. One completion a pairing: two mentees give a mentor two lines. Raises PairingHasNotBegun,
    HoursAreDisputed, NoContactHours.
    """
    at = at or timezone.now()
    pairing = Pairing.objects.select_for_update(of=("self",)).with_people().get(pk=pairing.pk)
    if pairing.activated_at is None:
        raise PairingHasNotBegun
    if pairing.completed_at:
        return awarded(pairing)
    if pairing.meetings.held().filter(answer=MeetingAnswer.DISPUTED).exists():
        raise HoursAreDisputed
    earned = hours.of_pairing(pairing, on=today(at)).total
    if not earned:
        raise NoContactHours
    on = min(pairing.ends_on or today(at), today(at))
    _award(pairing, earned, by, on, at)
    pairings.end(pairing, by=by, code=EndCode.COMPLETED, ends_on=on, at=at)
    pairing.refresh_from_db()
    pairing.completed_at = at
    pairing._history_user, pairing._change_reason = by, "completed"
    pairing.save()
    return awarded(pairing)


def awarded(pairing):
    """What stands in the ledger since ``pairing`` was completed, the mentor's line first."""
    standing = Completion.objects.standing().filter(activity_key=pairing.programme.translation_key)
    found = [
        standing.filter(learner=pairing.mentor, cycle=_own_cycle(pairing)).first(),
        standing.filter(learner=pairing.mentee, recorded_at__lte=pairing.completed_at).first(),
    ]
    return [completion for completion in found if completion]


def _award(pairing, earned, by, on, at):
    activity = Activity.of(pairing.programme)
    own_cycle = _own_cycle(pairing)
    cycles = {pairing.mentor: own_cycle, pairing.mentee: cycle_for(pairing.mentee, activity.key, on=on) or own_cycle}
    for person, cycle in cycles.items():
        ledger.award(
            person, activity, source=Source.MENTORING, cycle=cycle, completed_on=on, credit_hours=earned,
            recorded_by=by, at=at,
        )  # fmt: skip


def _own_cycle(pairing):
    return f"pairing-{pairing.pk}"
