"""Says when and where a session is, in the language in force: “Thursday, 3 December 2026, 3:30 to 5:00 pm”."""

import zoneinfo

from babel.dates import format_date, get_timezone_name
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from events.choices import Ending
from pdportal.common.dates import clock, today
from pdportal.transcripts.wording import hours_text as credit_hours_text


def day_text(day):
    """The date with its weekday, such as “Thursday, 3 December 2026”."""
    pattern = "EEEE, d 'de' MMMM 'de' y" if _language() == "es" else "EEEE, d MMMM y"
    return format_date(day, pattern, locale=_language())


def time_text(moment):
    """A time of day: “3:30 pm” in English, “15:30” in Spanish."""
    return clock(moment)


def hours_text(session):
    """From when until when, by the clock in the session's own zone."""
    return _span(session.start_time, session.end_time)


def span_text(entry):
    """From when until when an entry of a partner lasts on its day; empty for all day, the start alone for many days."""
    if not entry.starts_at:
        return ""
    starts_at, ends_at = timezone.localtime(entry.starts_at), timezone.localtime(entry.ends_at)
    if entry.first_day != entry.last_day or ends_at == starts_at:
        return time_text(starts_at)
    return _span(starts_at, ends_at)


def _span(start, end):
    first, last = time_text(start), time_text(end)
    if first[-2:] == last[-2:] and first.endswith("m"):
        first = first[:-3]
    return f"{first}–{last}"


def when_text(session):
    """Date and hours; both dates for a session that ends on a later day; the zone where it is not the district's."""
    if session.last_day and session.last_day != session.held_on:
        start = f"{day_text(session.held_on)}, {time_text(session.start_time)}"
        return f"{start} – {day_text(session.last_day)}, {time_text(session.end_time)}"
    return f"{day_text(session.held_on)}, {hours_text(session)}"


def moment_text(moment):
    """A moment in the district: “Monday, 7 December 2026, 4:00 pm”."""
    local = timezone.localtime(moment)
    return f"{day_text(local.date())}, {time_text(local)}"


def ending_text(registration):
    """Why a registration is over, said to its learner; the reason somebody gave stands at the end."""
    sentences = {
        Ending.WITHDRAWN: _("You are no longer signed up."),
        Ending.REMOVED: _("You were taken off the list."),
        Ending.DECLINED: _("You declined the offered seat."),
        Ending.EXPIRED: _("The offered seat was not accepted in time, so it went to the next person."),
        Ending.UNCONFIRMED: _("The seat was not confirmed in time, so it went to the next person."),
        Ending.REFUSED: _("Your principal did not approve."),
        Ending.UNANSWERED: _("Your principal did not answer in time, so the seat was not kept any longer."),
        Ending.LEFT: _("You no longer work in the district."),
    }
    return " ".join(part for part in (sentences.get(registration.ending, ""), registration.reason) if part)


def zone_text(session):
    """The name of the session's zone as people say it, such as “Central Time”."""
    return get_timezone_name(zoneinfo.ZoneInfo(session.zone), locale=_language(), width="long", zone_variant=None)


def length_text(minutes):
    """“90 minutes”, and from two hours on “3 hours” or “2 hours 30 minutes”."""
    hours, rest = divmod(minutes, 60)
    if hours < 2:
        return ngettext("%(number)s minute", "%(number)s minutes", minutes) % {"number": minutes}
    text = ngettext("%(number)s hour", "%(number)s hours", hours) % {"number": hours}
    return f"{text} {length_text(rest)}" if rest else text


def credit_text(hours):
    """“1 credit hour”, “1.5 credit hours”; “1,5 horas de crédito” in Spanish."""
    words = ngettext("%(hours)s credit hour", "%(hours)s credit hours", 1 if hours == 1 else 2)
    return words % {"hours": credit_hours_text(hours)}


def place_text(session):
    """Building and room, or “Online”; empty where neither is known."""
    place = ", ".join(str(part) for part in (session.school, session.place) if part)
    if session.online_url:
        return _("%(place)s, and online") % {"place": place} if place else _("Online")
    return place


def schools_text(person):
    """The buildings in which ``person`` works today; prefetch ``appointments__school`` for lists."""
    day = today()
    held = [one for one in person.appointments.all() if one.starts_on <= day <= (one.ends_on or day)]
    return ", ".join(sorted({str(one.school) for one in held}))


def _language():
    return (get_language() or "en")[:2]
