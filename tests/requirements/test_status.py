"""The one status function: each code, on any date, one by one and in sets."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pdportal.common.dates import add_months, end_of_day, start_of_day
from pdportal.people.calendar import period_dates
from pdportal.people.choices import Role
from pdportal.requirements import assigning, cycles
from pdportal.requirements.choices import StatusCode
from pdportal.requirements.evidence import Facts
from pdportal.requirements.records import Assignment, Requirement
from pdportal.requirements.status import decide, for_activities, for_activity, of_person, status, statuses
from pdportal.requirements.waiving import extend, waive
from pdportal.requirements.wording import day_name
from pdportal.transcripts import ledger
from pdportal.transcripts.records import ActivityStart, Completion
from tests import factories
from tests.requirements.makers import complete, make_requirement

DUE = dt.date(2026, 12, 11)


def day(offset):
    return DUE + dt.timedelta(days=offset)


def facts(**known):
    return Facts(due_on=DUE, warn_days=14, **known)


@pytest.mark.parametrize(
    ("known", "as_of", "code"),
    [
        ({}, day(-15), "not_started"),
        ({"started": True}, day(-15), "in_progress"),
        ({"started": True}, day(-14), "due_soon"),
        ({}, day(0), "due_soon"),
        ({}, day(1), "overdue"),
        ({"started": True}, day(1), "overdue"),
        ({"waived_on": day(-20)}, day(1), "waived"),
        ({"completed_on": day(5)}, day(6), "done"),
        ({"completed_on": day(-40), "waived_on": day(-50)}, day(0), "done"),
        ({"completed_on": day(-400), "expires_on": day(31)}, day(0), "done"),
        ({"completed_on": day(-400), "expires_on": day(30)}, day(0), "expiring"),
        ({"completed_on": day(-400), "expires_on": day(0)}, day(0), "expiring"),
        ({"completed_on": day(-400), "expires_on": day(-1)}, day(0), "expired"),
        ({"completed_on": day(-400), "expires_on": day(-1), "waived_on": day(-1)}, day(0), "waived"),
    ],
)
def test_each_code(known, as_of, code):
    assert decide(facts(**known), as_of) == code


DATES = st.dates(dt.date(2026, 6, 1), dt.date(2027, 6, 1))
FACTS = st.builds(
    Facts,
    due_on=DATES, warn_days=st.integers(0, 60), extended_on=st.none() | DATES, waived_on=st.none() | DATES,
    started=st.booleans(), completed_on=st.none() | DATES, expires_on=st.none() | DATES,
)  # fmt: skip


@given(FACTS, DATES)
def test_decide_is_a_function_of_its_arguments_and_always_answers(known, as_of):
    assert decide(known, as_of) in StatusCode
    assert decide(known, as_of) == decide(known, as_of)


@given(FACTS, DATES, DATES)
def test_without_new_facts_time_only_makes_it_worse(known, one, other):
    order = (
        ["done", "expiring", "expired"] if known.completed_on else ["not_started", "in_progress", "due_soon", "overdue"]
    )
    early, late = (decide(known, moment) for moment in sorted([one, other]))
    if {early, late} <= set(order):
        assert order.index(early) <= order.index(late)


@pytest.fixture
def assigned(requirement, learner, teacher):
    assigning.assign_all()
    return learner.assignments.get()


def test_the_whole_life_of_a_requirement(course, requirement, assigned, learner):
    due_on = assigned.due_on
    seen = {
        offset: status(learner, requirement, as_of=due_on - dt.timedelta(days=offset)).code
        for offset in (15, 14, 0, -1)
    }
    assert seen == {15: "not_started", 14: "due_soon", 0: "due_soon", -1: "overdue"}
    ledger.start(learner, course.translation_key)
    assert status(learner, requirement, as_of=due_on - dt.timedelta(days=15)).code == "in_progress"
    complete(learner, course, factories.days_ago(1))
    assert status(learner, requirement).code == "done"
    assert status(learner, requirement, as_of=factories.days_ago(2)).completed_on is None


def test_nothing_was_required_before_the_start(requirement, assigned, learner):
    assert status(learner, requirement, as_of=factories.days_ago(22)) is None
    assert status(learner, requirement, as_of=factories.days_ago(21)).due_on == assigned.due_on


def test_why_in_words(requirement):
    early = factories.make_person("Una Early", Role.LIBRARIAN, starts_on=dt.date(2026, 10, 1))
    assigning.assign_person(early, on=dt.date(2026, 10, 1))
    found = status(early, requirement, as_of=dt.date(2026, 10, 2))
    assert found.why == "Due Thursday, 12 November, because you started on 1 October."
    assert found.why_of_other == "Due Thursday, 12 November, because the start in the role was on 1 October."
    assert found.label == "Not started"
    late = status(early, requirement, as_of=dt.date(2027, 1, 2))
    assert late.why == "Was due Thursday, 12 November 2026, because you started on 1 October 2026."


def test_why_names_the_rule_where_the_rule_set_the_date(yearly, veteran):
    assigning.assign_all(on=dt.date(2027, 7, 1))
    found = status(veteran, yearly, as_of=dt.date(2027, 9, 20))
    assert (found.code, found.why) == ("due_soon", "Due Thursday, 30 September, the same day every year.")


def test_waivers_and_later_dates_count_from_the_day_they_were_granted(requirement, assigned, learner, coordinator):
    due_on, granted = assigned.due_on, factories.days_ago(5)
    later_day = due_on + dt.timedelta(days=30)
    extend(assigned, due_on=later_day, by=coordinator, reason="Ill", at=start_of_day(granted))
    later = status(learner, requirement)
    assert status(learner, requirement, as_of=factories.days_ago(6)).due_on == due_on
    assert later.due_on >= later_day
    assert later.why.endswith(f"a later date allowed on {day_name(granted, as_of=factories.days_ago(0))}.")
    waive(assigned, by=coordinator, reason="Moving", at=start_of_day(factories.days_ago(2)))
    assert status(learner, requirement, as_of=factories.days_ago(3)).code != "waived"
    assert status(learner, requirement, as_of=factories.days_ago(2)).code == "waived"


def test_a_completion_recorded_late_was_true_then_but_not_known_then(
    course, requirement, assigned, teacher, coordinator
):
    complete(teacher, course, factories.days_ago(20), at=start_of_day(factories.days_ago(3)))
    as_of = factories.days_ago(10)
    assert status(teacher, requirement, as_of=as_of).code == "done"
    assert status(teacher, requirement, as_of=as_of, known_at=end_of_day(as_of)).code == "overdue"


def test_a_revocation_changes_what_is_true_and_not_what_was_known(course, requirement, assigned, teacher, coordinator):
    done = complete(teacher, course, factories.days_ago(20))
    assert status(teacher, requirement).code == "done"
    ledger.revoke(done, by=coordinator, reason="Wrong person")
    as_of = factories.days_ago(10)
    assert status(teacher, requirement, as_of=as_of).code == "overdue"
    assert status(teacher, requirement, as_of=as_of, known_at=end_of_day(as_of)).code == "done"


def test_a_yearly_requirement_wants_a_completion_of_its_own_year(yearly, veteran):
    page = _page_of(yearly)
    assigning.assign_all(on=dt.date(2025, 7, 1))
    assigning.assign_all(on=dt.date(2026, 7, 1))
    complete(veteran, page, dt.date(2025, 9, 1), cycle="2025-26")
    assert status(veteran, yearly, as_of=dt.date(2026, 6, 30)).code == "done"
    assert status(veteran, yearly, as_of=dt.date(2026, 7, 1)).code == "not_started"
    complete(veteran, page, dt.date(2026, 9, 2), cycle="2026-27")
    assert status(veteran, yearly, as_of=dt.date(2026, 9, 2)).completed_on == dt.date(2026, 9, 2)
    assert status(veteran, yearly, as_of=dt.date(2026, 6, 30)).completed_on == dt.date(2025, 9, 1)


def test_expiry_and_renewal(course, veteran):
    lasting = make_requirement(course, audience={"role": ["librarian"]}, valid_months=12)
    assigning.assign_all(on=dt.date(2025, 9, 1))
    key = course.translation_key
    assert cycles.cycle_for(veteran, key, on=dt.date(2025, 9, 1)) == ""
    complete(veteran, course, dt.date(2025, 9, 10))
    seen = {
        on: status(veteran, lasting, as_of=on).code
        for on in (dt.date(2026, 8, 10), dt.date(2026, 9, 10), dt.date(2026, 9, 11))
    }
    assert list(seen.values()) == ["done", "expiring", "expired"]
    assert cycles.cycle_for(veteran, key, on=dt.date(2026, 8, 10)) == ""
    assert cycles.cycle_for(veteran, key, on=dt.date(2026, 9, 11)) == "2026-09-10"
    complete(veteran, course, dt.date(2026, 9, 12), cycle="2026-09-10")
    renewed = status(veteran, lasting, as_of=dt.date(2026, 9, 12))
    assert (renewed.code, renewed.expires_on) == ("done", dt.date(2027, 9, 12))
    assert renewed.why == "Done on 12 September; good until 12 September 2027."
    assert cycles.cycle_for(veteran, key, on=dt.date(2026, 9, 13)) == "2026-09-10"


def test_the_cycle_of_a_yearly_activity_is_its_period(yearly, veteran, teacher):
    assigning.assign_all(on=dt.date(2026, 9, 1))
    assert cycles.cycle_for(veteran, yearly.activity_key, on=dt.date(2026, 9, 1)) == "2026-27"
    assert cycles.cycle_for(teacher, yearly.activity_key, on=dt.date(2026, 9, 1)) == ""


def test_a_person_sees_the_most_urgent_first(requirement, yearly, course, teacher, veteran):
    assigning.assign_all(on=dt.date(2026, 7, 1))
    complete(veteran, course, dt.date(2026, 7, 2))
    found = of_person(veteran, as_of=dt.date(2026, 10, 5))
    assert [(row.requirement, row.code) for row in found] == [(yearly, "overdue"), (requirement, "done")]


def test_by_activity_the_most_urgent_requirement_speaks(course, requirement, mentor):
    assigning.assign_all()
    complete(mentor, course, factories.days_ago(3))
    again = make_requirement(course, name="Again", effective_on=factories.days_ago(2), recurrence="yearly")
    assigning.assign_all()
    found = for_activities(mentor, [course.translation_key])
    assert found[course.translation_key].requirement == again
    assert for_activity(mentor, course.translation_key).requirement == again
    assert for_activity(mentor, again.activity_key.__class__(int=1)) is None


def test_three_queries_for_any_number(requirement, yearly, learner, teacher, colleague, django_assert_num_queries):
    assigning.assign_all()
    everybody = [learner, teacher, colleague]
    with django_assert_num_queries(3):  # assignments, starts, completions
        assert len(statuses(everybody[:1])) == 2
    with django_assert_num_queries(3):
        assert len(statuses(everybody)) == 4


@pytest.fixture
def town(requirement, yearly, course, veteran, coordinator, school, school_2025):
    """Three people with a past that holds a bit of everything; the dates are those of one year."""
    learner = factories.make_person("Nan Novem", Role.LIBRARIAN, school, starts_on=dt.date(2025, 11, 3))
    teacher = factories.make_person("Theo Teach", Role.TEACHER, school, starts_on=dt.date(2018, 8, 6))
    page = _page_of(yearly)
    for on in (dt.date(2025, 7, 1), dt.date(2025, 11, 3), dt.date(2026, 7, 1)):
        assigning.assign_all(on=on)
    complete(veteran, page, dt.date(2025, 9, 1), cycle="2025-26")
    wrong = complete(teacher, course, dt.date(2025, 10, 1))
    ledger.revoke(wrong, by=coordinator, reason="Slip", at=start_of_day(dt.date(2025, 12, 1)))
    complete(teacher, course, dt.date(2026, 1, 15), valid_until=dt.date(2026, 5, 1))
    ledger.start(veteran, course.translation_key, at=start_of_day(dt.date(2025, 10, 10)))
    first = veteran.assignments.get(requirement=requirement)
    extend(first, due_on=dt.date(2026, 3, 2), by=coordinator, reason="Ill", at=start_of_day(dt.date(2025, 11, 1)))
    waive(first, by=coordinator, reason="Retiring", at=start_of_day(dt.date(2026, 4, 1)))
    return veteran, learner, teacher


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    as_of=st.dates(dt.date(2025, 6, 1), dt.date(2027, 7, 31)),
    known_on=st.none() | st.dates(dt.date(2025, 6, 1), dt.date(2027, 1, 1)),
)
def test_one_by_one_in_sets_and_by_hand_are_the_same(town, as_of, known_on):
    known_at = known_on and end_of_day(known_on)
    together = statuses(town, as_of=as_of, known_at=known_at)
    for person in town:
        for requirement in Requirement.objects.all():
            alone = status(person, requirement, as_of=as_of, known_at=known_at)
            assert alone == together.get((person.pk, requirement.pk))
            assert (alone and alone.code) == _by_hand(person, requirement, as_of, known_at)


def _by_hand(person, requirement, as_of, known_at):
    """The rule read once more, slowly and without the code under test."""
    found = None
    for row in Assignment.objects.filter(learner=person, requirement=requirement):
        inside = not row.period or period_dates(row.period)[0] <= as_of <= period_dates(row.period)[1]
        away = any(gap.first_day <= as_of <= gap.last_day for gap in row.gaps.all())
        if inside and row.assigned_on <= as_of and not away and (row.ended_on is None or row.ended_on >= as_of):
            found = row
    if found is None:
        return None
    due_on = found.due_on
    for extension in found.extensions.filter(granted_on__lte=as_of).order_by("granted_on", "pk"):
        due_on = extension.due_on
    good_until = []
    for row in Completion.objects.filter(
        learner=person, activity_key=requirement.activity_key, completed_on__lte=as_of
    ):
        known = row.revoked_at is None if known_at is None else (
            row.recorded_at <= known_at and (row.revoked_at is None or row.revoked_at > known_at)
        )  # fmt: skip
        if known and (not found.period or row.cycle == found.period):
            months = found.version.valid_months
            good_until.append(row.valid_until or (add_months(row.completed_on, months) if months else dt.date.max))
    if good_until and max(good_until) >= as_of:
        return "expiring" if max(good_until) <= as_of + dt.timedelta(days=30) else "done"
    if found.waivers.filter(granted_on__lte=as_of):
        return "waived"
    if good_until:
        return "expired"
    if due_on < as_of:
        return "overdue"
    if due_on <= as_of + dt.timedelta(days=14):
        return "due_soon"
    starts = ActivityStart.objects.filter(learner=person, activity_key=requirement.activity_key)
    begun = [
        row for row in starts if row.started_at < end_of_day(as_of) and (not found.period or row.cycle == found.period)
    ]
    return "in_progress" if begun else "not_started"


def _page_of(requirement):
    return factories.CoursePage.objects.get(translation_key=requirement.activity_key)
