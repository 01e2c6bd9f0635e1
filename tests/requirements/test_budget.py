"""How much time rules ask of a role in a year, beside the budget."""

import datetime as dt

import pytest

from pdportal.people.calendar import SchoolCalendar
from pdportal.people.choices import NewTo, Role
from pdportal.requirements import budget
from pdportal.requirements.budget import RoleTime
from pdportal.requirements.preview import hires
from pdportal.requirements.records import Requirement, RequirementVersion
from pdportal.requirements.rule_records import TimeBudget
from pdportal.requirements.time_line import WIDTH, time_line
from pdportal.requirements.wording import duration
from tests import factories
from tests.requirements.makers import make_requirement

NEW = "/admin/time-budgets/new/"
ON = dt.date(2026, 11, 2)
LIBRARIANS = {"role": ["librarian"]}


def minutes(title, *each):
    """A course whose lessons take so many minutes."""
    course = factories.make_course(title, lessons=())
    for number, length in enumerate(each):
        factories.make_lesson(course, f"{title} {number}", minutes=length)
    return course


def times(page, **rule):
    usual = {"audience": LIBRARIANS, "effective_on": dt.date(2020, 7, 1)}
    version = RequirementVersion(activity_key=page.translation_key, **usual | rule)
    return budget.with_version(version, requirement=Requirement(), on=ON)


@pytest.fixture
def people(site, school, other_school):
    """A librarian of many years at each of two schools, and a new one."""
    for name, place in (("Old One", school), ("Old Two", other_school)):
        factories.make_person(name, Role.LIBRARIAN, place, starts_on=dt.date(2015, 8, 3))
    new = {"starts_on": dt.date(2026, 8, 3), "new_to": NewTo.PROFESSION}
    factories.make_person("New One", Role.LIBRARIAN, school, **new)


def test_all_rules_of_the_year_and_this_one(people):
    make_requirement(minutes("Privacy", 20, 25), audience=LIBRARIANS, recurrence="yearly")
    TimeBudget.objects.create(role="librarian", year="2025-26", minutes=60)
    (row,) = times(minutes("Safety", 30), recurrence="yearly")
    assert row == RoleTime(Role.LIBRARIAN, 75, 75, 60)
    assert (row.is_over, row.share) == (True, 100)


def test_the_budget_of_the_latest_year_counts(people):
    for year, limit in (("2024-25", 100), ("2026-27", 120), ("2027-28", 10)):
        TimeBudget.objects.create(role="librarian", year=year, minutes=limit)
    (row,) = times(minutes("Safety", 30), recurrence="yearly")
    assert (row.limit, row.is_over, row.share) == (120, False, 25)


def test_what_is_done_once_counts_for_newcomers_and_in_its_first_year(people):
    page = minutes("Orientation", 40)
    (row,) = times(page)
    assert (row.minutes, row.newcomer) == (0, 40)
    (row,) = times(page, effective_on=dt.date(2026, 9, 1))
    assert (row.minutes, row.newcomer) == (40, 40)


def test_what_is_good_for_years_counts_its_share(people):
    (row,) = times(minutes("First aid", 90), valid_months=36)
    assert row.minutes == 30


def test_of_a_set_that_turns_the_one_whose_turn_it_is_counts(people):
    pages = [minutes("A", 10), minutes("B", 50)]
    rotation = [str(page.translation_key) for page in pages]
    yearly = {"recurrence": "yearly", "rotation": rotation, "effective_on": dt.date(2026, 7, 1)}
    assert [times(pages[0], **yearly, rotate_by=by)[0].minutes for by in ("year", "person")] == [10, 50]


def test_the_school_that_is_asked_most_speaks_and_names_do_not_count(people, other_school):
    make_requirement(minutes("Local", 15), audience={"school": [other_school.pk]}, recurrence="yearly")
    make_requirement(minutes("Chosen", 500), audience={"people": [1]}, recurrence="yearly")
    (row,) = times(minutes("Safety", 30), recurrence="yearly")
    assert (row.minutes, row.newcomer) == (45, 30)


def test_the_present_rule_of_the_same_requirement_is_not_counted_twice(people):
    page = minutes("Safety", 30)
    requirement = make_requirement(page, audience=LIBRARIANS, recurrence="yearly")
    (row,) = budget.with_version(requirement.versions.get(), requirement=requirement, on=ON)
    assert row.minutes == 30


def test_durations():
    assert [duration(value) for value in (None, 0, 45, 60, 150)] == ["", "0 min", "45 min", "1 h", "2 h 30 min"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({}, ["2026-09-30", "2026-09-30", "2026-11-12", "2027-04-12"]),
        ({"late_hires": "next_round"}, ["2026-09-30", "2026-09-30", "2027-09-30", "2027-09-30"]),
        ({"late_hires": "exempt", "exempt_after": dt.date(2020, 1, 31)},
         ["2026-09-30", "2026-09-30", "2026-11-12", "2027-09-30"]),
        ({"opens_month": 1, "opens_day": 1, "due_month": 1, "due_day": 31},
         ["2027-01-29", "2027-01-29", "2027-01-29", "2027-04-12"]),
        ({"recurrence": "once", "late_hires": "exempt", "exempt_after": dt.date(2026, 9, 1)},
         ["2026-09-30", "2026-09-30", None, None]),
    ],
)  # fmt: skip
def test_a_july_an_october_and_a_march_hire(rule, expected):
    usual = {"recurrence": "yearly", "due_anchor": "window", "due_month": 9, "due_day": 30}
    found = hires(RequirementVersion(effective_on=dt.date(2026, 7, 1), **usual | rule), SchoolCalendar((), ()))
    assert [hire.due_on and hire.due_on.isoformat() for hire in found] == expected
    bars, _months = time_line(found)
    assert len(bars) == len([day for day in expected if day])
    assert all(0 <= bar.start <= bar.end <= WIDTH for bar in bars)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("role", "pirate"), ("year", "soon"), ("year", "2026-28"), ("year", "0000-01"), ("year", ""),
        ("year", "x" * 10000), ("year", "a\x00b"),
        ("minutes", "-1"), ("minutes", "9" * 30), ("minutes", ""),
    ],
)  # fmt: skip
def test_a_wrong_time_budget_is_explained(client, coordinator, field, value):
    client.force_login(coordinator)
    data = {"role": "librarian", "year": "2026-27", "minutes": 60} | {field: value}
    assert list(client.post(NEW, data).context["form"].errors) == [field]
    assert TimeBudget.objects.count() == 0


def test_a_role_has_one_time_budget_a_year(client, coordinator):
    client.force_login(coordinator)
    for minutes in (60, 90):
        client.post(NEW, {"role": "librarian", "year": "2026-27", "minutes": minutes})
    assert TimeBudget.objects.get().minutes == 60
