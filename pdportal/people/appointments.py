"""Appoints people and ends appointments; keeps their admin groups in step with the roles they hold today."""

from django.contrib.auth.models import Group
from django.db import transaction

from pdportal.common.dates import today
from pdportal.people.choices import DISTRICT_ROLES, NewTo, Role
from pdportal.people.queries import appointments_on
from pdportal.people.records import Appointment

COORDINATORS, EDITORS = "Coordinators", "Editors"
GROUP_ROLES = {COORDINATORS: set(DISTRICT_ROLES), EDITORS: {Role.EDITOR}}


@transaction.atomic
def appoint(person, role, school, *, starts_on, ends_on=None, new_to=NewTo.NOTHING, reason=""):
    """Appoint ``person``; asking twice for the same role, school and first day changes nothing."""
    appointment, created = Appointment.objects.get_or_create(
        person=person, role=role, school=school, starts_on=starts_on, defaults={"ends_on": ends_on, "new_to": new_to}
    )
    if created and reason:
        _say_why(appointment, reason)
    sync_groups(person)
    return appointment


@transaction.atomic
def end_appointment(appointment, *, ends_on, reason=""):
    """End ``appointment`` on the date given (its last day); what was learned in it stays."""
    appointment = Appointment.objects.select_for_update().get(pk=appointment.pk)
    appointment.ends_on = ends_on
    appointment._change_reason = reason
    appointment.save()
    sync_groups(appointment.person)
    return appointment


def sync_groups(person, *, on=None):
    """Put ``person`` into the admin groups of the roles held on the date ``on`` (today), and out of the others.

    Wagtail asks groups, not appointments, who may edit. Run at every change and every night, since an appointment may
    end by itself.
    """
    roles = set(appointments_on(on or today()).filter(person=person).values_list("role", flat=True))
    wanted = {name for name, granting in GROUP_ROLES.items() if roles & granting}
    held = set(person.groups.filter(name__in=GROUP_ROLES).values_list("name", flat=True))
    person.groups.remove(*Group.objects.filter(name__in=held - wanted))
    for name in wanted - held:
        person.groups.add(Group.objects.get_or_create(name=name)[0])


def _say_why(appointment, reason):
    record = appointment.history.first()
    record.history_change_reason = reason
    record.save(update_fields=["history_change_reason"])
