"""My page: the next step first, then what is coming, the path, what is required, hours, mentor or mentees."""

import datetime as dt

from django.utils import timezone

from courses import trail
from events import calendar_sources
from mentoring import queries as mentoring
from pdportal.common.dates import today
from pdportal.people.calendar import period_of
from pdportal.requirements import status
from pdportal.transcripts import queries as transcripts

DAYS_AHEAD = 60
MOST_ENTRIES = 6


def of(person, *, at=None):
    """Everything My page shows of ``person``; parts a person has no use for are empty."""
    at = at or timezone.now()
    day = today(at)
    statuses = status.of_person(person, as_of=day)
    return {
        "next_step": trail.next_step(person, at=at),
        "paths": trail.path_progress(person, as_of=day),
        "statuses": statuses,
        "open_statuses": [found for found in statuses if found.code not in {"done", "waived"}],
        "coming_up": coming_up(person, day),
        "hours": hours_this_year(person, day),
        "mentor": mentoring.mentor_of(person),
        "mentees": list(mentoring.mentees_of(person)),
        "today": day,
    }


def coming_up(person, day):
    """The next entries of the person's calendar, due dates included, at most MOST_ENTRIES."""
    entries = calendar_sources.entries_for(person, day, day + dt.timedelta(days=DAYS_AHEAD))
    return entries[:MOST_ENTRIES]


def hours_this_year(person, day):
    """``{"year": "2026-27", "hours": Decimal}`` of the July-to-June year that holds ``day``."""
    year = period_of(day)
    by_year = {found["year"]: found["hours"] for found in transcripts.hours_by_year(person)}
    return {"year": year, "hours": by_year.get(year, 0)}
