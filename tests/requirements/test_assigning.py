"""Assignments follow audiences: joining, leaving, coming back, yearly rounds."""

import datetime as dt

import pytest
from django.core.management import call_command

from pdportal.people.appointments import appoint, end_appointment
from pdportal.people.calendar import SchoolCalendar
from pdportal.people.choices import NewTo, Role
from pdportal.requirements import assigning
from pdportal.requirements.due import due_on
from pdportal.requirements.records import Assignment, Gap
from pdportal.requirements.rules import publish_version
from pdportal.requirements.status import status
from tests import factories
from tests.factories import days_ago
from tests.requirements.makers import make_requirement

OCTOBER = dt.date(2025, 10, 1)


def rows():
    return list(Assignment.objects.order_by("learner", "period").values_list("learner", "period", "due_on", "ended_on"))


def test_those_in_the_audience_are_assigned_once(requirement, learner, teacher, principal):
    assigning.assign_all()
    first = rows()
    assigning.assign_all()
    assert {row[0] for row in first} == {learner.pk, teacher.pk}
    assert rows() == first
    assert Assignment.history.count() == 2


def test_dates_are_counted_from_the_appointment(requirement, learner):
    assigning.assign_person(learner)
    assignment = learner.assignments.get()
    due = due_on(assignment.version, days_ago(21), "", SchoolCalendar.load())
    assert (assignment.counted_from, assignment.assigned_on, assignment.due_on) == (days_ago(21), days_ago(21), due)


def test_a_new_rule_counts_from_the_day_it_takes_effect(course, teacher):
    make_requirement(course, effective_on=days_ago(3), audience={"role": ["teacher"]})
    assigning.assign_all()
    assert teacher.assignments.get().counted_from == days_ago(3)


def test_a_rule_of_the_future_assigns_nobody(course, teacher):
    make_requirement(course, effective_on=days_ago(-3), audience={"role": ["teacher"]})
    assigning.assign_all()
    assert rows() == []


def test_the_start_that_counts_is_that_of_the_matching_appointment(course, teacher, other_school):
    appoint(teacher, Role.LIBRARIAN, other_school, starts_on=days_ago(10), new_to=NewTo.PROFESSION)
    make_requirement(course, audience={"all": [{"role": ["librarian"]}, {"new_to": ["profession"]}]})
    assigning.assign_all()
    assert teacher.assignments.get().counted_from == days_ago(10)


def test_people_named_one_by_one_count_from_the_rule(course, outsider):
    make_requirement(course, effective_on=days_ago(9), audience={"people": [outsider.pk]})
    assigning.assign_all()
    assert outsider.assignments.get().counted_from == days_ago(9)


def test_leaving_ends_the_assignment_and_keeps_the_past(requirement, teacher):
    assigning.assign_all()
    end_appointment(teacher.appointments.get(), ends_on=days_ago(1))
    assigning.assign_all()
    assert teacher.assignments.get().ended_on == days_ago(1)
    assert status(teacher, requirement) is None
    assert status(teacher, requirement, as_of=days_ago(1)).code == "overdue"


def test_coming_back_opens_it_again_with_its_old_date_and_leaves_a_gap(requirement, teacher, school):
    assigning.assign_all(on=days_ago(30))
    before = teacher.assignments.get()
    end_appointment(teacher.appointments.get(), ends_on=days_ago(21))
    assigning.assign_all(on=days_ago(20))
    appoint(teacher, Role.TEACHER, school, starts_on=days_ago(10))
    assigning.assign_all(on=days_ago(10))
    after = teacher.assignments.get()
    assert (after.pk, after.due_on, after.ended_on) == (before.pk, before.due_on, None)
    assert list(Gap.objects.values_list("first_day", "last_day")) == [(days_ago(20), days_ago(11))]
    past = {days: status(teacher, requirement, as_of=days_ago(days)) for days in (22, 21, 20, 11, 10, 0)}
    assert [days for days, found in past.items() if found is None] == [20, 11]


def test_back_on_the_next_day_leaves_no_gap(requirement, teacher, school):
    assigning.assign_all(on=days_ago(30))
    end_appointment(teacher.appointments.get(), ends_on=days_ago(21))
    assigning.assign_all(on=days_ago(20))
    appoint(teacher, Role.TEACHER, school, starts_on=days_ago(20))
    assigning.assign_all(on=days_ago(20))
    assert Gap.objects.count() == 0
    assert teacher.assignments.get().ended_on is None


def test_closing_an_account_ends_its_assignments(requirement, teacher, django_capture_on_commit_callbacks):
    assigning.assign_all()
    teacher.is_active = False
    with django_capture_on_commit_callbacks(execute=True):
        teacher.save()
    assert teacher.assignments.get().ended_on == days_ago(1)


def test_a_requirement_out_of_use_is_required_of_nobody(requirement, teacher):
    assigning.assign_all()
    requirement.active = False
    requirement.save()
    assigning.assign_all()
    assert status(teacher, requirement) is None


