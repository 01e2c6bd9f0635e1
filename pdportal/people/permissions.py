"""Predicates about what a person may do, for views and templates."""

from pdportal.common.dates import today
from pdportal.people.choices import DISTRICT_ROLES, Role
from pdportal.people.queries import holds_role, is_district_lead


def can_coordinate(user, *, on=None):
    """True for coordinators, directors and superusers: assign, pair, run events, correct the ledger."""
    return user.is_authenticated and is_district_lead(user, on or today())


def can_read_reports(user, *, on=None):
    """True for those who have a building or the district to report on."""
    return user.is_authenticated and (
        user.is_superuser or holds_role(user, [*DISTRICT_ROLES, Role.PRINCIPAL], on or today())
    )
