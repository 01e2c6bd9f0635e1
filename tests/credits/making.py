"""Makes packs, versions and rows of the ledger for tests."""

import datetime as dt
import uuid
from decimal import Decimal

from pdportal.credits.choices import CycleStart
from pdportal.credits.loading import stream_of
from pdportal.credits.records import RulePack, RulePackVersion
from pdportal.credits.rules import publish_version
from pdportal.transcripts.choices import ActivityKind, CreditType
from pdportal.transcripts.records import Completion
from tests.factories import days_ago

AUTUMN = dt.date(2026, 10, 1)


def cap(types, *, confirmed=True, **limit):
    """A cap as it stands in the stream."""
    return {"cap": {"types": types, "confirmed": confirmed, **limit}}


def version(*rules, needed="100", **fields):
    """A version that is in no database, for pure counting; five years by certificate."""
    facts = {"cycle_start": CycleStart.PERSON, "cycle_years": 5, "confirmed": True}
    pack = RulePack(slug="renewal", name_en="Renewal")
    return RulePackVersion(pack=pack, hours_needed=Decimal(needed), rules=stream_of(rules), **(facts | fields))


def row(hours, *, on=AUTUMN, kind=ActivityKind.COURSE, credit_type=CreditType.ATTENDED, key=None, cycle="", **fields):
    """A row of the ledger that is in no database."""
    return Completion(
        activity_key=key or uuid.uuid4(), activity_kind=kind, titles={"en": "Something"}, credit_hours=Decimal(hours),
        credit_type=credit_type, completed_on=on, cycle=cycle, **fields,
    )  # fmt: skip


def pack(slug="renewal", *rules, needed="100", duty="earn", valid_from=None, by=None, **fields):
    """A pack in use since long ago, for librarians, by certificate date unless said otherwise."""
    made = RulePack.objects.create(
        slug=slug, name_en=slug.capitalize(), name_es=f"{slug.capitalize()} (es)", jurisdiction="Somewhere", duty=duty
    )
    facts = {"cycle_start": CycleStart.PERSON, "cycle_years": 5, "confirmed": True, "audience": {"role": ["librarian"]}}
    publish_version(
        made, by=by, valid_from=valid_from or days_ago(3000), hours_needed=Decimal(needed), rules=stream_of(rules),
        **(facts | fields),
    )  # fmt: skip
    return made
