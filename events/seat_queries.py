"""Reusable querysets around seats: what is due, who has left, who may approve, who needs a substitute, what clashes."""

import datetime as dt

from django.contrib.auth import get_user_model
from django.db.models import Exists, F, OuterRef, Q

from events.choices import Approval, Ending, RegistrationStatus, SessionStatus
from events.planning_records import Presenter
from events.queries import HOLDING, SEATED, WAITING, count_of, with_seats
from events.records import EventSession, Registration
from events.sign_up_rules import LONGEST_REMINDER
from pdportal.common.dates import today
from pdportal.people import oversight
from pdportal.people.choices import Role
from pdportal.people.permissions import can_coordinate
from pdportal.people.queries import appointments_on
from pdportal.people.records import Appointment

LONGEST_NOTICE = dt.timedelta(days=60)  # the most that an event's confirm_days may be
GROUP_ROLES = (Role.LIBRARIAN, Role.PRINCIPAL)


def ahead(at):
    """Sessions that take place and have not begun at ``at``."""
    return EventSession.objects.filter(status=SessionStatus.SCHEDULED, starts_at__gt=at)


def soon(at):
    """Sessions ahead for which a reminder may be due at ``at``."""
    until = at + dt.timedelta(hours=LONGEST_REMINDER)
    return ahead(at).filter(starts_at__lte=until).select_related("event").order_by("starts_at", "pk")


def have_left(at):
    """People whose account is closed, or whose appointments are all over; who never had one is a guest, and stays."""
    day = today(at)
    held = Appointment.objects.filter(person=OuterRef("pk"))
    still = held.filter(Q(ends_on=None) | Q(ends_on__gte=day))
    return get_user_model().objects.filter(Q(is_active=False) | (Exists(held) & ~Exists(still)))


def leavers(at):
    """Those who have left and still hold something ahead."""
    held = Registration.objects.filter(HOLDING, learner=OuterRef("pk"), session__in=ahead(at))
    return have_left(at).filter(Exists(held))


def held_by(person, at):
    """Sessions ahead in which ``person`` holds a seat, an offer or a place in line, in the order of their keys."""
    held = Registration.objects.filter(HOLDING, learner=person)
    return ahead(at).filter(pk__in=held.values("session")).order_by("pk")


def unsettled(at):
    """Sessions in which a deadline has passed, a free seat waits for somebody, or people are to be asked to come."""
    mine = Registration.objects.filter(session=OuterRef("pk"))
    offered = Q(status=RegistrationStatus.OFFERED)
    asked = HOLDING & Q(approval=Approval.ASKED)
    over = offered & Q(offered_until__lte=at) | asked & Q(approve_by__lte=at)
    unconfirmed = Q(SEATED, confirmed_at=None, confirm_by__lte=at, confirm_by__lt=F("session__starts_at"))
    unasked = Q(SEATED, confirmed_at=None, confirm_by=None) & ~Q(approval=Approval.ASKED)
    soon = Q(event__confirm_days__gt=0, starts_at__lte=at + LONGEST_NOTICE)
    coming = Q(starts_at__gt=at)
    sessions = with_seats(EventSession.objects.filter(status=SessionStatus.SCHEDULED)).filter(
        Exists(mine.filter(over | unconfirmed))
        | ~coming & Exists(mine.filter(offered | asked))
        | coming & Exists(mine.filter(WAITING)) & Q(taken__lt=F("capacity"))
        | coming & soon & Exists(mine.filter(unasked))
    )
    return sessions.select_related("event").order_by("pk")


def too_few(at):
    """Sessions within their event's ``few_days`` ahead with fewer people than their minimum, as a list, soonest first.

    Left out are those of which a coordinator said that they take place all the same. Each has ``seated``.
    """
    found = ahead(at).filter(minimum__gt=0, kept_at=None, event__few_days__gt=0, starts_at__lte=at + LONGEST_NOTICE)
    found = found.annotate(seated=count_of(SEATED)).filter(seated__lt=F("minimum"))
    found = found.select_related("event__locale", "school").order_by("starts_at", "pk")
    return [one for one in found if one.starts_at <= at + dt.timedelta(days=one.event.few_days)]


