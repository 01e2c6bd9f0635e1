"""The principal's answer to a request to go: approve or refuse, and think again as long as there is time."""

from django.db import transaction
from django.utils import timezone

from events import notifications
from events.choices import Approval, Ending, RegistrationStatus
from events.errors import NothingToApprove
from events.registration import refuse_too_late
from events.seats import end, fresh, keep, lock, settle

RETHINKABLE = {Ending.REFUSED, Ending.UNANSWERED}


@transaction.atomic
def approve(registration, *, by, at=None):
    """Let the person go. Twice changes nothing. Returns the Registration.

    A request that was refused or not answered goes back to where it stood in the order of asking, and gets a seat if
    one is free. Raises NothingToApprove where the person withdrew, SessionHasStarted and the like where it is late.
    """
    session, registration, at = _ready(registration, by, at)
    if registration.is_holding and registration.approval == Approval.GIVEN:
        return registration
    if registration.ending in RETHINKABLE:
        registration.status, registration.ending, registration.reason = RegistrationStatus.WAITLISTED, Ending.NONE, ""
    _answer(registration, Approval.GIVEN, by=by, at=at)
    keep(registration, by=by, at=at, reason="Approved")
    if registration.has_seat:
        notifications.tell(registration, "approved", at=at)
    settle(session, at=at, by=by)
    registration = fresh(session, registration)
    if registration.status == RegistrationStatus.WAITLISTED:  # who moved up just now has been told so
        notifications.tell(registration, "approved", at=at)
    return registration


@transaction.atomic
def refuse(registration, *, by, reason="", at=None):
    """Do not let the person go; the seat goes to the next in line. Twice changes nothing. Returns the Registration.

    Also takes back an approval. Raises NothingToApprove where the person withdrew, or too late.
    """
    session, registration, at = _ready(registration, by, at)
    if registration.ending == Ending.REFUSED:
        return registration
    if not registration.is_holding:
        raise NothingToApprove
    had_seat = registration.has_seat
    _answer(registration, Approval.REFUSED, by=by, at=at)
    end(registration, Ending.REFUSED, by=by, at=at, reason=reason.strip())
    notifications.tell_ended(registration, had_seat=had_seat, at=at)
    settle(session, at=at, by=by)
    return registration


def _ready(registration, by, at):
    """The locked and settled session, the registration as it is then, and the moment; or why it cannot be answered."""
    session = lock(registration.session)
    at = at or timezone.now()
    refuse_too_late(session, at)
    settle(session, at=at, by=by)
    registration = fresh(session, registration)
    if registration.approval == Approval.NOT_NEEDED:
        raise NothingToApprove
    if not registration.is_holding and registration.ending not in RETHINKABLE:
        raise NothingToApprove
    return session, registration, at


def _answer(registration, answer, *, by, at):
    registration.approval, registration.answered_by, registration.answered_at = answer, by, at
