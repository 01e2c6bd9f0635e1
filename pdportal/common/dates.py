"""Plain date arithmetic in the district's zone; the school calendar itself lives in ``pdportal.people.calendar``."""

import calendar
import datetime as dt

from babel.dates import format_time
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext


def today(at=None):
    """The date in the district at the aware moment ``at`` (now, if not given)."""
    return timezone.localdate(at or timezone.now())


def start_of_day(day):
    """The aware moment at which ``day`` begins in the district."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def end_of_day(day):
    """The aware moment at which ``day`` is over in the district (exclusive): the start of the next day."""
    return start_of_day(day + dt.timedelta(days=1))


def add_months(day, months):
    """``day`` moved by whole months, kept inside the month reached (31 January + 1 month = 28 or 29 February)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def parse_date(text, default=None):
    """The ISO date in ``text``, or ``default`` where it is missing or not a date; never raises."""
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return default


def in_words(day):
    """``day`` as people write it, in the active language: 11 December 2026."""
    return date_format(day, pgettext("date", "j F Y"))


def clock(moment):
    """A time of day, in the active language: 3:30 pm, 15:30 in Spanish; an aware moment keeps its own zone."""
    if (get_language() or "en").startswith("es"):
        return format_time(moment, "H:mm", locale="es")
    return format_time(moment, "h:mm a", locale="en").replace("AM", "am").replace("PM", "pm")
