"""Builds the whole demo district in an empty portal."""

import contextlib
import datetime as dt
import time

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from pdportal.demo import duties, planning
from pdportal.demo.absences import live_on
from pdportal.demo.aides import Aides
from pdportal.demo.attending import attend
from pdportal.demo.care import look_after
from pdportal.demo.clock_hours import keep_hours
from pdportal.demo.committee import plan_committee
from pdportal.demo.desk import Desk
from pdportal.demo.evaluations import ask_around
from pdportal.demo.evidence import keep_old_records
from pdportal.demo.joined import join_accounts
from pdportal.demo.letters import post_letters
from pdportal.demo.matching import match
from pdportal.demo.mentors import Mentors
from pdportal.demo.neighbours import meet
from pdportal.demo.outside import Outside
from pdportal.demo.papers import print_some
from pdportal.demo.progress import Progress
from pdportal.demo.proposals import propose_some
from pdportal.demo.publishing import Publisher
from pdportal.demo.requests import ask_for_grace
from pdportal.demo.revising import revise
from pdportal.demo.roster import Roster
from pdportal.demo.rounds import change_a_course, take_turns
from pdportal.demo.rules import require
from pdportal.demo.seats import Seats
from pdportal.home.setup import setup_site
from pdportal.notices.records import Notice
from pdportal.transcripts import ledger
from pdportal.transcripts.records import Completion

RECENT_DAYS = 10


class NotEmpty(Exception):
    """The database holds people already; the demo never touches a real district."""


def build(*, password, today=None, say=print):
    """Fill an empty database with the demo district; returns the District. Raises NotEmpty.

    Everything happens in one transaction, and no mail leaves: a demo writes to invented addresses.
    """
    today = today or timezone.localdate()
    if get_user_model().objects.exists():
        raise NotEmpty
    started = time.monotonic()
    with _no_mail(), transaction.atomic():
        setup_site()
        district = Roster(today=today, password=password).build()
        say(f"People ({time.monotonic() - started:.0f} s)")
        pages = Publisher(today=today).publish_everything()
        say(f"Pages ({time.monotonic() - started:.0f} s)")
        require(pages, by=district.accounts["coordinator"], today=today)
        take_turns(pages, by=district.accounts["coordinator"], today=today)
        say(f"Requirements ({time.monotonic() - started:.0f} s)")
        _meet(district, pages)
        say(f"Mentoring and events ({time.monotonic() - started:.0f} s)")
        _learn(district, pages)
        _tidy(today)
        say(f"Progress ({time.monotonic() - started:.0f} s)")
    return district


def _meet(district, pages):
    """Everything with other people in it: mentors, sessions, proposals, partners."""
    Mentors(district, pages).pair()
    match(district, pages)
    Desk(district, pages).open()
    Seats(district, pages).fill()
    planning.furnish(district)
    plan_committee(district, pages)
    planning.prepare(district, pages)
    meet(district)
    propose_some(district)
    attend(district, pages)
    ask_around(district, pages)
    look_after(district, pages)


def _learn(district, pages):
    """Everything that is learned, counted and kept on record."""
    by, today = district.accounts["coordinator"], district.today
    Progress(district, pages).study()
    Aides(district, pages).pair()
    live_on(district, pages)
    revise(district, pages)
    _correct_one(district)
    change_a_course(pages, by=by, today=today)
    keep_old_records(district)
    join_accounts(district)
    ask_for_grace(district)
    keep_hours(district)
    Outside(district).claim()
    duties.describe(pages, by=by, today=today)
    duties.count_outside(district)
    print_some(district)


@contextlib.contextmanager
def _no_mail():
    """Send nothing while the demo is made, whatever the mail settings are; they are as before afterwards."""
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    try:
        yield
    finally:
        settings.EMAIL_BACKEND = backend


def _correct_one(district):
    """One completion with a corrected date, so that one can see what a correction looks like."""
    row = Completion.objects.filter(learner=district.accounts["librarian"]).order_by("completed_on").first()
    if row:
        ledger.correct(
            row, by=district.accounts["coordinator"], reason="The paper list shows one day earlier.",
            completed_on=row.completed_on.replace(day=max(1, row.completed_on.day - 1)),
        )  # fmt: skip


def _tidy(today):
    """Old notices count as read, and of the mails of months that never were only the latest are shown."""
    old = timezone.now() - dt.timedelta(days=RECENT_DAYS)
    Notice.objects.filter(created_at__lt=old).update(read_at=old)
    post_letters()
