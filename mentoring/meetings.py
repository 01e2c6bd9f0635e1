"""Logs, plans, holds, corrects and cancels meetings; either side of a pair may do it, nobody else."""

import uuid

from django.db import transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from mentoring import checking, notes, notifications
from mentoring.choices import LEAST_MINUTES, MOST_MINUTES, MeetingAnswer, MeetingKind, MeetingStatus, MeetingTopic
from mentoring.errors import (
    FormUsedBefore,
    HoursAreAwarded,
    MeetingNotHeld,
    MeetingNotPlanned,
    MinutesOutOfRange,
    NotOfThePair,
    NotTheAuthor,
    PairingHasEnded,
    PairingHasNotBegun,
    UnknownKind,
)
from mentoring.records import Meeting, Pairing


@sensitive_variables()
@transaction.atomic
def log(
    pairing, *, by, held_on, minutes, kind, topics, note="", private=False, another=False, form_key, at=None
):  # fmt: skip
    """Log a meeting that took place; returns the Meeting. The same ``form_key`` again changes nothing.

    ``topics`` are MeetingTopic values, ``note`` is sealed and stays with the pair (``private``: with the writer). The
    other one is told in the portal, without the note, and may confirm or dispute. A second meeting on one day has to be
    said to be ``another``, so that two who log the same one do not count it twice. Raises NotOfThePair,
    PairingHasEnded, PairingHasNotBegun, MeetingInFuture, MeetingBeforePairing, MeetingOnThatDay, MinutesOutOfRange,
    UnknownKind, NoteTooLong, FormUsedBefore.
    """
    at = at or timezone.now()
    pairing = _open_pairing(pairing, by)
    earlier = _with_key(form_key, pairing, by)
    if earlier:
        return earlier
    checking.check_held(pairing, held_on, at)
    checking.check_alone(pairing, held_on, another=another)
    meeting = Meeting(
        pairing=pairing, status=MeetingStatus.HELD, held_on=held_on, logged_by=by, logged_at=at, form_key=form_key
    )
    _fill(meeting, minutes=minutes, kind=kind, topics=topics, at=at)
    _save(meeting, by)
    notes.write(meeting, by=by, text=note, private=private)
    notifications.meeting_logged(meeting, by=by, at=at)
    return meeting


@transaction.atomic
def plan(pairing, *, by, held_on, start_time, minutes, kind=MeetingKind.TALK, topics=(), form_key=None, at=None):
    """Plan a meeting: it stands in both calendars, and the other one gets an invitation. Returns the Meeting.

    ``start_time`` is local time in the district. The same ``form_key`` again changes nothing. Raises as ``log``, and
    MeetingInPast, MeetingOverlaps, DateOutOfRange, ClockSkipsHour.
    """
    at = at or timezone.now()
    pairing = _open_pairing(pairing, by)
    form_key = form_key or uuid.uuid4()
    earlier = _with_key(form_key, pairing, by)
    if earlier:
        return earlier
    checking.check_ahead(pairing, held_on, start_time, at)
    checking.check_free(pairing, held_on, start_time, minutes)
    meeting = Meeting(
        pairing=pairing, status=MeetingStatus.PLANNED, held_on=held_on, start_time=start_time, logged_by=by,
        logged_at=at, form_key=form_key,
    )  # fmt: skip
    _fill(meeting, minutes=minutes, kind=kind, topics=topics, at=at)
    _save(meeting, by)
    notifications.meeting_planned(meeting, by=by, at=at)
    return meeting


@transaction.atomic
def move(meeting, *, by, held_on, start_time, minutes, at=None):
    """Move a planned meeting; both calendars follow. Moving it to where it stands changes nothing.

    Raises MeetingNotPlanned and what ``plan`` raises.
    """
    at = at or timezone.now()
    meeting = _locked(meeting, by)
    if not meeting.is_planned:
        raise MeetingNotPlanned
    if (meeting.held_on, meeting.start_time, meeting.minutes) == (held_on, start_time, minutes):
        return meeting
    checking.check_ahead(meeting.pairing, held_on, start_time, at)
    checking.check_free(meeting.pairing, held_on, start_time, minutes, but=meeting)
    meeting.held_on, meeting.start_time = held_on, start_time
    meeting.sequence += 1
    _fill(meeting, minutes=minutes, kind=meeting.kind, topics=meeting.topics, at=at)
    _save(meeting, by)
    notifications.meeting_planned(meeting, by=by, at=at)
    return meeting


@sensitive_variables()
@transaction.atomic
def hold(meeting, *, by, minutes, kind, topics, note="", private=False, another=False, at=None):
    """Mark a planned meeting as held, with what it came to; marking it twice changes nothing.

    Whoever marks it is its author from then on. Raises MeetingNotPlanned (cancelled), MeetingInFuture,
    MeetingOnThatDay, MinutesOutOfRange, UnknownKind, NoteTooLong.
    """
    at = at or timezone.now()
    meeting = _locked(meeting, by)
    if meeting.is_held:
        return meeting
    if not meeting.is_planned:
        raise MeetingNotPlanned
    checking.check_held(meeting.pairing, meeting.held_on, at)
    checking.check_alone(meeting.pairing, meeting.held_on, another=another, but=meeting)
    meeting.status, meeting.logged_by, meeting.logged_at = MeetingStatus.HELD, by, at
    _fill(meeting, minutes=minutes, kind=kind, topics=topics, at=at)
    _save(meeting, by)
    notes.write(meeting, by=by, text=note, private=private)
    notifications.meeting_logged(meeting, by=by, at=at)
    return meeting


