"""Plain functions that make mentoring programmes, pairings and meetings for tests."""

import json
import uuid

from mentoring import meetings, profiles
from mentoring import pairing as pairings
from mentoring.pages import MentoringIndexPage, MentoringProgramme
from tests.factories import days_ago, publish

ITEM = uuid.UUID("5f0c6c1e-0000-4000-8000-000000000001")


def make_programme(title="Mentoring for new librarians", **fields):
    """A published programme: two mentees a mentor, 3.75 hours a term, silent after 30 days; agreement and checklist."""
    item = {"month": 1, "text": "Walk the building", "activity": None}
    fields = {
        "minimum_hours_per_term": "3.75", "caseload": 2, "credit_hours": "7.50", "agreement": "We meet monthly.",
        "checklist": json.dumps([{"type": "item", "id": str(ITEM), "value": item}]), **fields,
    }  # fmt: skip
    return publish(MentoringIndexPage, MentoringProgramme(title=title, **fields))


def make_pairing(programme, mentor, mentee, by, *, days=20):
    """An active pairing that began so many days ago."""
    return pairings.activate(pairings.propose(programme, mentor, mentee, by=by, starts_on=days_ago(days)), by=by)


def log_meeting(pairing, by, *, days=5, minutes=45, kind="talk", topics=("collection",), note="", **fields):
    """A meeting held so many days ago, whatever else stands on that day."""
    fields = {"form_key": uuid.uuid4(), "another": True, **fields}
    return meetings.log(
        pairing, by=by, held_on=days_ago(days), minutes=minutes, kind=kind, topics=list(topics), note=note, **fields
    )


def save_profile(person, *, wishes=(), never=(), **fields):
    """The mentoring profile of ``person`` with ``fields``."""
    return profiles.save(person, wishes=list(wishes), never=list(never), **fields)
