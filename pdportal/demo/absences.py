"""The demo's leaves, a lock opened early, and a teacher who takes up a path."""

import datetime as dt

from courses import locks, progress
from courses.queries import live_locks
from pdportal.people.records import Leave

SHORT_LEAVE = (4, 30, 17)  # a new librarian by number, and the first and last day of leave as days ago
OPEN_LEAVE = (3, 20)  # an aide who is away since so many days
EXPERIENCED = 1  # a new librarian by number who has ordered books before


def live_on(district, pages):
    """People of the district are away, come from elsewhere, and choose what to learn."""
    number, first, last = SHORT_LEAVE
    _leave(district.new_librarians[number], district.today, first, last)
    number, first = OPEN_LEAVE
    _leave(district.aides[number], district.today, first)
    path = pages["paths", "orientation"]
    locks.open_early(
        district.new_librarians[EXPERIENCED], live_locks().filter(path__translation_key=path.translation_key).get(),
        by=district.accounts["coordinator"], reason="Ordered for a school library for six years; knows our rules.",
    )  # fmt: skip
    progress.enroll(district.accounts["teacher"], pages["paths", "sources"])


def _leave(person, today, first, last=None):
    ends = today - dt.timedelta(days=last) if last is not None else None
    Leave.objects.create(person=person, first_day=today - dt.timedelta(days=first), last_day=ends)
