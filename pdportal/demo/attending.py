"""Attendance in the demo: a session that runs now with people checking in, and one of last days with “I was there”."""

import datetime as dt

from django.contrib.auth import get_user_model
from django.utils import timezone

from events import attendance, checking_in, presence, presenting, scheduling
from events.choices import Attendance, MarkedThrough
from events.registration import register

SAID = [
    (90, "I signed the sheet in line 2, next to Ms. Castellanos."),
    (60, "I came half an hour late because of a parent conference. The code was off the screen by then."),
]


def attend(district, pages):
    """Both sessions."""
    _running(district, pages)
    _said(district, pages)


def _running(district, pages):
    """Began twenty minutes ago: half of the list has checked in, one of them late, one has left again."""
    now = timezone.localtime() - dt.timedelta(minutes=20)
    start = now.replace(minute=now.minute - now.minute % 5, second=0, microsecond=0)
    session = _session(district, pages["events", "c7"], start, capacity=16)
    presenting.add(session, by=district.accounts["coordinator"], person=district.accounts["librarian"])
    people = _teachers(district, 20)[8:18]
    for number, person in enumerate(people):
        register(session, person, by=person, at=start - dt.timedelta(days=9, hours=-number))
    for minutes, person in zip([-8, -6, -3, 0, 12, 13], people, strict=False):
        moment = start + dt.timedelta(minutes=minutes)
        checking_in.check_in(session, person, scanned_at=moment, at=moment)


def _said(district, pages):
    """Two days ago: the sheet was read in, two were not on it, and both say that they were there."""
    day = district.calendar.previous_open(district.today - dt.timedelta(days=2))
    start = timezone.make_aware(dt.datetime.combine(day, dt.time(15, 30)))
    session = _session(district, pages["events", "c5"], start, capacity=12)
    people = [district.accounts["teacher"], *_teachers(district, 7)]
    found = [register(session, person, by=person, at=start - dt.timedelta(days=8, hours=-number))
             for number, person in enumerate(people)]  # fmt: skip
    marks = {row.pk: (Attendance.ATTENDED, None) for row in found[2:]}
    marks[found[3].pk] = Attendance.LEFT_EARLY, 60
    marks |= {row.pk: (Attendance.ABSENT, 0) for row in found[:2]}
    by = district.accounts["coordinator"]
    attendance.mark_many(session, marks, by=by, through=MarkedThrough.SHEET, at=session.ends_at + dt.timedelta(hours=1))
    for row, (minutes, note) in zip(found, SAID, strict=False):
        presence.say(row, minutes=minutes, note=note, at=session.ends_at + dt.timedelta(hours=18))


def _session(district, event, start, *, capacity):
    end = start + dt.timedelta(minutes=90)
    return scheduling.add_session(
        event, by=district.accounts["coordinator"], held_on=start.date(), start_time=start.time(), end_time=end.time(),
        last_day=end.date() if end.date() > start.date() else None, capacity=capacity, school=district.schools[0],
        place="Library", at=start - dt.timedelta(days=30),
    )  # fmt: skip


def _teachers(district, count):
    """Teachers without a demo account of their own."""
    known = [person.pk for person in district.accounts.values()]
    teachers = get_user_model().objects.filter(pk__in=[one.pk for one in district.teachers])
    return list(teachers.exclude(pk__in=known).order_by("-pk")[:count])
