"""The people of the demo district: schools, accounts, dated appointments, the school calendar."""

import datetime as dt
import random
from dataclasses import dataclass, field

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password

from pdportal.demo import names
from pdportal.people.appointments import sync_groups
from pdportal.people.calendar import SchoolCalendar
from pdportal.people.choices import NewTo, Role
from pdportal.people.records import Appointment, Closure, School, SchoolYear

DOMAIN = "maplevalley.example"
LEARNERS = 60
TEACHERS = 109
# Calendar days since each of the five new librarians started; the first is the demo account.
NEW_LIBRARIAN_DAYS = (35, 4, 12, 64, 96)
MENTORS = 8


@dataclass
class District:
    """Who is who; ``accounts`` maps demo user names to people, lists are in a fixed order."""

    today: dt.date
    calendar: SchoolCalendar
    schools: list
    office: School
    accounts: dict = field(default_factory=dict)
    librarians: list = field(default_factory=list)
    new_librarians: list = field(default_factory=list)
    mentors: list = field(default_factory=list)
    teachers: list = field(default_factory=list)
    aides: list = field(default_factory=list)
    principals: list = field(default_factory=list)

    @property
    def staff(self):
        """Everybody who works in a library: librarians, old and new, and aides."""
        return [*self.librarians, *self.new_librarians, *self.aides]


class Roster:
    """Makes the people; the same seed gives the same people."""

    def __init__(self, *, today, password, seed=2026):
        self.today, self.random = today, random.Random(seed)  # noqa: S311  believable, not secret
        self.password = make_password(password)
        self.taken = set()
        self.number = 1000

    def build(self):
        """The whole district: years, closures, schools, people."""
        calendar = make_calendar(self.today)
        schools = [self._school(*entry) for entry in names.SCHOOLS]
        district = District(self.today, calendar, schools, self._school(*names.OFFICE))
        self._office(district)
        self._librarians(district)
        self._others(district)
        for person in district.accounts.values():
            sync_groups(person)
        return district

    def _school(self, name, level):
        return School.objects.create(name=name, code=name.lower().replace(" ", "-")[:20], level=level)

    def _office(self, district):
        office = district.office
        for account, first, last, role in (
            ("director", "Harriet", "Lindqvist", Role.DIRECTOR),
            ("coordinator", "Ximena", "Duarte", Role.COORDINATOR),
            ("editor", "Calvin", "Osei", Role.EDITOR),
        ):
            person = self._person(first, last, account)
            self._appoint(person, role, office, years=4)
            district.accounts[account] = person

    def _librarians(self, district):
        schools = district.schools
        for number, days in enumerate(NEW_LIBRARIAN_DAYS):
            person = self._person("Nora", "Newell", "newlibrarian") if number == 0 else self._anybody()
            new_to = NewTo.PROFESSION if number % 2 == 0 else NewTo.DISTRICT
            start = district.calendar.previous_open(self.today - dt.timedelta(days=days))
            self._appoint(person, Role.LIBRARIAN, schools[number], starts_on=start, new_to=new_to)
            district.new_librarians.append(person)
        district.accounts["newlibrarian"] = district.new_librarians[0]
        for number in range(24 - len(NEW_LIBRARIAN_DAYS)):
            known = {0: ("Marisol", "Reyes", "mentor"), MENTORS: ("Linus", "Abara", "librarian")}.get(number)
            person = self._person(*known) if known else self._anybody()
            self._appoint(person, Role.LIBRARIAN, schools[(number + 5) % len(schools)], years=2 + number % 9)
            (district.mentors if number < MENTORS else district.librarians).append(person)
            if known:
                district.accounts[known[2]] = person
        district.librarians = [*district.mentors, *district.librarians]

    def _others(self, district):
        for number, school in enumerate(district.schools):
            principal = self._person("Walter", "Pryce", "principal") if number == 0 else self._anybody()
            self._appoint(principal, Role.PRINCIPAL, school, years=3 + number % 6)
            aide = self._person("Tilly", "Marchetti", "aide") if number == 0 else self._anybody()
            self._appoint(aide, Role.AIDE, school, years=1 + number % 5)
            district.principals.append(principal)
            district.aides.append(aide)
        district.accounts |= {"principal": district.principals[0], "aide": district.aides[0]}
        for number in range(TEACHERS):
            account = "teacher" if number == 0 else f"learner{number}" if number <= LEARNERS else None
            person = self._person("Teodora", "Vance", account) if number == 0 else self._anybody(account)
            self._appoint(person, Role.TEACHER, district.schools[number % len(district.schools)], years=1 + number % 14)
            district.teachers.append(person)
            if account:
                district.accounts[account] = person

    def _anybody(self, account=None):
        while True:
            name = (self.random.choice(names.FIRST), self.random.choice(names.LAST))
            if name not in self.taken:
                return self._person(*name, account)

    def _person(self, first, last, account=None):
        self.taken.add((first, last))
        self.number += 1
        address = f"{first}.{last}".lower().translate(str.maketrans("áéíóúñ", "aeioun"))
        return get_user_model().objects.create(
            username=account or address, first_name=first, last_name=last, email=f"{address}@{DOMAIN}",
            staff_id=f"MV{self.number}", password=self.password,
        )  # fmt: skip

    def _appoint(self, person, role, school, *, years=0, starts_on=None, new_to=NewTo.NOTHING):
        first_day = dt.date(self.today.year - years, 8, 1) + dt.timedelta(days=self.random.randrange(20))
        Appointment.objects.create(
            person=person, role=role, school=school, starts_on=starts_on or first_day, new_to=new_to
        )


def make_calendar(today):
    """School years around ``today`` (two before, this one, one after) with their usual closures."""
    this_year = today.year if today.month >= 7 else today.year - 1
    for first in range(this_year - 2, this_year + 2):
        SchoolYear.objects.create(
            name=f"{first}-{(first + 1) % 100:02d}",
            starts_on=_monday(first, 8, 10),
            semester_1_ends_on=_monday(first, 12, 14) + dt.timedelta(days=4),
            ends_on=_monday(first + 1, 5, 24) + dt.timedelta(days=4),
        )
        for name, name_es, start, days in _closures(first):
            last = start + dt.timedelta(days=days - 1)
            Closure.objects.create(name=name, name_es=name_es, starts_on=start, ends_on=last)
    return SchoolCalendar.load()


def _monday(year, month, day):
    found = dt.date(year, month, day)
    return found + dt.timedelta(days=-found.weekday() % 7)


def _closures(first):
    november = dt.date(first, 11, 1)
    thanksgiving = november + dt.timedelta(days=(3 - november.weekday()) % 7 + 21)
    return [
        ("Labor Day", "Día del Trabajo", _monday(first, 9, 1), 1),
        ("Fall break", "Vacaciones de otoño", _monday(first, 10, 8), 2),
        ("Thanksgiving", "Día de Acción de Gracias", thanksgiving - dt.timedelta(days=1), 3),
        ("Winter break", "Vacaciones de invierno", _monday(first, 12, 20), 12),
        ("Martin Luther King Jr. Day", "Día de Martin Luther King Jr.", _monday(first + 1, 1, 15), 1),
        ("Spring break", "Vacaciones de primavera", _monday(first + 1, 3, 12), 5),
        ("Memorial Day", "Día de los Caídos", _monday(first + 1, 5, 25), 1),
    ]
