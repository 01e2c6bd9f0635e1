"""Predicates about who may decide on a claim."""

from pdportal.claims.choices import ApproverRole
from pdportal.claims.queries import BUILDING
from pdportal.people import oversight
from pdportal.people.permissions import can_coordinate


def stands_in(viewer, claim, *, on):
    """True where ``viewer`` decides in place of the role that ``claim`` waits for, as a coordinator may always do."""
    return not _holds(viewer, claim, on) and can_coordinate(viewer, on=on)


def may_decide(viewer, claim, *, on):
    """True where ``viewer`` may decide on ``claim``, which waits: never her own, the first approver not again."""
    if viewer.pk in {claim.learner_id, claim.first_approved_by_id}:
        return False
    return can_coordinate(viewer, on=on) or _holds(viewer, claim, on)


def _holds(viewer, claim, on):
    if claim.waits_for == ApproverRole.PRINCIPAL:
        return oversight.overseen_as(viewer, BUILDING, on=on).filter(pk=claim.learner_id).exists()
    return viewer.appointments.filter(role=claim.waits_for, starts_on__lte=on).exclude(ends_on__lt=on).exists()