def test_each_year_has_its_own_assignment(yearly, veteran):
    assigning.assign_all(on=dt.date(2027, 7, 1))
    assigning.assign_all(on=dt.date(2027, 10, 1))
    assigning.assign_all(on=dt.date(2028, 7, 1))
    assert [(row[1], row[2]) for row in rows()] == [
        ("2027-28", dt.date(2027, 9, 30)), ("2028-29", dt.date(2028, 9, 29)),
    ]  # fmt: skip


def test_a_november_hire_still_does_this_years_round(yearly, school, school_2025):
    hired = factories.make_person("Nan Novem", Role.LIBRARIAN, school, starts_on=dt.date(2025, 11, 3))
    assigning.assign_all(on=dt.date(2025, 11, 3))
    assert rows() == [(hired.pk, "2025-26", dt.date(2025, 12, 15), None)]


def test_assignments_keep_the_rule_they_were_made_under(requirement, teacher, colleague):
    assigning.assign_person(teacher, on=days_ago(5))
    old = teacher.assignments.get()
    publish_version(requirement, by=None, due_working_days=3)
    assigning.assign_all()
    kept, new = teacher.assignments.get(), colleague.assignments.get()
    assert (kept.version, kept.due_on) == (old.version, old.due_on)
    assert (new.version.number, new.counted_from) == (2, days_ago(0))


def test_from_once_to_yearly(requirement, veteran):
    assigning.assign_all(on=dt.date(2027, 8, 1))
    publish_version(requirement, by=None, effective_on=dt.date(2027, 9, 1), recurrence="yearly")
    assigning.assign_all(on=dt.date(2027, 9, 1))
    assert [(row[1], row[3]) for row in rows()] == [("", dt.date(2027, 8, 31)), ("2027-28", None)]


def test_an_earlier_date_does_not_undo_what_came_later(requirement, teacher):
    assigning.assign_all()
    before = rows()
    assigning.assign_all(on=days_ago(500))
    assert rows() == before


def test_appointing_somebody_assigns_at_once(requirement, outsider, school, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        appointment = appoint(outsider, Role.TEACHER, school, starts_on=days_ago(2))
    assert outsider.assignments.get().requirement == requirement
    with django_capture_on_commit_callbacks(execute=True):
        appointment.delete()
    assert outsider.assignments.get().ended_on == days_ago(1)


def test_the_number_of_people_costs_no_queries(requirement, learner, teacher, colleague, django_assert_num_queries):
    # two for the calendar, savepoint, lock, rule, people, standing, starts, newest, insert, new ones, history, release
    with django_assert_num_queries(13):
        assigning.assign_requirement(requirement)
    Assignment.objects.filter(learner=teacher).delete()
    with django_assert_num_queries(13):
        assigning.assign_requirement(requirement)


def test_the_nightly_run_gives_and_takes_rights_and_assigns(requirement, teacher, office, capsys):
    appointment = appoint(teacher, Role.COORDINATOR, office, starts_on=days_ago(60))
    type(appointment).objects.filter(pk=appointment.pk).update(ends_on=days_ago(1))
    call_command("nightly")
    assert list(teacher.groups.all()) == []
    assert teacher.assignments.count() == 1
    call_command("nightly")
    changed = "1 people with appointments that changed lately; assignments are up to date."
    told = [f"{number} people were told of deadlines." for number in (1, 0)]
    assert capsys.readouterr().out.splitlines() == [changed, told[0], changed, told[1]]


def test_the_reason_is_kept_in_history(requirement, teacher):
    assigning.assign_all()
    end_appointment(teacher.appointments.get(), ends_on=days_ago(1))
    assigning.assign_all()
    reasons = list(teacher.assignments.get().history.values_list("history_change_reason", flat=True))
    assert reasons == ["left the audience", "joined the audience"]


@pytest.mark.parametrize("on", [dt.date(1950, 1, 1), dt.date(2100, 1, 1)])
def test_far_dates_do_no_harm(requirement, yearly, mentor, on):
    assigning.assign_all(on=on)


def test_history_says_when_who_and_everything_as_it_was(requirement, teacher, learner):
    assigning.assign_all()
    row = teacher.assignments.get()
    record = row.history.get()
    assert record.instance == row
    assert (record.history_type, record.history_user, record.through) == ("+", None, row.through)
    assert abs(record.history_date - row.recorded_at) < dt.timedelta(minutes=1)
    assert Assignment.history.filter(history_date__gt=row.recorded_at - dt.timedelta(hours=1)).count() == 2


def test_why_somebody_is_in_is_kept_as_it_was(requirement, teacher, school, other_school):
    assigning.assign_all()
    facts = {"role": "teacher", "school": "Cedar Elementary", "from": days_ago(400).isoformat()}
    assert teacher.assignments.get().through == facts
    end_appointment(teacher.appointments.get(), ends_on=days_ago(1))
    appoint(teacher, Role.LIBRARIAN, other_school, starts_on=days_ago(0))
    school.name = "Cedar Academy"
    school.save()
    assigning.assign_all()
    assert teacher.assignments.get().through == facts


def test_a_second_night_looks_and_writes_nothing(requirement, learner, teacher, django_assert_num_queries):
    assigning.assign_all()
    # two for the calendar, requirements, savepoint, lock, rule, people, standing, release
    with django_assert_num_queries(9):
        assigning.assign_all()