@transaction.atomic
def cancel(meeting, *, by, at=None):
    """Call off a planned meeting; it leaves both calendars marked as cancelled. Cancelling twice changes nothing.

    Raises NotOfThePair, PairingHasEnded, MeetingNotPlanned (held already).
    """
    at = at or timezone.now()
    meeting = _locked(meeting, by)
    if meeting.status == MeetingStatus.CANCELLED:
        return meeting
    if not meeting.is_planned:
        raise MeetingNotPlanned
    _strike(meeting, by, at)
    notifications.meeting_cancelled(meeting, by=by, at=at)
    return meeting


def call_off_planned(pairing, *, by, at):
    """Cancel whatever a pairing that ends has planned; the pairing's row is locked by the caller."""
    for meeting in pairing.meetings.planned().order_by("pk"):
        meeting.pairing = pairing
        _strike(meeting, by, at)
        notifications.meeting_cancelled(meeting, by=by, at=at)


@transaction.atomic
def edit(meeting, *, by, minutes, kind, topics, held_on=None, at=None):
    """Correct what was logged; only the one who logged it may.

    Where day or minutes changed, the other one is told and asked for a word again; a dispute ends with it. Raises
    NotTheAuthor, MeetingNotHeld, HoursAreAwarded, MeetingInFuture, MeetingBeforePairing, MinutesOutOfRange,
    UnknownKind.
    """
    at = at or timezone.now()
    meeting = _own_held(meeting, by)
    before = meeting.held_on, meeting.minutes
    if held_on and held_on != meeting.held_on:
        checking.check_held(meeting.pairing, held_on, at)
        meeting.held_on, meeting.start_time = held_on, None
    _fill(meeting, minutes=minutes, kind=kind, topics=topics, at=at)
    changed = (meeting.held_on, meeting.minutes) != before
    if changed:
        meeting.answer, meeting.answered_by, meeting.answered_at = MeetingAnswer.OPEN, None, None
        meeting.dispute_reason = ""
    _save(meeting, by)
    if changed:
        notifications.meeting_corrected(meeting, by=by, at=at)
    return meeting


@transaction.atomic
def withdraw(meeting, *, by, at=None):
    """Take back a meeting that was logged by mistake: it no longer counts. Taking it back twice changes nothing.

    Raises NotTheAuthor, MeetingNotHeld (still planned), HoursAreAwarded.
    """
    at = at or timezone.now()
    if Meeting.objects.filter(pk=meeting.pk, status=MeetingStatus.CANCELLED, logged_by=by).exists():
        return meeting
    meeting = _own_held(meeting, by)
    _strike(meeting, by, at)
    notifications.meeting_corrected(meeting, by=by, at=at)
    return meeting


def _open_pairing(pairing, by):
    """The pairing of which ``by`` is one, locked, and open for entries."""
    pairing = Pairing.objects.select_for_update(of=("self",)).with_people().get(pk=pairing.pk)
    if not pairing.has(by):
        raise NotOfThePair
    if pairing.activated_at is None:
        raise PairingHasNotBegun
    if not pairing.is_active:
        raise PairingHasEnded
    return pairing


def _locked(meeting, by):
    """The meeting itself, locked after its pairing, both open for entries by ``by``."""
    pairing = _open_pairing(Pairing(pk=meeting.pairing_id), by)
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    meeting.pairing = pairing
    return meeting


def _own_held(meeting, by):
    meeting = _locked(meeting, by)
    if not meeting.is_held:
        raise MeetingNotHeld
    if meeting.logged_by_id != by.pk:
        raise NotTheAuthor
    if meeting.pairing.completed_at:
        raise HoursAreAwarded
    return meeting


def _with_key(form_key, pairing, by):
    """The meeting this form made before, or None; a key that belongs to something else is refused."""
    earlier = Meeting.objects.filter(form_key=form_key).first()
    if earlier and (earlier.pairing_id, earlier.logged_by_id) != (pairing.pk, by.pk):
        raise FormUsedBefore
    return earlier


def _fill(meeting, *, minutes, kind, topics, at):
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        raise MinutesOutOfRange
    if kind not in MeetingKind.values or set(topics) - set(MeetingTopic.values):
        raise UnknownKind
    meeting.minutes, meeting.kind, meeting.changed_at = minutes, kind, at
    meeting.topics = [topic for topic in MeetingTopic.values if topic in topics]


def _strike(meeting, by, at):
    meeting.status, meeting.changed_at = MeetingStatus.CANCELLED, at
    meeting.sequence += 1
    _save(meeting, by)


def _save(meeting, by):
    meeting._history_user = by
    meeting.save()
