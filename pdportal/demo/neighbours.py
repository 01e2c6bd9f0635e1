"""The demo's partners: a public library whose calendar was read, and a college whose address does not lead to one."""

import datetime as dt

from django.conf import settings

from pdportal.demo.moments import at
from pdportal.partners import reading
from pdportal.partners.records import PartnerCalendar

LIBRARY = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Maple Valley Public Library//Events//EN
BEGIN:VEVENT
UID:story-time@library.maplevalley.example
DTSTAMP:{stamp}
DTSTART;TZID={zone}:{thursday}T103000
DURATION:PT45M
RRULE:FREQ=WEEKLY;COUNT=20
SUMMARY:Story time in English and Spanish
LOCATION:Main Library, Children's room
END:VEVENT
BEGIN:VEVENT
UID:archives@library.maplevalley.example
DTSTAMP:{stamp}
DTSTART;TZID={zone}:{archives}T160000
DURATION:PT1H30M
SUMMARY:Local history: newspapers and maps for class projects
DESCRIPTION:For teachers and librarians. Bring a unit you teach.
LOCATION:Main Library, Local History Room
URL:https://library.maplevalley.example/events/local-history
END:VEVENT
BEGIN:VEVENT
UID:book-sale@library.maplevalley.example
DTSTAMP:{stamp}
DTSTART;VALUE=DATE:{sale}
DTEND;VALUE=DATE:{sale_end}
SUMMARY:Friends of the Library book sale
LOCATION:Main Library, Lobby
URL:https://library.maplevalley.example/events/book-sale
END:VEVENT
END:VCALENDAR
"""


def meet(district):
    """Put both calendars in; nothing is fetched from anywhere."""
    today = district.today
    morning = at(today, 6)
    thursday = today + dt.timedelta(days=(3 - today.weekday()) % 7 - 7)
    sale = today + dt.timedelta(days=(4 - today.weekday()) % 7 + 7)
    archives = district.calendar.next_open(today + dt.timedelta(days=12))
    library = PartnerCalendar.objects.create(
        name="Maple Valley Public Library", address="https://library.maplevalley.example/events.ics", tried_at=morning
    )
    text = LIBRARY.format(
        stamp=f"{morning.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}", zone=settings.TIME_ZONE, thursday=f"{thursday:%Y%m%d}",
        archives=f"{archives:%Y%m%d}", sale=f"{sale:%Y%m%d}", sale_end=f"{sale + dt.timedelta(days=3):%Y%m%d}",
    )  # fmt: skip
    reading.store(library, text.replace("\n", "\r\n").encode(), at=morning)
    college = PartnerCalendar.objects.create(
        name="Valley College Library", address="https://library.valleycollege.example/calendar"
    )
    reading.read(college, at=morning)
