"""The other side's word on a meeting that was logged: confirm it, dispute it, and settle what two see differently.

A meeting counts as soon as it is logged. While it is disputed its minutes stand apart, until its author corrects or
takes it back, the other one confirms it after all, or the coordinator settles it.
"""

from django.db import transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from mentoring import notes, notifications
from mentoring.choices import DisputeReason, MeetingAnswer
from mentoring.errors import (
    AlreadySettled,
    HoursAreAwarded,
    MeetingNotHeld,
    NotDisputed,
    NotOfThePair,
    OwnEntry,
    ReasonMissing,
)
from mentoring.records import Meeting, Pairing


@transaction.atomic
def confirm(meeting, *, by, at=None):
    """The one who did not log ``meeting`` agrees with it; twice changes nothing. Returns the Meeting.

    A dispute ends with it. Works on ended pairings until their hours are awarded. Raises NotOfThePair, OwnEntry,
    MeetingNotHeld, HoursAreAwarded, AlreadySettled.
    """
    meeting = _locked(meeting)
    _check_answerer(meeting, by)
    if meeting.answer == MeetingAnswer.CONFIRMED:
        return meeting
    return _answer(meeting, MeetingAnswer.CONFIRMED, by, at or timezone.now())


@sensitive_variables()
@transaction.atomic
def dispute(meeting, *, by, reason, note="", private=False, at=None):
    """The one who did not log ``meeting`` sees it differently: its minutes count apart, and its author is told.

    ``reason`` is a DisputeReason, which coordinators see too; ``note`` is for the pair, sealed like every note.
    Disputing twice for the same reason changes nothing. Raises as ``confirm``, and ReasonMissing, NoteTooLong.
    """
    at = at or timezone.now()
    if reason not in DisputeReason.values:
        raise ReasonMissing
    meeting = _locked(meeting)
    _check_answerer(meeting, by)
    if note.strip():
        notes.write(meeting, by=by, text=note, private=private)
    if (meeting.answer, meeting.dispute_reason) == (MeetingAnswer.DISPUTED, reason):
        return meeting
    meeting = _answer(meeting, MeetingAnswer.DISPUTED, by, at, reason=reason)
    notifications.meeting_disputed(meeting, by=by, at=at)
    return meeting


@transaction.atomic
def settle(meeting, *, by, counts, at=None):
    """The coordinator decides, after having talked with both, whether a disputed meeting counts; both are told.

    Raises NotDisputed, HoursAreAwarded.
    """
    at = at or timezone.now()
    meeting = _locked(meeting)
    if meeting.pairing.completed_at:
        raise HoursAreAwarded
    if not meeting.is_disputed:
        raise NotDisputed
    answer = MeetingAnswer.CONFIRMED if counts else MeetingAnswer.DISMISSED
    meeting = _answer(meeting, answer, by, at, reason=meeting.dispute_reason)
    notifications.dispute_settled(meeting, by=by, at=at)
    return meeting


def _locked(meeting):
    """The meeting itself, locked after its pairing."""
    pairing = Pairing.objects.select_for_update(of=("self",)).with_people().get(pk=meeting.pairing_id)
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("logged_by").get(pk=meeting.pk)
    meeting.pairing = pairing
    return meeting


def _check_answerer(meeting, by):
    if not meeting.pairing.has(by):
        raise NotOfThePair
    if not meeting.is_held:
        raise MeetingNotHeld
    if meeting.logged_by_id == by.pk:
        raise OwnEntry
    if meeting.pairing.completed_at:
        raise HoursAreAwarded
    if meeting.answer == MeetingAnswer.DISMISSED:
        raise AlreadySettled


def _answer(meeting, answer, by, at, *, reason=""):
    meeting.answer, meeting.answered_by, meeting.answered_at, meeting.dispute_reason = answer, by, at, reason
    meeting._history_user = by
    meeting.save(update_fields=["answer", "answered_by", "answered_at", "dispute_reason"])
    return meeting
