"""Says in templates when and where a session is; see ``events.wording``."""

from django import template
from django.utils import timezone

from events import codes, entries, ical, presence, subscribe_links, wording

register = template.Library()

register.filter("when", wording.when_text)
register.filter("hours", wording.hours_text)
register.filter("span", wording.span_text)
register.filter("day", wording.day_text)
register.filter("clock", wording.time_text)
register.filter("moment", wording.moment_text)
register.filter("ending", wording.ending_text)
register.filter("zone_name", wording.zone_text)
register.filter("place", wording.place_text)
register.filter("credit", wording.credit_text)
register.filter("schools", wording.schools_text)


@register.simple_tag
def session_url(session):
    """The address of a session: its event's page, at that session."""
    return entries.path_of(session.event, session)


@register.filter
def local_clock(moment):
    """The time of day of an aware moment, by the district's clock."""
    return wording.time_text(timezone.localtime(moment))


@register.filter
def check_in_open(session):
    """True where people can check in to ``session`` now."""
    return codes.is_open(session, timezone.now())


@register.filter
def can_say_present(registration):
    """True where its learner may say “I was there” now."""
    return presence.can_say(registration, timezone.now())


@register.filter
def minutes_text(session):
    """The length of a session in minutes, or in whole hours with minutes."""
    return wording.length_text(session.minutes)


@register.simple_tag
def session_links(session):
    """Ways to put one session into a calendar once: ``file``, ``google`` and ``outlook``."""
    entry = entries.public_entry(session, session.event)
    url = ical.absolute(entry.url)
    return {
        "file": entries.file_of(session.event, session),
        "google": subscribe_links.google_once(entry, url),
        "outlook": subscribe_links.outlook_once(entry, url),
    }
