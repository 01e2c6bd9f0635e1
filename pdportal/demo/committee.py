"""The demo's reading committee: a series of five months, of which one date was moved and one called off."""

import datetime as dt
import uuid

from events import scheduling, series
from events.choices import OnClosedDays
from pdportal.demo.moments import at

FORM = uuid.UUID(int=1)


def plan_committee(district, pages):
    """Plan the series, sign the demo's librarian up for all of it, move the second date and call off the third."""
    event, calendar, today = pages["events", "reading-committee"], district.calendar, district.today
    coordinator, librarian = district.accounts["coordinator"], district.accounts["librarian"]
    first = calendar.next_open(today + dt.timedelta(days=9))
    pattern = series.Pattern(first, first + dt.timedelta(days=150), on_closed=OnClosedDays.NEXT_DAY)
    days = [each.day for each in series.dates_of(pattern, calendar)]
    made = series.plan(
        event, pattern, days, by=coordinator, form_key=FORM, at=at(today, 9), capacity=15,
        start_time=dt.time(15, 30), end_time=dt.time(16, 30), room=district.office.rooms.get(name="Reading room"),
    )  # fmt: skip
    series.sign_up(made, librarian, by=librarian)
    _first, second, third = made.sessions.order_by("starts_at")[:3]
    # Called off first, so that its room is free whatever day the other one is moved to.
    scheduling.cancel_session(third, by=coordinator, reason="The room is needed for testing.")
    moved_to = calendar.next_open(second.held_on + dt.timedelta(days=7))
    scheduling.reschedule(second, by=coordinator, held_on=moved_to)
