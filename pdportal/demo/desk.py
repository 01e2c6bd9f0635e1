"""The workshop desk of the demo: sessions over eight months, who signed up, who came."""

import datetime as dt

from django.utils import timezone

from events import attendance, scheduling
from events.choices import Attendance
from events.registration import register
from pdportal.demo.moments import at
from pdportal.people.records import Appointment

# Event, days from today (negative: past), seats, how many sign up, place; teachers' workshops start at 15:30.
WORKSHOPS = [
    ("c1", -62, 20, 14, "Library"),
    ("c7", -34, 24, 11, ""),
    ("c3", -19, 24, 16, "Media lab"),
    ("c4", 6, 8, 12, "Room 112"),
    ("c1", 10, 20, 9, "Library"),
    ("c7", 16, 24, 5, ""),
    ("c3", 22, 24, 13, "Media lab"),
    ("c5", 36, 18, 7, "Library"),
    ("c8", 52, 20, 3, "Library"),
    ("c4", 80, 20, 2, ""),
    ("c8", 108, 20, 0, "Library"),
]
FOR_LIBRARIANS = [
    ("b2", -76, 24, 17, "District Office, Room A"),
    ("b3", -13, 24, 15, "District Office, Room A"),
    ("b6", 24, 24, 12, "Orchard Park library"),
    ("b8", 45, 24, 6, "District Office, Room A"),
    ("b2", 100, 24, 1, "District Office, Room A"),
]
MEETINGS = [-118, -90, -62, -34, -6, 22, 50, 78, 106]
CANCELLED = ("c7", 16)
ONLINE = "https://meet.maplevalley.example/library-services"


class Desk:
    """Plans sessions, takes registrations in the order they come, and marks attendance afterwards."""

    def __init__(self, district, pages):
        self.district, self.pages = district, pages
        self.coordinator = district.accounts["coordinator"]
        self.today = district.today
        self.turn = 0
        self.began = dict(Appointment.objects.values_list("person", "starts_on"))

    def open(self):
        """Everything at once."""
        teachers = self.district.teachers
        for key, days, seats, count, place in WORKSHOPS:
            self._hold(key, days, seats, self._next(teachers, count), place, dt.time(15, 30), self._school(place))
        for key, days, seats, count, place in FOR_LIBRARIANS:
            self._hold(key, days, seats, self.district.librarians[:count], place, dt.time(13, 0))
        for days in MEETINGS:
            staff = [*self.district.new_librarians[:3], *self.district.librarians[:14]]
            count = len(staff) if days < 30 else 4
            self._hold("department-meeting", days, 40, staff[:count], "District Office, Board room", dt.time(15, 0))

    def _hold(self, key, days, seats, people, place, start, school=None):
        event = self.pages["events", key]
        day = self.district.calendar.next_open(self.today + dt.timedelta(days=days))
        minutes = int(event.credit_hours * 60)
        end = (dt.datetime.combine(day, start) + dt.timedelta(minutes=minutes)).time()
        session = scheduling.add_session(
            event, by=self.coordinator, held_on=day, start_time=start, end_time=end, capacity=seats, place=place,
            school=school, online_url="" if place else ONLINE, at=at(day - dt.timedelta(days=150), 9),
        )  # fmt: skip
        people = [person for person in people if self.began[person.pk] <= day]
        opened = min(session.starts_at - dt.timedelta(days=40), timezone.now() - dt.timedelta(days=10))
        for number, person in enumerate(people):
            register(session, person, by=person, at=opened + dt.timedelta(hours=5 * number))
        if (key, days) == CANCELLED:
            scheduling.cancel_session(session, by=self.coordinator, reason="The presenter is ill.")
        if session.ends_at < timezone.now():
            self._mark(session)

    def _mark(self, session):
        """Most came for the whole time, every ninth left early, every eleventh stayed away."""
        marks = {}
        for number, registration in enumerate(session.registrations.order_by("requested_at"), 1):
            if number % 11 == 0:
                marks[registration.pk] = (Attendance.ABSENT, 0)
            elif number % 9 == 0:
                marks[registration.pk] = (Attendance.PARTLY, session.minutes // 2)
            else:
                marks[registration.pk] = (Attendance.ATTENDED, session.minutes)
        marked_at = min(session.ends_at + dt.timedelta(hours=1), timezone.now())
        attendance.mark_many(session, marks, by=self.coordinator, at=marked_at)

    def _next(self, people, count):
        """The next ``count`` people in turn; the demo's teacher is among the first of every third workshop."""
        self.turn += 1
        chosen = [people[(self.turn * 17 + number) % len(people)] for number in range(count)]
        return list(dict.fromkeys([people[0], *chosen]))[:count] if self.turn % 3 == 0 else chosen

    def _school(self, place):
        return self.district.schools[self.turn % len(self.district.schools)] if place else None
