"""Which claims somebody may see or decide; every list and total starts here."""

from django.contrib.auth import get_user_model
from django.db.models import Q

from pdportal.claims.choices import ApproverRole, ClaimState
from pdportal.claims.records import Claim, ClaimFile
from pdportal.common.dates import today
from pdportal.people import oversight
from pdportal.people.choices import Role
from pdportal.people.permissions import can_coordinate
from pdportal.people.queries import appointments_on

BUILDING = "building"


def own(person):
    """The claims of ``person``, newest first; a draft nothing was ever written into is left out."""
    return Claim.objects.filter(learner=person).exclude(turn=0, saved_at=None)


def readable_by(viewer, *, on=None):
    """Claims that were handed in by people ``viewer`` oversees; never drafts, never her own."""
    people = oversight.reportable_to(viewer, on=on).exclude(pk=viewer.pk)
    return Claim.objects.filter(learner__in=people.values("pk")).exclude(state=ClaimState.DRAFT)


def decidable_by(viewer, *, on=None):
    """Claims that wait for a decision ``viewer`` may make: for their own building, or anywhere for who coordinates."""
    on = on or today()
    waiting = readable_by(viewer, on=on).filter(state=ClaimState.HANDED_IN)
    waiting = waiting.exclude(first_approved_by=viewer)
    if can_coordinate(viewer, on=on):
        return waiting
    building = oversight.overseen_as(viewer, BUILDING, on=on)
    return waiting.filter(waits_for=ApproverRole.PRINCIPAL, learner__in=building.values("pk"))


def waiting_for(viewer, *, on=None):
    """Of those, the ones that are hers to decide: meant for a role she holds, or late and so everybody's."""
    on = on or today()
    mine = _roles(viewer, on)
    late = Q(decide_by__lt=on) if can_coordinate(viewer, on=on) else Q(pk__in=[])
    building = Q(
        waits_for=ApproverRole.PRINCIPAL, learner__in=oversight.overseen_as(viewer, BUILDING, on=on).values("pk")
    )
    return decidable_by(viewer, on=on).filter(building | Q(waits_for__in=mine) | late)


def is_approver(viewer, *, on=None):
    """True for who has people to decide for: principals, coordinators, directors."""
    on = on or today()
    return viewer.is_active and (
        can_coordinate(viewer, on=on) or appointments_on(on).filter(person=viewer, role=Role.PRINCIPAL).exists()
    )


def late(on):
    """Claims that should have been decided before ``on``."""
    return Claim.objects.filter(state=ClaimState.HANDED_IN, decide_by__lt=on)


def files_for(viewer, *, on=None):
    """The files ``viewer`` may open: her own, and those of claims she may read that are not being written."""
    read = readable_by(viewer, on=on).exclude(state__in=[ClaimState.RETURNED, ClaimState.PREAPPROVED])
    return ClaimFile.objects.filter(Q(claim__learner=viewer) | Q(claim__in=read.values("pk")))


def holders(role, person, on):
    """Active people who hold ``role`` for ``person`` on ``on``, without ``person``."""
    if role == ApproverRole.PRINCIPAL:
        found = oversight.principals_of(person, on)
    else:
        held = appointments_on(on).filter(role=role).values("person")
        found = get_user_model().objects.filter(pk__in=held, is_active=True)
    return found.exclude(pk=person.pk)


def _roles(viewer, on):
    held = set(appointments_on(on).filter(person=viewer).values_list("role", flat=True))
    return [role for role in (ApproverRole.COORDINATOR, ApproverRole.DIRECTOR) if role in held or viewer.is_superuser]
