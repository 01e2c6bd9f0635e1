"""Seats in every state: an open offer, confirmations due, approvals waiting, a seat above capacity, a group."""

import datetime as dt

from django.contrib.auth import get_user_model
from django.utils import timezone

from events import enrolling, scheduling
from events.choices import RegistrationStatus
from events.departures import settle_one
from events.registration import cancel, note_substitute, register
from pdportal.people.choices import Role
from pdportal.people.queries import people_with

OFFERS = {"offer_cutoff_hours": 14 * 24, "offer_hours": 36}
CONFIRMING = {"confirm_days": 14, "confirm_hours": 96}
APPROVING = {"needs_approval": True, "approval_days": 9, "audience": {"role": [Role.TEACHER, Role.LIBRARIAN]}}


class Seats:
    """Four sessions in the next three weeks, each with something that waits for somebody."""

    def __init__(self, district, pages):
        self.district, self.pages, self.today = district, pages, district.today
        self.coordinator, self.principal = district.accounts["coordinator"], district.accounts["principal"]
        self.now = timezone.now() - dt.timedelta(minutes=5)

    def fill(self):
        """Everything at once."""
        self._offer_a_seat()
        self._ask_to_confirm()
        self._ask_the_principal()
        self._sign_up_a_group()

    def _offer_a_seat(self):
        """The demo's teacher was next in line when a seat became free, and has a day and a half to answer."""
        session = self._session("c8", 5, 3, OFFERS, dt.time(15, 30))
        people = [*self._others(3), self.district.accounts["teacher"], *self._others(5)[3:]]
        found = self._sign_up(session, people)
        cancel(found[1], by=found[1].learner, reason="A parent evening on the same day.", at=self.now)

    def _ask_to_confirm(self):
        """Ten days ahead those with a seat are asked whether they come; a co-presenter sits above capacity."""
        session = self._session("b8", 9, 6, CONFIRMING, dt.time(13, 0))
        people = [self.district.accounts["librarian"], *self.district.librarians[2:9]]
        self._sign_up(session, list(dict.fromkeys(people)))
        enrolling.seat_anyway(
            session, self.district.librarians[12], by=self.coordinator, reason="Presents a part of the session.",
            at=self.now,
        )  # fmt: skip
        settle_one(session, at=self.now)

    def _ask_the_principal(self):
        """A session during school hours: people of the principal's building ask, and one needs a substitute."""
        session = self._session("c3", 15, 10, APPROVING, dt.time(9, 0))
        staff = people_with(self.today, role=Role.TEACHER, school__in=self._buildings(self.principal))
        asked = [register(session, person, by=person, at=self._ago(hours=30 - number)) for number, person in
                 enumerate(staff.order_by("pk")[:3])]  # fmt: skip
        for registration, needed in zip(asked, [True, False], strict=False):
            note_substitute(registration, needed=needed, by=registration.learner, at=self.now)

    def _sign_up_a_group(self):
        """A building librarian signs up three colleagues in one go."""
        librarian = self.district.accounts["librarian"]
        session = self._session("c5", 19, 12, {"few_days": 30}, dt.time(15, 30), minimum=8)
        staff = people_with(self.today, school__in=self._buildings(librarian), role=Role.TEACHER)
        enrolling.register_many(session, staff.order_by("pk")[:3], by=librarian, at=self.now)

    def _session(self, key, days, seats, rules, start, **fields):
        page = self.pages["events", key]
        for name, value in rules.items():
            setattr(page, name, value)
        page.save_revision(user=self.coordinator).publish()
        day = self.district.calendar.next_open(self.today + dt.timedelta(days=days))
        end = (dt.datetime.combine(day, start) + dt.timedelta(minutes=90)).time()
        return scheduling.add_session(
            page, by=self.coordinator, held_on=day, start_time=start, end_time=end, capacity=seats,
            school=self.district.schools[0], place="Library", at=self._ago(days=40), **fields,
        )  # fmt: skip

    def _sign_up(self, session, people):
        found = [register(session, person, by=person, at=self._ago(days=20, hours=-number)) for number, person in
                 enumerate(people)]  # fmt: skip
        return [one for one in found if one.status != RegistrationStatus.CANCELLED]

    def _others(self, count):
        """Teachers without a demo account of their own."""
        known = [person.pk for person in self.district.accounts.values()]
        return list(
            get_user_model().objects.filter(pk__in=[one.pk for one in self.district.teachers]).exclude(pk__in=known)
            .order_by("pk")[:count]
        )  # fmt: skip

    def _buildings(self, person):
        return person.appointments.values("school")

    def _ago(self, **delta):
        return self.now - dt.timedelta(**delta)
