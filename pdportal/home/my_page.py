"""My page: the next step first, then what is coming, the path, what is required, hours, mentor or mentees."""

import datetime as dt

from django.utils import timezone

from courses.policies import open_requests
from courses.queries import waiting_for
from courses.trail import Trail
from events import calendar_sources
from mentoring import queries as mentoring
from pdportal.claims import queries as claims
from pdportal.common.dates import today
from pdportal.credits import hours as packs
from pdportal.people.calendar import period_of
from pdportal.requirements import status
from pdportal.transcripts import queries as transcripts

DAYS_AHEAD = 60
MOST_ENTRIES = 6


def of(person, *, at=None):
    """Everything My page shows of ``person``; parts a person has no use for are empty."""
    at = at or timezone.now()
    day = today(at)
    found = status.statuses([person], as_of=day)
    statuses = sorted(found.values(), key=lambda each: each.urgency)
    trail = Trail([person], as_of=day, statuses=found)
    return {
        "next_step": trail.next_step(person),
        "paths": trail.path_progress(person),
        "statuses": statuses,
        "open_statuses": [each for each in statuses if not each.is_settled],
        "coming_up": coming_up(person, day),
        "hours": hours_this_year(person, day),
        "packs": packs.of_person(person, on=day),
        "mentor": mentoring.mentor_of(person),
        "mentees": list(mentoring.mentees_of(person)),
        "signoffs": waiting_for(person).count(),
        "claims": claims.waiting_for(person, on=day).count(),
        "asked_again": list(open_requests(person)),
        "today": day,
    }


def coming_up(person, day):
    """The next entries of the person's calendar, due dates included, at most MOST_ENTRIES."""
    entries = calendar_sources.entries_for(person, day, day + dt.timedelta(days=DAYS_AHEAD))
    return entries[:MOST_ENTRIES]


def hours_this_year(person, day):
    """``{"year": "2026-27", "hours": Decimal}`` of the July-to-June year that holds ``day``."""
    year = period_of(day)
    return {"year": year, "hours": transcripts.hours_by_year(person).get(year, 0)}
