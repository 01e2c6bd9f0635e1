"""The demo's requirements: the orientation modules with their due dates, and the annual set."""

import datetime as dt

from pdportal.demo import reading
from pdportal.people.choices import NewTo, Role
from pdportal.requirements import assigning
from pdportal.requirements.choices import DueAnchor, Recurrence
from pdportal.requirements.records import Requirement
from pdportal.requirements.rules import publish_version

NEW_LIBRARIANS = {"all": [{"role": [Role.LIBRARIAN]}, {"new_to": [NewTo.PROFESSION, NewTo.DISTRICT]}]}
ANNUAL = {
    "a1": [Role.LIBRARIAN, Role.AIDE],
    "a2": [Role.LIBRARIAN, Role.AIDE],
    "a3": [Role.LIBRARIAN, Role.AIDE],
    "a4": [Role.LIBRARIAN],
    "a5": [Role.LIBRARIAN, Role.PRINCIPAL],
}


def require(pages, *, by, today):
    """Put all requirements in force two years back, and assign them for last year and this one."""
    modules = sorted(key for kind, key in pages if kind == "courses" and key.startswith("o"))
    for position, key in enumerate(modules):
        due = reading.documents("courses", "en")[key].facts["due"]
        _require(
            f"orientation-{key}", pages["courses", key], position, by, today, audience=NEW_LIBRARIANS,
            due_anchor=due["anchor"], due_working_days=due.get("working_days", 0),
        )  # fmt: skip
    _require(
        "orientation", pages["paths", "orientation"], 9, by, today, audience=NEW_LIBRARIANS,
        due_anchor=DueAnchor.LAST_DAY,
    )  # fmt: skip
    for position, (key, roles) in enumerate(ANNUAL.items(), 10):
        _require(
            f"annual-{key}", pages["courses", key], position, by, today, audience={"role": roles},
            recurrence=Recurrence.YEARLY, due_anchor=DueAnchor.WINDOW, due_month=9, due_day=30, due_working_days=30,
        )  # fmt: skip
    first = today.year if today.month >= 7 else today.year - 1
    for day in (dt.date(first - 1, 9, 1), dt.date(first, 7, 1), today):
        if day <= today:
            assigning.assign_all(on=day)


def _require(slug, page, position, by, today, **rule):
    requirement = Requirement.objects.create(
        slug=slug, name_en=page.title, name_es=page.in_language("es").title, activity_key=page.translation_key,
        position=position,
    )  # fmt: skip
    publish_version(requirement, by=by, effective_on=today - dt.timedelta(days=800), **rule)
