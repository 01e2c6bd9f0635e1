"""Who may be whose mentor."""

from pdportal.people.choices import DISTRICT_ROLES, Role
from pdportal.people.queries import appointments_on, holds_role


def evaluates(person, other, on):
    """True where ``person`` evaluates ``other`` on ``on``: as principal of a school they work at, or as district lead.

    Asked of appointments, not of rights: a superuser keeps the machine running and supervises nobody.
    """
    if holds_role(person, DISTRICT_ROLES, on):
        return True
    schools = appointments_on(on).filter(person=person, role=Role.PRINCIPAL).values("school")
    return appointments_on(on).filter(person=other, school__in=schools).exists()
