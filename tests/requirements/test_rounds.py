"""Rounds: windows that open late, people who start late, sets that rotate, renewals that lose no day."""

import datetime as dt

import pytest

from pdportal.people.appointments import appoint, end_appointment
from pdportal.people.calendar import SchoolCalendar
from pdportal.people.choices import Role
from pdportal.requirements import assigning, cycles, overview
from pdportal.requirements.records import Assignment, RequirementVersion
from pdportal.requirements.rounds import Round, admits, next_round, round_on
from pdportal.requirements.status import status
from pdportal.requirements.wording import day_name
from tests import factories
from tests.requirements.makers import complete, make_requirement

EMPTY = SchoolCalendar((), ())
WINTER = {
    "recurrence": "yearly", "due_anchor": "window", "opens_month": 1, "opens_day": 1, "due_month": 1, "due_day": 31,
    "audience": {"role": ["librarian"]},
}  # fmt: skip


def rule(**fields):
    return RequirementVersion(effective_on=dt.date(2020, 7, 1), **fields)


def hire(day, name="Nan Novem"):
    return factories.make_person(name, Role.LIBRARIAN, starts_on=day)


@pytest.fixture
def winter(course):
    """Every librarian, every January."""
    return make_requirement(course, **WINTER)


def test_a_round_opens_on_its_day():
    winter = rule(**WINTER)
    assert round_on(winter, dt.date(2026, 12, 31)) is None
    assert round_on(winter, dt.date(2027, 1, 1)) == Round("2026-27", dt.date(2027, 1, 1))
    assert next_round(winter, dt.date(2027, 1, 1)) == Round("2027-28", dt.date(2028, 1, 1))
    assert round_on(rule(), dt.date(2026, 12, 31)) == Round("", dt.date(2020, 7, 1))


def test_a_november_hire_does_the_january_round_like_everybody(winter, veteran):
    hired = hire(dt.date(2026, 11, 3))
    assigning.assign_all(on=dt.date(2026, 12, 31))
    assert Assignment.objects.count() == 0
    assigning.assign_all(on=dt.date(2027, 1, 1))
    rows = {row.learner: (row.period, row.due_on, row.by_start) for row in Assignment.objects.all()}
    assert rows == dict.fromkeys([hired, veteran], ("2026-27", dt.date(2027, 1, 29), False))


def test_what_was_done_before_the_round_opened_does_not_count(winter, veteran, course):
    complete(veteran, course, dt.date(2026, 12, 1), cycle=cycles.cycle_for(veteran, course.translation_key))
    assigning.assign_all(on=dt.date(2027, 1, 1))
    assert status(veteran, winter, as_of=dt.date(2027, 1, 2)).code == "not_started"


@pytest.mark.parametrize(
    ("late", "starts_on", "expected"),
    [
        ({}, dt.date(2027, 4, 1), True),
        ({"late_hires": "next_round"}, dt.date(2027, 1, 29), True),
        ({"late_hires": "next_round"}, dt.date(2027, 1, 30), False),
        ({"late_hires": "next_round"}, None, True),
        ({"late_hires": "exempt", "exempt_after": dt.date(2020, 4, 1)}, dt.date(2027, 4, 1), True),
        ({"late_hires": "exempt", "exempt_after": dt.date(2020, 4, 1)}, dt.date(2027, 4, 2), False),
        ({"late_hires": "exempt", "exempt_after": dt.date(2020, 2, 29)}, dt.date(2027, 3, 1), False),
        ({"late_hires": "exempt"}, dt.date(2027, 6, 1), True),
    ],
)
def test_who_starts_late(late, starts_on, expected):
    version = rule(**WINTER | late)
    assert admits(version, starts_on, Round("2026-27", dt.date(2027, 1, 1)), EMPTY) is expected


def test_a_requirement_met_once_exempts_by_the_full_date():
    once = rule(late_hires="exempt", exempt_after=dt.date(2026, 4, 1))
    days = [dt.date(2026, 4, 1), dt.date(2026, 4, 2)]
    assert [admits(once, day, Round("", dt.date(2020, 7, 1)), EMPTY) for day in days] == [True, False]


def test_the_next_round_takes_late_hires_in(course):
    requirement = make_requirement(course, **WINTER, late_hires="next_round")
    hired = hire(dt.date(2027, 3, 1))
    assigning.assign_all(on=dt.date(2027, 3, 1))
    assert Assignment.objects.count() == 0
    assigning.assign_all(on=dt.date(2028, 1, 3))
    assert status(hired, requirement, as_of=dt.date(2028, 1, 3)).assignment.period == "2027-28"


