"""Two accounts of one person in the demo: a librarian changed names, was given a second account, and has one again."""

import datetime as dt
from decimal import Decimal

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile

from pdportal.demo.evidence import card
from pdportal.demo.moments import before
from pdportal.people import merging
from pdportal.people.choices import Role
from pdportal.people.records import Appointment
from pdportal.transcripts import ledger
from pdportal.transcripts.activities import Activity
from pdportal.transcripts.choices import Source
from pdportal.transcripts.proofs import attach

MARRIED = 8  # which librarian
# Title, days before today, hours; the first lies so far back that its proof need not be kept any more.
EARLIER = [
    ("Summer reading planning day", 2830, 6),
    ("Graphic novels in the library", 900, 3),
    ("Maker cart day", 500, 4),
]
REASON = "Two accounts after a change of name; the staff office confirmed it by phone."


def join_accounts(district):
    """Give a librarian an older account with training of its own and merge it; leave another pair to be merged."""
    coordinator, today = district.accounts["coordinator"], district.today
    kept = district.librarians[MARRIED]
    retired = _earlier_account(kept, "Castellano")
    school = kept.appointments.first().school
    Appointment.objects.create(
        person=retired, role=Role.AIDE, school=school, starts_on=today - dt.timedelta(days=2900),
        ends_on=today - dt.timedelta(days=1500),
    )  # fmt: skip
    for title, days, hours in EARLIER:
        _learned(retired, title, hours, day=today - dt.timedelta(days=days), by=coordinator, at=before(today, 60))
    merging.merge(retired, into=kept, by=coordinator, reason=REASON, at=before(today, 25))
    waiting = _earlier_account(district.teachers[MARRIED], "Okonkwo")
    day = today - dt.timedelta(days=400)
    _learned(waiting, "Citing sources with sixth graders", 2, day=day, by=coordinator, at=before(today, 60))


def _earlier_account(person, last_name):
    """An account of ``person`` under the name of before; it has no password."""
    username = f"{person.first_name}.{last_name}".lower()
    return get_user_model().objects.create_user(
        username, f"{username}@{person.email.partition('@')[2]}", first_name=person.first_name, last_name=last_name
    )


def _learned(learner, title, hours, *, day, by, at):
    done = ledger.award(
        learner, Activity.outside(title, Decimal(hours)), source=Source.MANUAL, cycle=day.isoformat(),
        completed_on=day, recorded_by=by, vouched_by=by, reason="From the folder of the library office.", at=at,
    )  # fmt: skip
    attach(done, ContentFile(card(title, learner, hours, day), name="card.png"), name="card.png", by=by, at=at)
