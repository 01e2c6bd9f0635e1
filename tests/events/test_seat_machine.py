"""Whatever people, coordinators and the clock do, in whatever order: the promises about seats hold."""

import datetime as dt
from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from events import departures, enrolling, registration, seats
from events.errors import EventRefusal
from events.records import EventSession, Registration
from pdportal.people.choices import Role
from tests import factories

pytestmark = pytest.mark.django_db

PEOPLE = 7
WHO = st.integers(0, PEOPLE - 1)


class Seats(RuleBasedStateMachine):
    """One session with two seats, seven people, a coordinator and a clock that only goes forward."""

    people = coordinator = event = None

    def __init__(self):
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.session = factories.make_session(self.event, days=12, capacity=2)
        self.now = self.session.starts_at - dt.timedelta(days=11)
        self.settled = True

    def teardown(self):
        """Leave the database as it was."""
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def rows(self, *statuses):
        found = Registration.objects.filter(session=self.session)
        return list(found.filter(status__in=statuses).order_by("requested_at", "pk"))

    def does(self, verb, *args, **kwargs):
        """Call a verb a second later; what it refuses it must leave alone."""
        self.now += dt.timedelta(seconds=1)
        with suppress(EventRefusal):
            verb(*args, at=self.now, **kwargs)
            self.settled = True

    def of(self, who):
        return Registration.objects.filter(session=self.session, learner=self.people[who]).first()

    @rule(who=WHO)
    def sign_up(self, who):
        self.does(registration.register, self.session, self.people[who], by=self.people[who])

    @rule(who=WHO, verb=st.sampled_from(["cancel", "accept", "decline", "confirm"]))
    def answer(self, who, verb):
        found = self.of(who)
        if found:
            reason = {"reason": "A sick child."} if verb == "cancel" else {}
            self.does(getattr(registration, verb), found, by=self.people[who], **reason)

    @rule(capacity=st.integers(1, 5))
    def change_capacity(self, capacity):
        self.does(registration.set_capacity, self.session, capacity, by=self.coordinator)

    @rule(who=WHO)
    def seat_anyway(self, who):
        self.does(enrolling.seat_anyway, self.session, self.people[who], by=self.coordinator, reason="Presents.")

    @rule(who=WHO)
    def leave_the_district(self, who):
        person = self.people[who]
        type(person).objects.filter(pk=person.pk).update(is_active=False)
        self.does(departures.release, person)
        type(person).objects.filter(pk=person.pk).update(is_active=True)

    @rule(hours=st.sampled_from([1, 7, 30, 75]), timer=st.booleans())
    def time_passes(self, hours, timer):
        self.now += dt.timedelta(hours=hours)
        self.settled = False
        if timer:
            departures.settle_all(at=self.now)
            self.settled = True

    @invariant()
    def nobody_sits_on_a_sold_seat(self):
        held = self.rows("registered", "offered")
        capacity = EventSession.objects.get(pk=self.session.pk).capacity
        assert len(held) - capacity <= sum(bool(found.override_reason) for found in held)

    @invariant()
    def one_row_a_person(self):
        learners = list(Registration.objects.filter(session=self.session).values_list("learner", flat=True))
        assert len(learners) == len(set(learners))

    @invariant()
    def no_seat_is_empty_while_somebody_waits(self):
        session = EventSession.objects.get(pk=self.session.pk)
        if self.settled and self.now < session.starts_at:
            held, waiting = self.rows("registered", "offered"), self.rows("waitlisted")
            assert not waiting or len(held) >= session.capacity

    @invariant()
    def offers_are_made_late_and_never_outlive_their_deadline(self):
        for found in self.rows("offered") if self.settled else []:
            assert self.now < found.offered_until <= self.session.starts_at
            assert seats.offers_only(found.session, found.changed_at)

    @invariant()
    def nobody_passes_the_line(self):
        if self.settled and self.now < self.session.starts_at:
            waiting = self.rows("waitlisted")
            inside = [found for found in self.rows("registered", "offered") if not found.override_reason]
            assert [found for found in inside if waiting and found.requested_at > waiting[0].requested_at] == []

    @invariant()
    def who_does_not_confirm_is_released(self):
        for found in self.rows("registered") if self.settled else []:
            assert (
                found.confirmed_at or not found.confirm_by or found.confirm_by >= min(self.now, self.session.starts_at)
            )


def test_the_promises_hold_whatever_happens(school, coordinator):
    Seats.people = [factories.make_person(f"Sam Seat{number}", Role.TEACHER, school) for number in range(PEOPLE)]
    Seats.coordinator = coordinator
    Seats.event = factories.make_event("Machine", confirm_days=7, confirm_hours=48, offer_hours=6)
    run_state_machine_as_test(
        Seats,
        settings=settings(
            max_examples=15, stateful_step_count=20, deadline=None, derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
