"""Proposes, activates and ends pairings; a mentor's places are counted under a lock on the mentor's row."""

import datetime as dt

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from mentoring import meetings, notifications, suitability
from mentoring.choices import EndCode, PairingStatus
from mentoring.errors import (
    DateOutOfRange,
    EndsBeforeStart,
    EndsInFuture,
    MeetingsAfterEnd,
    MenteeHasMentor,
    MentorEvaluatesMentee,
    MentorIsFull,
    OwnMentor,
    PairingHasEnded,
    PersonHasLeft,
    ReasonMissing,
)
from mentoring.permissions import evaluates
from mentoring.queries import same_programme
from mentoring.records import Pairing
from pdportal.common.dates import today

FARTHEST_START = dt.timedelta(days=5 * 366)


@transaction.atomic
def propose(programme, mentor, mentee, *, by, starts_on, at=None):
    """Propose ``mentor`` for ``mentee`` from ``starts_on`` on; returns the Pairing, which nobody but coordinators sees.

    Proposing the same two again returns the pairing that stands. Places are counted at activation only, so that
    several proposals may compete. ``programme`` may be the page in any language. Raises OwnMentor, PersonHasLeft,
    DateOutOfRange, MentorEvaluatesMentee, MentorIsPaused, MentorNotTrained, PrivateRuleBlocks, MenteeHasMentor.
    """
    at = at or timezone.now()
    programme = programme.in_language(settings.LANGUAGE_CODE)
    mentor, mentee = _lock(mentor, mentee)
    standing = same_programme(programme).filter(mentee=mentee).exclude(status=PairingStatus.ENDED).first()
    if standing and standing.mentor_id == mentor.pk:
        return standing
    _check_people(programme, mentor, mentee, {starts_on, today(at)})
    if abs(starts_on - today(at)) > FARTHEST_START:
        raise DateOutOfRange
    if standing:
        raise MenteeHasMentor
    pairing = Pairing(programme=programme, mentor=mentor, mentee=mentee, starts_on=starts_on, proposed_by=by)
    return _save(pairing, by, "proposed")


@transaction.atomic
def activate(pairing, *, by, at=None):
    """Begin ``pairing``: the mentor takes on one mentee more, both are told. Activating twice changes nothing.

    The mentor's row is locked while places are counted, so two coordinators cannot both give away the last one.
    Whatever stood against a proposal stands against this too. Raises PairingHasEnded, PersonHasLeft,
    MentorEvaluatesMentee, MentorIsPaused, MentorNotTrained, PrivateRuleBlocks, MenteeHasMentor, MentorIsFull.
    """
    at = at or timezone.now()
    mentor, mentee = _lock(pairing.mentor, pairing.mentee)
    pairing = Pairing.objects.select_for_update(of=("self",)).with_people().get(pk=pairing.pk)
    if pairing.is_active:
        return pairing
    if pairing.status == PairingStatus.ENDED:
        raise PairingHasEnded
    _check_people(pairing.programme, mentor, mentee, {pairing.starts_on, today(at)})
    profile = suitability.profile_of(mentor)
    active = same_programme(pairing.programme).filter(status=PairingStatus.ACTIVE)
    if active.filter(mentee=mentee).exists():
        raise MenteeHasMentor
    if active.filter(mentor=mentor).count() >= suitability.places_of(pairing.programme, profile):
        raise MentorIsFull
    pairing.status, pairing.activated_at = PairingStatus.ACTIVE, at
    _save(pairing, by, "activated")
    notifications.pairing_begun(pairing, at=at)
    return pairing


@transaction.atomic
def end(pairing, *, by, reason="", code=EndCode.OTHER, ends_on, at=None):
    """End ``pairing`` on its last day ``ends_on``, or withdraw a proposal; ending twice changes nothing.

    ``code`` is an EndCode; ``reason`` are words beside it, needed where the code says only that it is another one.
    Hours and notes stay, the notes with the two who wrote them. Meetings still planned are cancelled in both
    calendars. Both read the reason, so it blames nobody. Raises ReasonMissing, EndsInFuture, EndsBeforeStart,
    MeetingsAfterEnd.
    """
    at = at or timezone.now()
    reason = reason.strip()[:200]
    if code not in EndCode.values or (code == EndCode.OTHER and not reason):
        raise ReasonMissing
    pairing = Pairing.objects.select_for_update(of=("self",)).with_people().get(pk=pairing.pk)
    if pairing.status == PairingStatus.ENDED:
        return pairing
    begun = pairing.activated_at is not None
    if ends_on > today(at):
        raise EndsInFuture
    if begun and ends_on < pairing.starts_on:
        raise EndsBeforeStart
    if pairing.meetings.held().filter(held_on__gt=ends_on).exists():
        raise MeetingsAfterEnd
    meetings.call_off_planned(pairing, by=by, at=at)
    pairing.status, pairing.ends_on = PairingStatus.ENDED, ends_on
    pairing.end_code, pairing.end_reason = code, reason
    _save(pairing, by, reason or code)
    if begun:
        notifications.pairing_ended(pairing, at=at)
    return pairing


def _lock(mentor, mentee):
    """Both rows, locked in the order of their keys, so that two transactions cannot wait for one another."""
    if mentor.pk == mentee.pk:
        raise OwnMentor
    people = get_user_model().objects.select_for_update().filter(pk__in=[mentor.pk, mentee.pk]).order_by("pk")
    locked = {person.pk: person for person in people}
    return locked[mentor.pk], locked[mentee.pk]


def _check_people(programme, mentor, mentee, days):
    if not (mentor.is_active and mentee.is_active):
        raise PersonHasLeft
    if any(evaluates(mentor, mentee, day) for day in days):
        raise MentorEvaluatesMentee
    suitability.check(programme, mentor, mentee, max(days))


def _save(pairing, by, reason):
    pairing._history_user, pairing._change_reason = by, reason
    pairing.save()
    return pairing
