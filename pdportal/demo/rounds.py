"""The demo's rules in depth: a refresher that takes turns, time budgets, and a changed course with a short top-up."""

import datetime as dt

from pdportal.demo.moments import at
from pdportal.people.calendar import period_of
from pdportal.people.choices import NewTo, Role
from pdportal.requirements import assigning
from pdportal.requirements.choices import ConsequenceKind, DueAnchor, LateHires, Recurrence, RotateBy
from pdportal.requirements.deciding import Change, decide
from pdportal.requirements.records import Requirement
from pdportal.requirements.rule_records import TimeBudget
from pdportal.requirements.rules import publish_version

MINUTES = {Role.LIBRARIAN: 180, Role.AIDE: 120, Role.PRINCIPAL: 60, Role.TEACHER: 60}
OLD_HANDS = {
    "all": [{"role": [Role.LIBRARIAN, Role.AIDE]}, {"not": {"new_to": [NewTo.PROFESSION, NewTo.DISTRICT]}}],
}
TURNS = ["t2", "t3"]
CHANGED, TOP_UP = "a4", "t1"
DECIDED_DAYS_AGO, DAYS_TO_DO_IT = 12, 40


def take_turns(pages, *, by, today):
    """Ask those who know the work for one short refresher a year, in turn, and set the time budgets."""
    courses = [pages["courses", key] for key in TURNS]
    requirement = Requirement.objects.create(
        slug="refresher-in-turn", name_en="Ten-minute refresher", name_es="Repaso de diez minutos",
        activity_key=courses[0].translation_key, position=20,
    )  # fmt: skip
    publish_version(
        requirement, by=by, effective_on=today - dt.timedelta(days=800), audience=OLD_HANDS,
        recurrence=Recurrence.YEARLY, due_anchor=DueAnchor.WINDOW, opens_month=8, opens_day=1, due_month=4, due_day=30,
        late_hires=LateHires.NEXT_ROUND, rotation=[str(page.translation_key) for page in courses],
        rotate_by=RotateBy.YEAR,
    )  # fmt: skip
    assigning.assign_requirement(requirement, on=today)
    year = period_of(today - dt.timedelta(days=800))
    TimeBudget.objects.bulk_create(
        TimeBudget(role=role, year=year, minutes=minutes) for role, minutes in MINUTES.items()
    )


def change_a_course(pages, *, by, today):
    """A course that got a new part: whoever had completed it is asked for a short top-up, with its earned date kept."""
    course, top_up = pages["courses", CHANGED], pages["courses", TOP_UP]
    decide(
        Change(course.translation_key, page_revision=course.live_revision_id), ConsequenceKind.TOP_UP,
        top_up_key=top_up.translation_key, due_on=today + dt.timedelta(days=DAYS_TO_DO_IT), by=by,
        at=at(today - dt.timedelta(days=DECIDED_DAYS_AGO), 10),
    )  # fmt: skip
