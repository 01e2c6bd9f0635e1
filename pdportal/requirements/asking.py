"""More time and waivers, asked for by the learner: ask, withdraw, grant, refuse.

All of it happens under the lock of the assignment's row. A grant is recorded as the Waiver or Extension that the status
function reads; the request keeps who asked for what, when, and what was answered.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pdportal.common.dates import today
from pdportal.people.choices import Role
from pdportal.people.queries import people_with
from pdportal.requirements import notifications, status
from pdportal.requirements.choices import AskFor, RequestState
from pdportal.requirements.errors import (
    AlreadyAsked,
    AssignmentEnded,
    DateTooFar,
    NothingToAsk,
    NotLater,
    OwnRequest,
    ReasonMissing,
    RequestClosed,
)
from pdportal.requirements.records import Assignment
from pdportal.requirements.request_records import GrantRequest
from pdportal.requirements.waiving import extend, waive

YEARS_AHEAD = 2
LONGEST_REASON, LONGEST_ANSWER = 1_000, 300


@transaction.atomic
def ask(assignment, *, kind, reason, wanted_on=None, at=None):
    """Ask, as the learner of ``assignment``, for ``kind`` (an AskFor), more time until ``wanted_on``.

    Returns the GrantRequest; coordinators are told on commit. The same words twice (a double click) return the request
    that is open. Raises ReasonMissing, AssignmentEnded, NothingToAsk, NotLater, DateTooFar and AlreadyAsked.
    """
    at, reason = at or timezone.now(), _tidy(reason, LONGEST_REASON)
    if not reason:
        raise ReasonMissing
    assignment = _lock(assignment)
    if assignment.ended_on:
        raise AssignmentEnded
    _check(assignment, kind, wanted_on, at)
    wanted_on = wanted_on if kind == AskFor.TIME else None
    standing = assignment.requests.filter(kind=kind, state=RequestState.OPEN).first()
    if standing:
        if (standing.reason, standing.wanted_on) == (reason, wanted_on):
            return standing
        raise AlreadyAsked
    request = GrantRequest.objects.create(
        assignment=assignment, kind=kind, wanted_on=wanted_on, reason=reason, asked_at=at
    )
    coordinators = people_with(today(at), role=Role.COORDINATOR).exclude(pk=assignment.learner_id)
    notifications.asked(request, coordinators, at=at)
    return request


@transaction.atomic
def withdraw(request, *, at=None):
    """Take ``request`` back, as its learner. Twice changes nothing; raises RequestClosed where it was answered."""
    request = _opened(request)
    if request.state == RequestState.WITHDRAWN:
        return request
    if not request.is_open:
        raise RequestClosed
    return _close(request, RequestState.WITHDRAWN, at=at or timezone.now())


@transaction.atomic
def grant(request, *, by, until=None, answer="", at=None):
    """Grant ``request``: a waiver, or time until ``until`` (the date asked for), moved on to an open day.

    Returns the GrantRequest. The same person twice changes nothing. Raises OwnRequest, RequestClosed and what
    ``waive`` and ``extend`` raise.
    """
    at, answer = at or timezone.now(), _tidy(answer, LONGEST_ANSWER)
    request = _opened(request, by)
    if request.state == RequestState.GRANTED and request.decided_by_id == by.pk:
        return request
    if not request.is_open:
        raise RequestClosed
    reason = answer or _("Granted as asked for.")  # the learner's own reason stays in the request: it may be private
    if request.kind == AskFor.WAIVER:
        waive(request.assignment, by=by, reason=reason, at=at)
    else:
        request.granted_until = extend(
            request.assignment, due_on=until or request.wanted_on, by=by, reason=reason, at=at
        ).due_on
    _close(request, RequestState.GRANTED, by=by, answer=answer, at=at)
    notifications.granted(request, at=at)
    return request


@transaction.atomic
def refuse(request, *, by, answer, at=None):
    """Refuse ``request`` with the reason in ``answer``, which the learner reads; asking again stays possible.

    Returns the GrantRequest. The same person twice changes nothing. Raises ReasonMissing, OwnRequest, RequestClosed.
    """
    at, answer = at or timezone.now(), _tidy(answer, LONGEST_ANSWER)
    request = _opened(request, by)
    if request.state == RequestState.REFUSED and request.decided_by_id == by.pk:
        return request
    if not request.is_open:
        raise RequestClosed
    if not answer:
        raise ReasonMissing
    _close(request, RequestState.REFUSED, by=by, answer=answer, at=at)
    notifications.refused(request, at=at)
    return request


def _check(assignment, kind, wanted_on, at):
    day = today(at)
    found = status.of_assignments(
        Assignment.objects.filter(pk=assignment.pk), as_of=day, learners=[assignment.learner]
    )[0]
    if found.is_settled:
        raise NothingToAsk
    if kind != AskFor.TIME:
        return
    if wanted_on is None or wanted_on <= max(found.due_on, day):
        raise NotLater
    if wanted_on.year > day.year + YEARS_AHEAD:
        raise DateTooFar


def _lock(assignment):
    locked = Assignment.objects.select_for_update(of=("self",)).select_related("learner", "requirement", "version")
    return locked.get(pk=assignment.pk)


def _opened(request, by=None):
    """The request as it is under the lock of its assignment; raises OwnRequest."""
    assignment = _lock(request.assignment)
    if by is not None and assignment.learner_id == by.pk:
        raise OwnRequest
    request = GrantRequest.objects.get(pk=request.pk)
    request.assignment = assignment
    return request


def _close(request, state, *, at, by=None, answer=""):
    request.state, request.closed_at, request.decided_by, request.answer = state, at, by, answer
    request.save()
    return request


def _tidy(text, longest):
    return " ".join(text.replace("\x00", "").split())[:longest]
