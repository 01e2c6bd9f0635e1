"""Re-evaluates who must meet what as soon as an appointment or an account changes; the nightly run is the net below."""

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from pdportal.people.records import Appointment, User
from pdportal.requirements.assigning import assign_person


@receiver([post_save, post_delete], sender=Appointment, dispatch_uid="requirements_follow_appointments")
def follow_appointment(sender, instance, **_):
    """Assign on commit. A failure is logged and leaves the appointment as it was saved."""
    person = instance.person
    transaction.on_commit(lambda: assign_person(person), robust=True)


@receiver(post_save, sender=User, dispatch_uid="requirements_follow_accounts")
def follow_account(sender, instance, *, created, update_fields, **_):
    """Assign on commit when an account may have been closed or opened again; a mere sign-in changes nothing."""
    if not created and (update_fields is None or "is_active" in update_fields):
        transaction.on_commit(lambda: assign_person(instance), robust=True)
