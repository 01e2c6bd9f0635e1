"""One person's requirements as a page shows them: status, why, who it is required of, and what came before."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from pdportal.common.dates import today
from pdportal.people import audience
from pdportal.people.queries import appointments_on
from pdportal.requirements import queries, status


@dataclass(frozen=True)
class Row:
    """A Status with the page to do it on (or None) and the sentence why this person is in the audience."""

    status: status.Status
    page: object
    membership: str


def of_person(person, *, as_of=None):
    """The Rows of everything required of ``person`` on ``as_of`` (today), the most urgent first."""
    as_of = as_of or today()
    found = status.of_person(person, as_of=as_of)
    pages = queries.activity_pages(each.requirement.activity_key for each in found)
    schools = audience.school_names()
    appointments = list(appointments_on(as_of).filter(person=person).select_related("school").order_by("starts_on"))
    return [
        Row(each, pages.get(each.requirement.activity_key), membership(each.assignment, appointments, schools))
        for each in found
    ]


def membership(assignment, appointments, schools):
    """Why somebody is in the audience: “Required of: Librarian. Here as Librarian, Cedar Elementary.”"""
    rule = assignment.version.audience
    words = {"audience": audience.describe(rule, schools=schools)}
    through = next((held for held in appointments if audience.covers(rule, held)), None)
    if through is None:
        return _("Required of: %(audience)s.") % words
    return _("Required of: %(audience)s. Here as %(appointment)s.") % (words | {"appointment": through})


def earlier(person, *, as_of=None):
    """By period, newest first, the Statuses of what was required of ``person`` before ``as_of`` and no longer is."""
    as_of = as_of or today()
    periods = {}
    found = queries.earlier_assignments(person, as_of)
    for each in status.of_assignments(found, as_of=as_of, learners=[person]):
        periods.setdefault(each.assignment.period, []).append(each)
    return [(period, periods[period]) for period in sorted(periods, reverse=True)]
