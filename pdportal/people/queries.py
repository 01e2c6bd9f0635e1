"""Reusable querysets about people and appointments."""

from collections import defaultdict

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q

from pdportal.people.choices import DISTRICT_ROLES
from pdportal.people.records import Appointment, Leave


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


def leaves_of(people, *, known_at=None):
    """By person id, the leaves of ``people`` as (first day, last day or None), as known at ``known_at`` (now).

    One query; what was entered, changed or deleted later is read from the history.
    """
    known = Leave.history.as_of(known_at) if known_at else Leave.objects.all()
    found = defaultdict(list)
    for leave in known.filter(person__in=people).order_by("first_day", "pk"):
        found[leave.person_id].append((leave.first_day, leave.last_day))
    return {person: tuple(leaves) for person, leaves in found.items()}
