"""When a meeting can have been, and when it can be: the days and hours that meetings refuse."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from mentoring.choices import MeetingAnswer, MeetingStatus
from mentoring.errors import (
    ClockSkipsHour,
    DateOutOfRange,
    MeetingBeforePairing,
    MeetingInFuture,
    MeetingInPast,
    MeetingOnThatDay,
    MeetingOverlaps,
)
from mentoring.records import Meeting
from pdportal.common.dates import today

FARTHEST_PLAN = dt.timedelta(days=366)


def check_held(pairing, held_on, at):
    """Refuse a day that has not come, or on which the pairing had not begun."""
    if held_on > today(at):
        raise MeetingInFuture
    if held_on < pairing.starts_on:
        raise MeetingBeforePairing


def check_ahead(pairing, held_on, start_time, at):
    """Refuse a moment that has passed, lies too far ahead, or that the clocks skip."""
    if held_on > today(at) + FARTHEST_PLAN:
        raise DateOutOfRange
    if held_on < pairing.starts_on:
        raise MeetingBeforePairing
    moment = timezone.make_aware(dt.datetime.combine(held_on, start_time))
    if moment <= at:
        raise MeetingInPast
    if timezone.localtime(moment.astimezone(dt.UTC)).time() != start_time:
        raise ClockSkipsHour


def check_alone(pairing, held_on, *, another, but=None):
    """Refuse a second meeting on one day, unless it is said to be another one; what does not count is passed over."""
    same_day = pairing.meetings.filter(held_on=held_on).exclude(status=MeetingStatus.CANCELLED)
    if but:
        same_day = same_day.exclude(pk=but.pk)
    if not another and same_day.exclude(answer=MeetingAnswer.DISMISSED).exists():
        raise MeetingOnThatDay


def check_free(pairing, held_on, start_time, minutes, *, but=None):
    """Refuse a plan while one of the two is in another planned meeting, with whomever."""
    people = [pairing.mentor_id, pairing.mentee_id]
    planned = Meeting.objects.planned().filter(
        Q(pairing__mentor__in=people) | Q(pairing__mentee__in=people), held_on=held_on
    )
    start = dt.datetime.combine(held_on, start_time)
    end = start + dt.timedelta(minutes=minutes)
    for other in planned.exclude(pk=but.pk) if but else planned:
        begins = dt.datetime.combine(other.held_on, other.start_time)
        if begins < end and start < begins + dt.timedelta(minutes=other.minutes):
            raise MeetingOverlaps
