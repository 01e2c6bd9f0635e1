"""Makes requirements and completions through the project's own verbs."""

import datetime as dt

from django.utils.text import slugify

from pdportal.common.dates import start_of_day
from pdportal.requirements.records import Requirement
from pdportal.requirements.rules import publish_version
from pdportal.transcripts import ledger
from pdportal.transcripts.activities import Activity

LONG_AGO = dt.date(2019, 7, 1)


def make_requirement(page, *, name="", effective_on=LONG_AGO, **rule):
    """A requirement that asks for ``page``, with one version of its rule."""
    name = name or page.title
    requirement = Requirement.objects.create(
        slug=slugify(name)[:60], name_en=name, activity_key=page.translation_key, position=Requirement.objects.count()
    )
    publish_version(requirement, by=None, effective_on=effective_on, **rule)
    return requirement


def complete(learner, page, day, *, cycle="", **fields):
    """A completion of ``page`` on ``day``, recorded on the same day."""
    at = fields.pop("at", start_of_day(day))
    return ledger.award(learner, Activity.of(page), source="manual", cycle=cycle, completed_on=day, at=at, **fields)
