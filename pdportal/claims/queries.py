"""Which claims somebody may see or decide; every list and total starts here."""

from django.contrib.auth import get_user_model
from django.db.models import Q

from pdportal.claims.choices import ApproverRole, ClaimState
from pdportal.claims.records import Claim, ClaimFile
from pdportal.common.dates import today
from pdportal.people import oversight
from pdportal.people.queries import appointments_on

BUILDING = "building"
LEADS = {ApproverRole.COORDINATOR, ApproverRole.DIRECTOR}


def own(person):
    """The claims of ``person``, newest first; a draft nothing was ever written into is left out."""
    return Claim.objects.filter(learner=person).exclude(turn=0, saved_at=None)


def readable_by(viewer, *, on=None):
    """Claims that were handed in by people ``viewer`` oversees; never drafts, never her own."""
    people = oversight.reportable_to(viewer, on=on).exclude(pk=viewer.pk)
    return Claim.objects.filter(learner__in=people.values("pk")).exclude(state=ClaimState.DRAFT)


def decidable_by(viewer, *, on=None, roles=None):
    """Claims that wait for a decision ``viewer`` may make: for their own building, or anywhere for who coordinates."""
    on = on or today()
    roles = roles_of(viewer, on) if roles is None else roles
    if not roles:
        return Claim.objects.none()
    waiting = readable_by(viewer, on=on).filter(state=ClaimState.HANDED_IN).exclude(first_approved_by=viewer)
    return waiting if roles & LEADS else waiting.filter(_in_building_of(viewer, on))


def waiting_for(viewer, *, on=None):
    """Of those, the ones that are hers to decide: meant for a role she holds, or late and so everybody's.

    For most people, who hold no such role, finding that out is the only query.
    """
    on = on or today()
    roles = roles_of(viewer, on)
    mine = Q(waits_for__in=roles & LEADS)
    if ApproverRole.PRINCIPAL in roles:
        mine |= _in_building_of(viewer, on)
    if roles & LEADS:
        mine |= Q(decide_by__lt=on)
    return decidable_by(viewer, on=on, roles=roles).filter(mine)


def roles_of(viewer, on):
    """The ApproverRoles that ``viewer`` holds on ``on``; a superuser coordinates and directs."""
    if not viewer.is_active:
        return set()
    held = appointments_on(on).filter(person=viewer, role__in=ApproverRole.values).values_list("role", flat=True)
    return {ApproverRole(role) for role in held} | (LEADS if viewer.is_superuser else set())


def is_approver(viewer, *, on=None):
    """True for who has people to decide for: principals, coordinators, directors."""
    return bool(roles_of(viewer, on or today()))


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


def _in_building_of(viewer, on):
    people = oversight.overseen_as(viewer, BUILDING, on=on)
    return Q(waits_for=ApproverRole.PRINCIPAL, learner__in=people.values("pk"))
