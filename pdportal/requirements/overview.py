"""One person's requirements as a page shows them: status, page, requests, what came before; whom a rule asks."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from pdportal.common.dates import in_words, today
from pdportal.people import audience
from pdportal.people.choices import Role
from pdportal.requirements import queries, status, wording


@dataclass(frozen=True)
class Row:
    """A Status with the page to do it on, or None.

    ``note`` says which activity it is where that is not plain: of a set in turn, or a top-up; else it is empty.
    ``requests`` are the latest of each kind that the person made about it, withdrawn ones not included.
    """

    status: status.Status
    page: object
    note: str = ""
    requests: tuple = ()


def of_person(person, *, as_of=None):
    """The Rows of everything required of ``person`` on ``as_of`` (today), the most urgent first."""
    as_of = as_of or today()
    found = status.of_person(person, as_of=as_of)
    pages = queries.activity_pages(each.activity_key for each in found)
    asked = queries.latest_requests(person)
    return [
        Row(
            each,
            pages.get(each.activity_key),
            note(each, pages),
            tuple(asked.get(each.assignment.pk, ())),
        )
        for each in found
    ]


def membership(assignment, schools):
    """Why somebody is in the audience, as of when it was required: “Required of: Librarian. Here as Librarian, …”"""
    words = {"audience": audience.describe(assignment.version.audience, schools=schools)}
    if not assignment.through:
        return _("Required of: %(audience)s.") % words
    facts = assignment.through
    words["appointment"] = f"{Role(facts['role']).label}, {facts['school']}"
    words["day"] = in_words(dt.date.fromisoformat(facts["from"]))
    return _("Required of: %(audience)s. Here as %(appointment)s, since %(day)s.") % words


def note(found, pages):
    """Which activity a Status is about: the one whose turn it is, and why, or a top-up; empty where it is plain."""
    page = pages.get(found.activity_key)
    return wording.activity_note(found.assignment, found.activity_key, page.title) if page else ""


def earlier(person, *, as_of=None):
    """By period, newest first, the Statuses of what was required of ``person`` before ``as_of`` and no longer is."""
    as_of = as_of or today()
    periods = {}
    found = queries.earlier_assignments(person, as_of)
    for each in status.of_assignments(found, as_of=as_of, learners=[person]):
        periods.setdefault(each.assignment.period, []).append(each)
    return [(period, periods[period]) for period in sorted(periods, reverse=True)]
