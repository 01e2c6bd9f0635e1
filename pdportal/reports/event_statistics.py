"""Numbers about events: sessions, seats, who signed up, came or stayed away, waited, and the hours that came of it.

Everything is folded from the same facts, so that each table adds up to the same total, whatever it is grouped by.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events import queries
from events.choices import PRESENT, Attendance, RegistrationStatus, SessionStatus
from events.records import EventSession, Registration
from pdportal.people.choices import Role
from pdportal.people.permissions import can_coordinate
from pdportal.people.records import Appointment
from pdportal.reports.scope import people_of
from pdportal.transcripts.choices import ActivityKind
from pdportal.transcripts.records import Completion

BY_SESSION = ("event", "topic", "place")
COUNTED = (RegistrationStatus.REGISTERED, RegistrationStatus.WAITLISTED)


@dataclass(frozen=True)
class Fact:
    """One person's seat at a session that is over, or their place in its line at the end."""

    session: EventSession
    learner: int
    status: str
    attendance: str
    hours: Decimal


@dataclass
class Line:
    """The numbers of one group; ``seats`` is None where they belong to nobody in particular."""

    label: str
    held: int = 0
    cancelled: int = 0
    ahead: int = 0
    seats: int | None = None
    signed_up: int = 0
    attended: int = 0
    absent: int = 0
    waiting: int = 0
    hours: Decimal = Decimal()

    @property
    def unmarked(self):
        """Seats of which the roster says nothing."""
        return self.signed_up - self.attended - self.absent

    @property
    def came(self):
        """Of a hundred who signed up, how many came; None where nobody did."""
        return round(100 * self.attended / self.signed_up) if self.signed_up else None

    @property
    def everybody(self):
        """Those with a seat and those who waited."""
        return self.signed_up + self.waiting

    def add(self, fact):
        """Count ``fact``."""
        if fact.status == RegistrationStatus.WAITLISTED:
            self.waiting += 1
            return
        self.signed_up += 1
        self.attended += fact.attendance in PRESENT
        self.absent += fact.attendance == Attendance.ABSENT
        self.hours += fact.hours

    def cells(self):
        """Its cells in the exported table."""
        return [self.label, self.held, self.cancelled, self.ahead, self.seats, self.signed_up, self.attended,
                self.absent, self.unmarked, self.came, self.waiting, self.hours]  # fmt: skip


@dataclass(frozen=True)
class Statistics:
    """Sessions from ``first`` to ``last`` that the reader may count, and the Facts of those that are over."""

    sessions: list
    facts: list
    at: object
    everybody: bool  # else the people of one's building only, to whom no seats belong
    appointments: dict = field(default_factory=dict)

    @property
    def total(self):
        """All of it, each session and person once."""
        return self._line(pgettext("sum of a table", "All"), self.sessions, self.facts, seats=self.everybody)

    def lines(self, by):
        """A Line for each group of ``by``, in the order of their names; a session may count in several."""
        sessions, facts = defaultdict(dict), defaultdict(list)
        if by in BY_SESSION:
            for session in self.sessions:
                for label in self._labels(by, session):
                    sessions[label][session.pk] = session
        for fact in self.facts:
            for label in self._labels(by, fact.session, fact.learner):
                sessions[label][fact.session.pk] = fact.session
                facts[label].append(fact)
        seats = self.everybody and by in BY_SESSION
        return [self._line(label, found.values(), facts[label], seats=seats)
                for label, found in sorted(sessions.items(), key=lambda item: item[0].casefold())]  # fmt: skip

    def _labels(self, by, session, learner=None):
        if by == "event":
            return {session.event.title}
        if by == "topic":
            return {str(topic) for topic in session.event.topics.all()} or {_("No topic")}
        if by == "place":
            return {session.school.name if session.school else _("No building")}
        return self._at_work(learner, session.held_on, by) or {_("No appointment")}

    def _at_work(self, learner, day, by):
        """The roles, or buildings, that ``learner`` had on ``day``."""
        return {
            str(Role(role).label) if by == "role" else school
            for role, school, first, last in self.appointments.get(learner, ())
            if first <= day and (last is None or last >= day)
        }

    def _line(self, label, sessions, facts, *, seats):
        line = Line(label, seats=0 if seats else None)
        for session in sessions:
            if session.is_cancelled:
                line.cancelled += 1
            elif session.ends_at > self.at:
                line.ahead += 1
            else:
                line.held += 1
                line.seats = line.seats + session.capacity if seats else None
        for fact in facts:
            line.add(fact)
        return line


def statistics(viewer, first, last, *, at=None):
    """The Statistics that ``viewer`` may read: of everybody for who coordinates, else of the people they lead.

    A fixed number of queries.
    """
    at, everybody = at or timezone.now(), can_coordinate(viewer)
    sessions = EventSession.objects.filter(held_on__range=(first, last))
    rows = Registration.objects.filter(session__held_on__range=(first, last), status__in=COUNTED)
    if not everybody:
        mine = people_of(viewer).order_by().values("pk")
        rows = rows.filter(learner__in=mine)
        sessions = sessions.filter(pk__in=rows.values("session"))
    sessions = queries.localized(sessions.select_related("event__locale", "school").order_by("starts_at", "pk"))
    prefetch_related_objects([session.event for session in sessions], "topics")
    over = rows.filter(session__status=SessionStatus.SCHEDULED, session__ends_at__lte=at)
    facts = _facts({session.pk: session for session in sessions}, over, first, last)
    return Statistics(sessions, facts, at, everybody, _appointments(over, first, last))


def _facts(sessions, rows, first, last):
    cells = list(rows.order_by("session__starts_at", "pk").values_list("session", "learner", "status", "attendance"))
    hours = _hours(sessions, [row for row in cells if row[3] in PRESENT], first, last)
    return [Fact(sessions[pk], learner, status, attendance, hours.get((pk, learner), Decimal()))
            for pk, learner, status, attendance in cells if pk in sessions]  # fmt: skip


def _hours(sessions, attended, first, last):
    """``{(session, learner): hours}``: each standing line of the ledger counts at one session, that of its day.

    The line of several sessions together is that of the last one; a line with another day goes there too.
    """
    spots = {}
    for pk, learner, _status, _attendance in attended:  # in the order of time
        session = sessions[pk]
        key = str(session.event.translation_key)
        for place in (f"session-{pk}", (key, session.last_day or session.held_on), key):
            spots[learner, place] = pk, learner
    lines = Completion.objects.standing().filter(
        activity_kind=ActivityKind.EVENT, completed_on__range=(first, last)
    ).order_by()  # fmt: skip
    found = defaultdict(Decimal)
    for learner, key, cycle, day, hours in lines.values_list(
        "learner", "activity_key", "cycle", "completed_on", "credit_hours"
    ):
        places = (cycle, (str(key), day), str(key))
        spot = next((spots[learner, place] for place in places if (learner, place) in spots), None)
        if spot:
            found[spot] += hours
    return found


def _appointments(rows, first, last):
    """By person, what they were appointed to in these days: ``(role, school, first day, last day)``."""
    held = Appointment.objects.filter(person__in=rows.order_by().values("learner"), starts_on__lte=last)
    held = held.filter(Q(ends_on=None) | Q(ends_on__gte=first)).order_by("pk")
    found = defaultdict(list)
    for person, *facts in held.values_list("person", "role", "school__name", "starts_on", "ends_on"):
        found[person].append(tuple(facts))
    return found
