"""Signs up the people of a list, in its order: each line is looked at first, then written by the locked verb."""

import datetime as dt
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events import attendance_queries, eligibility, enrolling, queries, registration, seat_queries
from events.choices import ListOutcome, RegistrationStatus
from events.errors import AccountClosed, EventRefusal
from events.seats import lock
from pdportal.common.cells import short
from pdportal.common.dates import today
from pdportal.common.imports import BadCell
from pdportal.people.permissions import can_coordinate
from pdportal.transcripts.lookups import People

BADGES = {ListOutcome.SEAT: "registered", ListOutcome.LINE: "waitlisted", ListOutcome.SIGNED_UP: "done",
          ListOutcome.DOUBLE: "not_started"}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A line of the list: what stands there, who is meant, and what it comes to; ``remark`` says why not."""

    number: int
    name: str
    outcome: ListOutcome
    person: object = None
    place: int = 0
    remark: str = ""

    @property
    def badge(self):
        """The status badge that goes with the outcome."""
        return BADGES.get(self.outcome, "expired")


def may_import(viewer, at=None):
    """True for who coordinates, and for librarians and principals of a building."""
    return can_coordinate(viewer) or seat_queries.may_sign_up_others(viewer, at)


def preview(session, names, *, by, at=None):
    """The Line of each of ``names`` as things stand now; nothing is written."""
    at = at or timezone.now()
    lines = _read(session, names, by, at)
    coming = [line.person for line in lines if line.outcome == ListOutcome.SEAT]
    places = {found.person.pk: found.place for found in enrolling.preview(session, coming, at=at)}
    return [
        replace(line, outcome=ListOutcome.LINE, place=places[line.person.pk])
        if line.outcome == ListOutcome.SEAT and places.get(line.person.pk)
        else line
        for line in lines
    ]


@transaction.atomic
def write(session, names, *, by, at=None):
    """Sign up everybody in ``names`` who can be, in this order, each a moment later; returns what became of each Line.

    A line that cannot be is left out, and says why; the others are written together. Twice changes nothing. Raises
    SessionCancelled, SessionHasStarted, SessionIsOver, SignUpNotOpen and SignUpClosed.
    """
    session = lock(session)
    at = at or timezone.now()
    registration.refuse_too_late(session, at)
    registration.refuse_window(session, at)
    return [
        _written(session, line, by=by, at=at + dt.timedelta(microseconds=line.number))
        for line in _read(session, names, by, at)
    ]


def _written(session, line, *, by, at):
    if line.outcome != ListOutcome.SEAT:
        return line
    try:
        found = registration.register(session, line.person, by=by, at=at)
    except EventRefusal as refusal:
        return replace(line, outcome=ListOutcome.REFUSED, remark=str(refusal))
    if found.status == RegistrationStatus.WAITLISTED:
        return replace(line, outcome=ListOutcome.LINE, place=registration.place_in_line(found))
    return line


def _read(session, names, by, at):
    """A Line for each of ``names``: with a seat where nothing speaks against signing up; a fixed number of queries."""
    lookup, all_of_us = People(), can_coordinate(by)
    keys = [_find(lookup, name) for name in names]
    reach = attendance_queries.people() if all_of_us else seat_queries.colleagues_of(by, at)
    people = reach.in_bulk({key for key, _why in keys if key})
    asked = attendance_queries.people().filter(pk__in=people)
    inside = set(eligibility.those_in(session.rules.audience, asked, today(at)).values_list("pk", flat=True))
    taken = set(session.registrations.filter(queries.HOLDING).values_list("learner", flat=True))
    lines, first = [], {}
    for number, (name, (key, why)) in enumerate(zip(names, keys, strict=True), 1):
        person = people.get(key)
        if person is None:
            outcome, remark = _nobody(name, key, why, all_of_us)
        elif key in first:
            outcome, remark = ListOutcome.DOUBLE, _("The same person as in line %(number)d.") % {"number": first[key]}
        elif key in taken:
            outcome, remark = ListOutcome.SIGNED_UP, ""
        elif key not in inside:
            outcome, remark = ListOutcome.OUTSIDE, eligibility.for_whom(session.rules.audience)
        else:
            outcome, remark = ListOutcome.SEAT, ""
        first.setdefault(key, number)
        lines.append(Line(number, short(name), outcome, person, remark=remark))
    return lines


def _find(lookup, name):
    """``(key of the person, "")``, or ``(None, why not)``."""
    try:
        return lookup.find(name), ""
    except BadCell as trouble:
        return None, str(trouble)


def _nobody(name, key, why, all_of_us):
    """What a line comes to that names nobody within reach; a building does not learn who works elsewhere."""
    if not all_of_us:
        words = _("Nobody at your school has the staff number, user name or e-mail “%(text)s”.")
        return ListOutcome.UNKNOWN, words % {"text": short(name)}
    return (ListOutcome.REFUSED, str(AccountClosed())) if key else (ListOutcome.UNKNOWN, why)
