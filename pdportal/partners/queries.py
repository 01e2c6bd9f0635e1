"""Reusable querysets about partners' entries."""

from pdportal.partners.records import PartnerCalendar, PartnerEntry


def calendars():
    """The calendars that are shown, by name."""
    return PartnerCalendar.objects.filter(active=True)


def between(first, last):
    """Entries of shown calendars on the dates from ``first`` to ``last``, with their calendar, by time."""
    shown = PartnerEntry.objects.filter(calendar__active=True, first_day__lte=last, last_day__gte=first)
    return shown.select_related("calendar")


def matching(entries, words):
    """Those of ``entries`` that hold all of ``words`` in title or place; parts of words count."""
    for word in words.split()[:8]:
        entries = entries.filter(title__icontains=word) | entries.filter(place__icontains=word)
    return entries