def test_moving_to_another_school_late_exempts_nobody_who_has_it(course, veteran, school):
    requirement = make_requirement(course, **WINTER, late_hires="next_round")
    assigning.assign_all(on=dt.date(2027, 1, 2))
    end_appointment(veteran.appointments.get(), ends_on=dt.date(2027, 2, 28))
    appoint(veteran, Role.LIBRARIAN, school, starts_on=dt.date(2027, 3, 1))
    assigning.assign_all(on=dt.date(2027, 3, 1))
    assert status(veteran, requirement, as_of=dt.date(2027, 3, 1)).due_on == dt.date(2027, 1, 29)


@pytest.fixture
def rotating(course):
    """Three refreshers in turn for all librarians, every year by 30 September."""
    pages = [course, factories.make_course("Privacy"), factories.make_course("Copyright")]
    keys = [str(page.translation_key) for page in pages]

    def make(rotate_by):
        rule = {"recurrence": "yearly", "due_anchor": "window", "due_month": 9, "due_day": 30, "rotation": keys}
        audience = {"role": ["librarian"]}
        return make_requirement(
            course, name="Refresher", effective_on=dt.date(2025, 7, 1), audience=audience, rotate_by=rotate_by, **rule
        )

    make.pages = pages
    return make


def test_a_set_that_turns_by_year_asks_everybody_the_same(rotating, veteran):
    requirement = rotating("year")
    hire(dt.date(2027, 7, 1))
    for year in (2025, 2026, 2027, 2028):
        assigning.assign_all(on=dt.date(year, 7, 1))
    asked = {(row.period, row.activity_key) for row in requirement.assignments.all()}
    keys = [page.translation_key for page in rotating.pages]
    assert asked == {("2025-26", keys[0]), ("2026-27", keys[1]), ("2027-28", keys[2]), ("2028-29", keys[0])}


def test_a_set_that_turns_by_person_counts_the_rounds_of_each(rotating, veteran):
    requirement = rotating("person")
    hired = hire(dt.date(2026, 7, 1))
    for year in (2025, 2026, 2027):
        assigning.assign_all(on=dt.date(year, 7, 1))
    keys = [page.translation_key for page in rotating.pages]
    asked = {row.learner: row.activity_key for row in requirement.assignments.filter(period="2026-27")}
    assert asked == {veteran: keys[1], hired: keys[0]}


def test_only_the_activity_whose_turn_it_is_meets_it(rotating, veteran):
    requirement = rotating("year")
    assigning.assign_all(on=dt.date(2026, 7, 1))
    library, privacy, _copyright = rotating.pages
    complete(veteran, library, dt.date(2026, 8, 1), cycle="2026-27")
    assert status(veteran, requirement, as_of=dt.date(2026, 8, 2)).code == "not_started"
    assert cycles.cycle_for(veteran, privacy.translation_key, on=dt.date(2026, 8, 2)) == "2026-27"
    complete(veteran, privacy, dt.date(2026, 8, 2), cycle="2026-27")
    found = status(veteran, requirement, as_of=dt.date(2026, 8, 2))
    assert (found.code, found.activity_key) == ("done", privacy.translation_key)


def test_renewing_early_keeps_the_later_date(course, veteran):
    lasting = make_requirement(course, audience={"role": ["librarian"]}, valid_months=12, renew_days=90)
    assigning.assign_all(on=dt.date(2025, 9, 1))
    key = course.translation_key
    complete(veteran, course, dt.date(2025, 9, 10))
    early, late = dt.date(2026, 6, 11), dt.date(2026, 6, 12)
    assert [cycles.cycle_for(veteran, key, on=day) for day in (early, late)] == ["", "2026-09-10"]
    complete(veteran, course, late, cycle="2026-09-10")
    assert status(veteran, lasting, as_of=late).expires_on == dt.date(2027, 9, 10)
    assert status(veteran, lasting, as_of=early).expires_on == dt.date(2026, 9, 10)


def test_a_round_that_opens_later_says_so(course, veteran):
    requirement = make_requirement(course, **WINTER | {"due_anchor": "start"})
    assigning.assign_all(on=dt.date(2027, 1, 4))
    day = day_name(dt.date(2027, 1, 1), as_of=dt.date(2027, 1, 4))
    found = status(veteran, requirement, as_of=dt.date(2027, 1, 4))
    assert found.why.endswith(f"because this year's round began on {day}.")


@pytest.mark.parametrize(
    ("rotate_by", "words"),
    [
        ("year", "This year: Privacy. It is number 2 of 3, which everybody does in turn."),
        ("person", "This time: Library orientation. It is number 1 of 3, which you do in turn."),
    ],
)
def test_the_learner_reads_whose_turn_it_is(rotating, veteran, rotate_by, words):
    rotating(rotate_by)
    assigning.assign_all(on=dt.date(2026, 7, 1))
    (row,) = overview.of_person(veteran, as_of=dt.date(2026, 8, 1))
    assert row.note == words