def colleagues_of(person, at=None):
    """Active people at the schools for which ``person`` may sign others up: as its librarian or principal."""
    day = today(at)
    schools = appointments_on(day).filter(person=person, role__in=GROUP_ROLES).values("school")
    there = appointments_on(day).filter(school__in=schools).values("person")
    return get_user_model().objects.filter(pk__in=there, is_active=True)


def may_sign_up_others(person, at=None):
    """True for librarians and principals of a building."""
    if not person.is_authenticated:
        return False
    return appointments_on(today(at)).filter(person=person, role__in=GROUP_ROLES).exists()


def approvers(person, on):
    """Who may approve that ``person`` goes: the principals of their buildings, else coordinators; never themselves."""
    principals = [found for found in oversight.principals_of(person, on) if found.pk != person.pk]
    return principals or [found for found in oversight.leads(person, on) if found.pk != person.pk]


def in_scope_of(viewer, at=None):
    """Registrations of people in the buildings of ``viewer``, a principal; of everybody for coordinators."""
    found = Registration.objects.select_related("learner", "session__event", "session__school", "answered_by")
    if can_coordinate(viewer):
        return found.exclude(learner=viewer)
    people = oversight.overseen_as(viewer, "building", on=today(at))
    return found.filter(learner__in=people.order_by().values("pk")).exclude(learner=viewer)


def to_approve(viewer, at):
    """Requests that wait for the answer of ``viewer``, the most pressing first."""
    waiting = in_scope_of(viewer, at).filter(HOLDING, approval=Approval.ASKED, session__in=ahead(at))
    return waiting.order_by("approve_by", "requested_at", "pk")


def answered(viewer, at):
    """Requests that were answered, or ran out, and can still be thought over; the latest first."""
    done = Q(HOLDING, approval=Approval.GIVEN) | Q(ending__in=[Ending.REFUSED, Ending.UNANSWERED])
    found = in_scope_of(viewer, at).exclude(approval="").filter(done, session__in=ahead(at))
    return found.order_by("-answered_at", "-pk")


def substitutes(viewer, at):
    """Seats of people in scope of ``viewer`` who need a substitute, by date of the session."""
    found = in_scope_of(viewer, at).filter(SEATED, needs_substitute=True, session__in=ahead(at))
    return found.order_by("session__starts_at", "learner__last_name", "learner__first_name", "pk")


def clashes(person, sessions):
    """By key of ``sessions``, another session at the same time in which ``person`` holds something; one query."""
    if not person.is_authenticated or not sessions:
        return {}
    first, last = min(one.starts_at for one in sessions), max(one.ends_at for one in sessions)
    held = Registration.objects.filter(HOLDING, learner=person, session__status=SessionStatus.SCHEDULED).filter(
        session__starts_at__lt=last, session__ends_at__gt=first
    )
    others = [found.session for found in held.select_related("session__event").order_by("session__starts_at", "pk")]
    return {
        session.pk: other
        for session in sessions
        for other in reversed(others)
        if other.pk != session.pk and other.starts_at < session.ends_at and other.ends_at > session.starts_at
    }


def presents(person, session):
    """True where ``person`` presents ``session``."""
    return person.is_authenticated and Presenter.objects.filter(session=session, person=person).exists()


def presented_by(person, sessions):
    """Keys of those of ``sessions`` that ``person`` presents; one query."""
    if not person.is_authenticated or not sessions:
        return set()
    found = Presenter.objects.filter(person=person, session__in=sessions)
    return set(found.values_list("session", flat=True))


def engaged(people, *, first, last):
    """``[(key of a person, session)]``: what each of ``people`` presents or holds between ``first`` and ``last``."""
    during = {"session__status": SessionStatus.SCHEDULED, "session__starts_at__lt": last, "session__ends_at__gt": first}
    presented = Presenter.objects.filter(person__in=people, **during).select_related("session__event")
    held = Registration.objects.filter(HOLDING, learner__in=people, **during).select_related("session__event")
    found = {(one.person_id, one.session_id): one.session for one in presented}
    found |= {(one.learner_id, one.session_id): one.session for one in held}
    return [(person, session) for (person, _key), session in sorted(found.items())]
