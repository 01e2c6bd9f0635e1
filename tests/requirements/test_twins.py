"""Random districts: the status of one is the status among many, and assigning again changes nothing."""

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pdportal.common.dates import end_of_day, start_of_day
from pdportal.people.appointments import appoint, end_appointment
from pdportal.requirements import assigning, cycles
from pdportal.requirements.deciding import Change, decide
from pdportal.requirements.errors import RequirementRefusal
from pdportal.requirements.records import Assignment, Requirement
from pdportal.requirements.status import codes, status, statuses
from pdportal.requirements.waiving import extend, waive
from pdportal.transcripts.records import Completion
from tests import factories
from tests.requirements.makers import complete, make_requirement

FIRST, LAST = dt.date(2024, 7, 1), dt.date(2026, 10, 31)
DAYS = st.dates(FIRST, LAST)
STARTS = st.dates(dt.date(2023, 7, 1), dt.date(2025, 1, 31))
ROLES = ["librarian", "teacher", "aide"]
RULES = st.fixed_dictionaries(
    {
        "audience": st.sampled_from([
            {}, {"role": ["librarian"]}, {"not": {"role": ["aide"]}},
            {"any": [{"role": ["aide"]}, {"level": ["middle"]}]},
        ]),
        "recurrence": st.sampled_from(["once", "yearly"]),
        "due_anchor": st.sampled_from(["start", "window", "semester_1_end", "last_day", "fixed", "hire", "assigned"]),
        "due_working_days": st.integers(0, 60),
        "late_hires": st.sampled_from(["working_days", "next_round", "exempt"]),
        "valid_months": st.none() | st.integers(1, 18),
        "renew_days": st.integers(30, 90),
        "rotate_by": st.sampled_from(["year", "person"]),
        "effective_on": st.dates(dt.date(2023, 7, 1), dt.date(2025, 6, 1)),
    }
)  # fmt: skip
DETAILS = {"due_month": 3, "due_day": 31, "due_on": dt.date(2025, 5, 1), "exempt_after": dt.date(2025, 2, 1)}
EVENTS = st.lists(
    st.tuples(
        DAYS, st.sampled_from(["complete", "waive", "extend", "done_and_changed", "leave", "come_back"]),
        st.integers(0, 2), st.integers(0, 2),
    ),
    min_size=4, max_size=12,
)  # fmt: skip


@pytest.fixture
def place(site, coordinator, school, other_school):
    """Three people and three courses to make districts of."""
    pages = [factories.make_course(title) for title in ("Privacy", "Copyright", "Safety")]
    people = [factories.make_person(f"Pia {role}") for role in ROLES]
    return people, pages, (school, other_school), coordinator


class District:
    """What happens to three people under some rules, one day after another."""

    def __init__(self, place, rules, rotates, opens, starts):
        self.people, self.pages, self.schools, self.coordinator = place
        for number, rule in enumerate(rules):
            turns = [str(page.translation_key) for page in self.pages] if rotates else []
            window = {"opens_month": 1, "opens_day": 1} if opens else {}
            extra = {"rotation": turns, **window} if rule["recurrence"] == "yearly" else {}
            make_requirement(self.pages[number], name=f"Rule {number}", **rule, **DETAILS, **extra)
        for number, (person, role, day) in enumerate(zip(self.people, ROLES, starts, strict=True)):
            appoint(person, role, self.schools[number % 2], starts_on=day)

    def live(self, events):
        """Let everything happen in the order of its days."""
        for day, what, who, which in sorted(events, key=lambda event: event[0]):
            assigning.assign_all(on=day)
            try:
                getattr(self, what)(day, self.people[who], self.pages[which])
            except RequirementRefusal:
                continue
        assigning.assign_all(on=LAST)

    def complete(self, day, person, page):
        complete(person, page, day, cycle=cycles.cycle_for(person, page.translation_key, on=day))

    def waive(self, day, person, page):
        for assignment in person.assignments.all()[:1]:
            waive(assignment, by=self.coordinator, reason="So", at=start_of_day(day))

    def extend(self, day, person, page):
        for assignment in person.assignments.all()[:1]:
            later = assignment.due_on + dt.timedelta(days=40)
            extend(assignment, due_on=later, by=self.coordinator, reason="So", at=start_of_day(day))

    def done_and_changed(self, day, person, page):
        self.complete(day, person, page)
        revision = day.toordinal()
        due_on, at = day + dt.timedelta(days=30), start_of_day(day)
        decide(Change(page.translation_key, page_revision=revision), "redo", due_on=due_on, by=self.coordinator, at=at)

    def leave(self, day, person, page):
        for held in person.appointments.filter(ends_on=None, starts_on__lte=day):
            end_appointment(held, ends_on=day)

    def come_back(self, day, person, page):
        if not person.appointments.filter(ends_on=None).exists():
            appoint(person, ROLES[1], self.schools[0], starts_on=day)


def rows():
    return list(Assignment.objects.order_by("pk").values())


@settings(max_examples=16, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(RULES, min_size=1, max_size=2), st.booleans(), st.booleans(), st.tuples(STARTS, STARTS, STARTS), EVENTS,
    st.lists(DAYS, min_size=2, max_size=2), st.none() | DAYS,
)  # fmt: skip
def test_one_is_as_one_of_many_and_assigning_again_changes_nothing(
    place, rules, rotates, opens, starts, events, as_of_days, known_on
):
    with transaction.atomic():
        District(place, rules, rotates, opens, starts).live(events)
        before, ledger = rows(), list(Completion.objects.order_by("pk").values())
        assigning.assign_all(on=LAST)
        assert rows() == before
        assert list(Completion.objects.order_by("pk").values()) == ledger
        for as_of in as_of_days:
            _compare(place[0], as_of, known_on and end_of_day(known_on))
        transaction.set_rollback(True)


def _compare(people, as_of, known_at):
    everybody = get_user_model().objects.filter(pk__in=[person.pk for person in people])
    together = statuses(everybody, as_of=as_of, known_at=known_at)
    current = Assignment.objects.current(as_of)
    counted = {row.pk: code for row, code in codes(current, everybody, as_of=as_of, known_at=known_at)}
    assert {found.assignment.pk: found.code for found in together.values()}.items() <= counted.items()
    for person in people:
        for requirement in Requirement.objects.all():
            alone = status(person, requirement, as_of=as_of, known_at=known_at)
            assert alone == together.get((person.pk, requirement.pk))
    one_each = {(row["learner_id"], row["requirement_id"], row["period"]) for row in current.values()}
    assert len(one_each) == current.count()
