"""Reusable querysets about people and appointments."""

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q

from pdportal.people.choices import DISTRICT_ROLES
from pdportal.people.records import Appointment


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
