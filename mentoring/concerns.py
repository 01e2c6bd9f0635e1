"""Concerns about a pairing: raised with the coordinator, read by the one they are about, closed with an outcome.

Who is concerned is told that it was raised before any coordinator acts on it: nobody hears of it from the office.
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from mentoring import care_notifications, sealing
from mentoring.care_records import Concern
from mentoring.errors import ConcernClosed, ConcernEmpty, ConcernOpen, ConcernTooLong, NotOfThePair, PairingHasEnded
from mentoring.records import Pairing
from pdportal.common.dates import today
from pdportal.people.choices import DISTRICT_ROLES
from pdportal.people.queries import holds_role

MOST_CHARACTERS = 2000


@dataclass(frozen=True, repr=False)
class OpenedConcern:
    """A concern as somebody reads it who may; texts are None where their key is lost. Its ``repr`` tells nothing."""

    record: Any
    text: str | None
    answer: str | None


@sensitive_variables("text")
@transaction.atomic
def raise_concern(pairing, *, by, text, at=None):
    """Raise a concern of ``by`` about the other one of ``pairing``; both and the coordinators are told. Returns it.

    Raises NotOfThePair, PairingHasEnded, ConcernEmpty, ConcernTooLong, and ConcernOpen where one is open already.
    """
    pairing = Pairing.objects.select_for_update(of=("self",)).with_people().get(pk=pairing.pk)
    if not pairing.has(by):
        raise NotOfThePair
    if not pairing.is_active:
        raise PairingHasEnded
    text = text.strip()
    if not text:
        raise ConcernEmpty
    if len(text) > MOST_CHARACTERS:
        raise ConcernTooLong
    if pairing.concerns.filter(raised_by=by, closed_at=None).exists():
        raise ConcernOpen
    at = at or timezone.now()
    concern = Concern.objects.create(
        pairing=pairing, raised_by=by, about=pairing.other_than(by), raised_at=at,
        sealed=sealing.seal(_owner(pairing.pk, by.pk), text),
    )  # fmt: skip
    care_notifications.concern_raised(concern, at=at)
    return concern


@sensitive_variables("answer")
@transaction.atomic
def close(concern, *, by, outcome, answer="", at=None):
    """Close a concern with an outcome and a word that both of the pair read. Raises ConcernClosed, ConcernTooLong."""
    concern = (
        Concern.objects.select_for_update(of=("self",))
        .select_related("pairing", "raised_by", "about")
        .get(pk=concern.pk)
    )
    if concern.closed_at:
        raise ConcernClosed
    answer = answer.strip()
    if len(answer) > MOST_CHARACTERS:
        raise ConcernTooLong
    concern.outcome, concern.closed_by, concern.closed_at = outcome, by, at or timezone.now()
    concern.answer = sealing.seal([*_owner(concern.pairing_id, concern.raised_by_id), "answer"], answer)
    concern.save()
    care_notifications.concern_closed(concern, at=concern.closed_at)
    return concern


def may_answer(viewer, *, on=None):
    """True for coordinators and directors. Superusers keep the machine running; concerns are none of their business."""
    return viewer.is_authenticated and viewer.is_active and holds_role(viewer, DISTRICT_ROLES, on or today())


def readable_by(viewer):
    """The concerns ``viewer`` may read: of one's own pairings; all, for who answers them."""
    found = Concern.objects.select_related("pairing__programme", "raised_by", "about", "closed_by")
    if may_answer(viewer):
        return found
    return found.filter(Q(pairing__mentor=viewer) | Q(pairing__mentee=viewer))


@sensitive_variables()
def opened(concern, reader):
    """``concern`` as ``reader`` reads it; None for anybody who may not, whatever the caller believes."""
    if not (concern.pairing.has(reader) or may_answer(reader)):
        return None
    owner = _owner(concern.pairing_id, concern.raised_by_id)
    answer = sealing.unseal([*owner, "answer"], concern.answer) if concern.answer else ""
    return OpenedConcern(concern, sealing.unseal(owner, concern.sealed), answer)


@sensitive_variables()
def of_pairing(pairing, reader):
    """The concerns of ``pairing`` as one of the two reads them, the latest first; nothing for a stranger."""
    if not pairing.has(reader):
        return []
    found = pairing.concerns.select_related("pairing", "raised_by", "about", "closed_by")
    return [opened(concern, reader) for concern in found]


def _owner(pairing_id, raised_by_id):
    return ["concern", pairing_id, raised_by_id]
