"""What a change means for those who were done: keep, top-up, redo; and no date earned is ever rewritten."""

import datetime as dt

import pytest

from pdportal.people.appointments import appoint, end_appointment
from pdportal.people.choices import Role
from pdportal.requirements import assigning, cycles
from pdportal.requirements.deciding import Change, decide
from pdportal.requirements.errors import AlreadyDecided, DueDateMissing, TopUpMissing
from pdportal.requirements.overview import earlier
from pdportal.requirements.records import Assignment
from pdportal.requirements.rule_records import Consequence
from pdportal.requirements.rules import publish_version
from pdportal.requirements.status import codes, for_activity, status
from pdportal.transcripts.records import Completion
from tests import factories
from tests.factories import days_ago, days_ahead
from tests.requirements.makers import complete, make_requirement

DUE = days_ahead(30)


@pytest.fixture
def top_up(site):
    return factories.make_course("What is new in copyright")


@pytest.fixture
def done(course, requirement, learner, teacher):
    """The teacher has completed the course, the new librarian has not."""
    assigning.assign_all()
    return complete(teacher, course, days_ago(20))


def course_changed(course, revision=7):
    return Change(course.translation_key, page_revision=revision)


def ledger():
    return list(Completion.objects.order_by("pk").values())


def test_keeping_changes_nothing(done, course, requirement, teacher, coordinator):
    before, assignments = ledger(), list(Assignment.objects.values())
    consequence = decide(course_changed(course), "keep", by=coordinator)
    assert (consequence.people, consequence.due_on) == (1, None)
    assert (ledger(), list(Assignment.objects.values())) == (before, assignments)
    assert status(teacher, requirement).code == "done"


def test_doing_it_again(done, course, requirement, teacher, learner, coordinator):
    before = ledger()
    decide(course_changed(course), "redo", due_on=DUE, by=coordinator)
    found = status(teacher, requirement)
    assert (found.code, found.due_on) == ("not_started", found.assignment.consequence.due_on)
    assert ", because it changed on " in found.why
    assert (ledger(), learner.assignments.count()) == (before, 1)
    assert status(teacher, requirement, as_of=days_ago(1)).completed_on == done.completed_on
    cycle = cycles.cycle_for(teacher, course.translation_key)
    assert cycle == f"#{found.assignment.consequence_id}"
    complete(teacher, course, days_ago(0), cycle=cycle)
    assert status(teacher, requirement).completed_on == days_ago(0)
    assert [row.completed_on for _period, rows in earlier(teacher) for row in rows] == [done.completed_on]


def test_a_short_top_up_leaves_the_date_that_was_earned(done, course, top_up, requirement, teacher, coordinator):
    decide(course_changed(course), "top_up", top_up_key=top_up.translation_key, due_on=DUE, by=coordinator)
    found = status(teacher, requirement)
    assert (found.code, found.activity_key) == ("not_started", top_up.translation_key)
    assert for_activity(teacher, top_up.translation_key) == found
    complete(teacher, top_up, days_ago(0), cycle=cycles.cycle_for(teacher, top_up.translation_key))
    found = status(teacher, requirement)
    assert (found.code, found.completed_on, found.activity_key) == (
        "done",
        done.completed_on,
        course.translation_key,
    )


def test_lists_count_it_once(done, course, requirement, teacher, learner, coordinator):
    decide(course_changed(course), "redo", due_on=DUE, by=coordinator)
    rows = Assignment.objects.current(days_ago(0))
    found = [(row.learner_id, str(code)) for row, code in codes(rows, [teacher, learner], as_of=days_ago(0))]
    assert sorted(found) == sorted([(teacher.pk, "not_started"), (learner.pk, status(learner, requirement).code)])


def test_the_nightly_run_leaves_it_alone(done, course, requirement, teacher, coordinator):
    decide(course_changed(course), "redo", due_on=DUE, by=coordinator)
    rows = list(Assignment.objects.order_by("pk").values())
    assigning.assign_all()
    assert list(Assignment.objects.order_by("pk").values()) == rows


