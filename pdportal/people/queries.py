"""Reusable querysets about people and appointments."""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q

from pdportal.people.choices import DISTRICT_ROLES
from pdportal.people.records import Appointment, Leave


def lock_person(pk):
    """Lock the account ``pk`` and return it; where it was merged into another, lock and return that one.

    Verbs that write about a person begin with it: what comes late for a closed account lands where it is found.
    """
    # no_key: other rows may still point at this person meanwhile (PostgreSQL's foreign keys take a weaker lock).
    person = get_user_model().objects.select_for_update(no_key=True).get(pk=pk)
    return lock_person(person.merged_into_id) if person.merged_into_id else person


def surviving(person):
    """``person``, or the account it was merged into in the end."""
    while person.merged_into_id:
        person = person.merged_into
    return person


def in_force(on):
    """The condition that an appointment holds on the date ``on``."""
    return Q(starts_on__lte=on) & (Q(ends_on__isnull=True) | Q(ends_on__gte=on))


def appointments_on(on):
    """Appointments that hold on the date ``on``."""
    return Appointment.objects.filter(in_force(on))


def people_with(on, **conditions):
    """Active people holding an appointment on ``on`` that meets ``conditions`` (field lookups on Appointment)."""
    held = appointments_on(on).filter(person=OuterRef("pk"), **conditions)
    return get_user_model().objects.filter(Exists(held), is_active=True)


def holds_role(user, roles, on):
    """True where ``user`` holds one of ``roles`` on the date ``on``."""
    return appointments_on(on).filter(person=user, role__in=roles).exists()


def is_district_lead(user, on):
    """True for coordinators and directors on the date ``on``, and for active superusers."""
    return user.is_active and (user.is_superuser or holds_role(user, DISTRICT_ROLES, on))


@dataclass(frozen=True)
class Former:
    """What an account said until the moment ``until``."""

    name: str
    username: str
    email: str
    staff_id: str
    until: object


def former_names(person):
    """What the account of ``person`` said before, each Former with its end, newest first; one query."""
    columns = "first_name", "last_name", "username", "email", "staff_id"
    rows = person.history.order_by("history_date", "history_id").values_list("history_date", *columns)
    found, before = [], None
    for moment, *said in rows:
        if before and said != before:
            first, last, username, email, staff_id = before
            found.append(Former(f"{first} {last}".strip(), username, email, staff_id or "", moment))
        before = said
    return found[::-1]


def formerly(text):
    """The condition that an account once had a name, address or staff number with ``text`` in it."""
    said = Q()
    for column in ("first_name", "last_name", "username", "email", "staff_id"):
        said |= Q(**{f"{column}__icontains": text})
    return Q(pk__in=get_user_model().history.filter(said).values("id"))


def leaves_of(people, *, known_at=None):
    """By person id, the leaves of ``people`` as (first day, last day or None), as known at ``known_at`` (now).

    One query; what was entered, changed or deleted later is read from the history.
    """
    known = Leave.history.as_of(known_at) if known_at else Leave.objects.all()
    found = defaultdict(list)
    for leave in known.filter(person__in=people).order_by("first_day", "pk"):
        found[leave.person_id].append((leave.first_day, leave.last_day))
    return {person: tuple(leaves) for person, leaves in found.items()}
