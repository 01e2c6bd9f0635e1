"""People check themselves in and out by the code in the room; others are let in at the door by who runs the session."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from events import attendance, codes, eligibility, enrolling, queries
from events.choices import Attendance, MarkedThrough
from events.errors import (
    AlreadyLeft,
    AskThePresenter,
    CheckInClosed,
    CodeOver,
    NoSeatLeft,
    NotCheckedIn,
    SessionCancelled,
    SessionIsOver,
)
from events.seats import lock, settle

SCAN_LASTS = dt.timedelta(minutes=10)  # time to sign in after the scan
PAPER_LASTS = dt.timedelta(days=30)


@transaction.atomic
def check_in(session, learner, *, scanned_at, at=None):
    """Note that ``learner``, who scanned the code at ``scanned_at``, is here; returns the Registration.

    Twice changes nothing: the first arrival counts. Who is not on the list gets a seat if one is free and the event is
    for them. Raises CodeOver, CheckInClosed, SessionCancelled, NoSeatLeft, AskThePresenter, NotForYou, AccountClosed.
    """
    session = lock(session)
    at = at or timezone.now()
    _refuse_away(session, scanned_at, at)
    registration = session.registrations.select_related("learner").filter(learner=learner).first()
    if not (registration and registration.has_seat):
        registration = _walk_in(session, learner, registration, at)
    if registration.arrived_at is None:
        attendance.note_arrival(registration, at=scanned_at)
    return registration


@transaction.atomic
def check_out(session, learner, *, scanned_at, at=None):
    """Note that ``learner`` leaves at the moment of the scan: minutes count until then; returns the Registration.

    What the roster already says about them stays. Raises CodeOver, CheckInClosed, NotCheckedIn, AlreadyLeft.
    """
    session = lock(session)
    at = at or timezone.now()
    _refuse_away(session, scanned_at, at)
    registration = session.registrations.select_related("learner").filter(learner=learner).first()
    if not (registration and registration.has_seat and registration.arrived_at):
        raise NotCheckedIn
    if registration.left_at:
        raise AlreadyLeft
    registration.left_at = max(scanned_at, registration.arrived_at)
    registration._history_user, registration._change_reason = learner, "Checked out"
    registration.save(update_fields=["left_at"])
    if registration.attendance == Attendance.UNMARKED and session.starts_at <= at:
        mark = attendance.spent(session, registration)
        attendance.mark_many(session, {registration.pk: mark}, by=learner, at=at, through=MarkedThrough.CHECK_IN)
        registration.refresh_from_db()
    return registration


@transaction.atomic
def let_in(session, learner, *, by, reason="", at=None):
    """Put ``learner`` on the roster at the door, or later from the paper sheet; returns the Registration.

    While the session runs, they have arrived now. Raises what ``seat_anyway`` raises, and SessionIsOver where the
    session has been over for a month.
    """
    session = lock(session)
    at = at or timezone.now()
    if at >= session.ends_at + PAPER_LASTS:
        raise SessionIsOver
    registration = enrolling.seat_anyway(session, learner, by=by, reason=reason, afterwards=True, at=at)
    if session.starts_at <= at < session.ends_at and registration.arrived_at is None:
        attendance.note_arrival(registration, at=at)
    return registration


@transaction.atomic
def let_in_many(session, people, *, by, reason="", at=None):
    """Put a group on the roster: ``people`` is ``{person: minutes or None}``; returns how many were marked.

    Once the session is over each is marked present for the minutes given, or for all of it; before, minutes are left
    for the roster. All are put down or none. Raises what ``let_in`` raises, and MinutesOutOfRange.
    """
    at = at or timezone.now()
    seats = {let_in(session, person, by=by, reason=reason, at=at): minutes for person, minutes in people.items()}
    session = lock(session)
    if session.ends_at > at:
        return 0
    marks = {}
    for seat, minutes in seats.items():
        whole = minutes is None or minutes == session.minutes
        marks[seat.pk] = (Attendance.ATTENDED, None) if whole else (Attendance.PARTLY, minutes)
    return attendance.mark_many(session, marks, by=by, at=at, through=MarkedThrough.SHEET)


def _refuse_away(session, scanned_at, at):
    if session.is_cancelled:
        raise SessionCancelled
    if not codes.is_open(session, at):
        raise CheckInClosed
    if not at - SCAN_LASTS <= scanned_at <= at:
        raise CodeOver


def _walk_in(session, learner, registration, at):
    """A seat for who stands in the room: after the start any free one, before it one that nobody in line waits for."""
    if session.rules.needs_approval:
        raise AskThePresenter
    eligibility.refuse_outsiders(session, learner, at=at)
    settle(session, at=at, by=learner)
    others = session.registrations.exclude(learner=learner)
    claimed = others.filter(queries.HELD).count()
    if at < session.starts_at:
        claimed += others.filter(queries.WAITING).count()
    if claimed >= session.capacity:
        raise NoSeatLeft
    return enrolling.seat_anyway(session, learner, by=learner, at=at)