def test_leaving_and_coming_back_keeps_what_was_asked(done, course, requirement, teacher, school, coordinator):
    decide(course_changed(course), "redo", due_on=DUE, by=coordinator)
    asked = status(teacher, requirement).assignment
    end_appointment(teacher.appointments.get(), ends_on=days_ahead(1))
    assigning.assign_all(on=days_ahead(2))
    assert status(teacher, requirement, as_of=days_ahead(2)) is None
    appoint(teacher, Role.TEACHER, school, starts_on=days_ahead(5))
    assigning.assign_all(on=days_ahead(5))
    assert status(teacher, requirement, as_of=days_ahead(5)).assignment == asked


def test_deciding_twice(done, course, coordinator):
    first = decide(course_changed(course), "redo", due_on=DUE, by=coordinator)
    assert decide(course_changed(course), "redo", due_on=DUE, by=coordinator) == first
    with pytest.raises(AlreadyDecided):
        decide(course_changed(course), "keep", by=coordinator)
    assert (Consequence.objects.count(), Assignment.objects.count()) == (1, 3)


def test_a_second_change_can_ask_again(done, course, requirement, teacher, coordinator):
    first = decide(course_changed(course), "redo", due_on=DUE, by=coordinator)
    complete(teacher, course, days_ago(0), cycle=f"#{first.pk}")
    second = decide(course_changed(course, 8), "redo", due_on=DUE, by=coordinator)
    assert (second.people, status(teacher, requirement).assignment.consequence) == (1, second)


@pytest.mark.parametrize(
    ("kind", "due_on", "top", "refusal"),
    [
        ("redo", None, False, DueDateMissing), ("redo", days_ago(1), False, DueDateMissing),
        ("top_up", None, True, DueDateMissing), ("top_up", DUE, False, TopUpMissing),
    ],
)  # fmt: skip
def test_what_is_missing_is_refused(done, course, top_up, coordinator, kind, due_on, top, refusal):
    key = top_up.translation_key if top else None
    with pytest.raises(refusal):
        decide(course_changed(course), kind, due_on=due_on, top_up_key=key, by=coordinator)
    with pytest.raises(TopUpMissing):
        decide(course_changed(course), "top_up", due_on=DUE, top_up_key=course.translation_key, by=coordinator)
    assert Consequence.objects.count() == 0


def test_a_changed_rule_asks_for_its_new_activity(done, course, top_up, requirement, teacher, coordinator):
    requirement.activity_key = top_up.translation_key
    requirement.save()
    version = publish_version(requirement, by=coordinator)
    decide(Change(version.activity_key, version=version), "redo", due_on=DUE, by=coordinator)
    found = status(teacher, requirement)
    assert (found.activity_key, found.assignment.version) == (top_up.translation_key, version)


def test_a_year_of_a_yearly_requirement_is_done_again_in_that_year(course, veteran, coordinator):
    yearly = make_requirement(course, audience={"role": ["librarian"]}, recurrence="yearly", due_anchor="window",
                              due_month=9, due_day=30)  # fmt: skip
    assigning.assign_all(on=dt.date(2026, 7, 1))
    day = factories.days_ago(0)
    assigning.assign_all(on=day)
    found = status(veteran, yearly, as_of=day)
    complete(veteran, course, day, cycle=found.assignment.period)
    consequence = decide(course_changed(course), "redo", due_on=DUE, by=coordinator)
    cycle = cycles.cycle_for(veteran, course.translation_key, on=day)
    assert cycle == f"{found.assignment.period}#{consequence.pk}"
    assert status(veteran, yearly, as_of=day).code == "not_started"
    complete(veteran, course, day, cycle=cycle)
    assert status(veteran, yearly, as_of=day).code == "done"


def test_what_was_done_again_can_be_renewed_later(course, teacher, coordinator):
    lasting = make_requirement(course, audience={"role": ["teacher"]}, valid_months=12)
    assigning.assign_all()
    complete(teacher, course, days_ago(20))
    consequence = decide(course_changed(course), "redo", due_on=DUE, by=coordinator)
    complete(teacher, course, days_ago(0), cycle=f"#{consequence.pk}")
    expires_on = status(teacher, lasting).expires_on
    assert cycles.cycle_for(teacher, course.translation_key, on=expires_on) == expires_on.isoformat()
