"""Makes activities and completions for tests, through the ledger's own verbs."""

import datetime as dt
import uuid
from decimal import Decimal

from django.utils import timezone

from pdportal.transcripts.activities import Activity
from pdportal.transcripts.choices import ActivityKind, Source
from pdportal.transcripts.ledger import award
from tests.factories import days_ago


def moment(text):
    """The aware moment, in the district, of a date and time such as 2026-03-02 23:30."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=timezone.get_default_timezone())


def activity(title="Copyright refresher", spanish="Repaso de derechos", *, hours="2.00", **fields):
    """An activity that has no page (any more)."""
    return Activity(
        key=uuid.uuid4(),
        kind=fields.pop("kind", ActivityKind.COURSE),
        titles={"en": title, "es": spanish},
        credit_hours=Decimal(hours),
        **fields,
    )


def completion(learner, what=None, *, source=Source.LESSONS, completed_on=None, **fields):
    """A completion of ``what`` (a new activity) by ``learner``, ten days ago unless said otherwise."""
    return award(learner, what or activity(), source=source, completed_on=completed_on or days_ago(10), **fields)
