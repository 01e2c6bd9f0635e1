"""Leave pauses due dates; anchors follow hire dates, assignment and what was done before."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from pdportal.common.dates import start_of_day
from pdportal.people.choices import Role
from pdportal.people.records import Leave
from pdportal.requirements import assigning
from pdportal.requirements.records import Assignment, Requirement
from pdportal.requirements.status import codes, of_person, status
from pdportal.requirements.waiving import extend
from tests import factories
from tests.requirements.makers import complete, make_requirement

TUESDAY = dt.date(2025, 10, 14)  # 30 working days later: 25 November 2025
pytestmark = pytest.mark.django_db


@pytest.fixture
def hired(school):
    return factories.make_person("Lea Leavitt", Role.TEACHER, school, starts_on=TUESDAY)


@pytest.fixture
def assigned(requirement, hired):
    assigning.assign_all(on=TUESDAY)
    return requirement


def standing(person, requirement, day, **options):
    """Code, due date and why on a day."""
    found = status(person, requirement, as_of=day, **options)
    return found.code, found.due_on, found.why


def test_a_person_on_leave_is_not_overdue_for_a_date_that_is_paused(assigned, hired):
    assert standing(hired, assigned, dt.date(2025, 11, 26))[0] == "overdue"
    Leave.objects.create(person=hired, first_day=dt.date(2025, 11, 3), last_day=dt.date(2025, 12, 2))
    assert standing(hired, assigned, dt.date(2025, 12, 2)) == (
        "not_started", dt.date(2025, 12, 25),
        "Due Thursday, 25 December, because you started on 14 October; moved by 22 working days because of leave.",
    )  # fmt: skip
    assert standing(hired, assigned, dt.date(2025, 12, 3))[0] == "not_started"
    assert standing(hired, assigned, dt.date(2025, 12, 20))[0] == "due_soon"
    assert standing(hired, assigned, dt.date(2025, 12, 26))[0] == "overdue"


def test_an_open_leave_stops_the_clock_and_its_end_starts_it_again(assigned, hired):
    leave = Leave.objects.create(person=hired, first_day=dt.date(2025, 11, 18))
    code, due_on, why = standing(hired, assigned, dt.date(2026, 3, 2))
    assert (code, due_on) == ("not_started", dt.date(2026, 3, 10))
    assert (
        why
        == "Due Tuesday, 10 March, because you started on 14 October 2025; this date moves on while the leave lasts."
    )
    leave.last_day = dt.date(2025, 11, 21)  # shortened afterwards
    leave.save()
    assert standing(hired, assigned, dt.date(2026, 3, 2))[:2] == ("overdue", dt.date(2025, 12, 1))


def test_a_leave_entered_late_counts_for_the_days_it_was_true_and_not_for_what_was_known_then(assigned, hired):
    before = timezone.now()
    Leave.objects.create(person=hired, first_day=dt.date(2025, 11, 3), last_day=dt.date(2025, 12, 2))
    day = dt.date(2025, 11, 28)
    assert standing(hired, assigned, day)[0] == "not_started"
    assert standing(hired, assigned, day, known_at=before)[0] == "overdue"
    assert Assignment.objects.get(learner=hired).due_on == dt.date(2025, 11, 25)
    Leave.objects.get().delete()
    assert standing(hired, assigned, day)[0] == "overdue"


def test_a_later_date_is_moved_only_by_leave_that_begins_after_it_was_given(assigned, hired, coordinator):
    Leave.objects.create(person=hired, first_day=dt.date(2025, 11, 3), last_day=dt.date(2025, 11, 7))
    given = start_of_day(dt.date(2025, 11, 10))
    extend(Assignment.objects.get(learner=hired), due_on=dt.date(2025, 12, 12), by=coordinator, reason="Long", at=given)
    assert standing(hired, assigned, dt.date(2025, 12, 1))[1] == dt.date(2025, 12, 12)
    Leave.objects.create(person=hired, first_day=dt.date(2025, 12, 8), last_day=dt.date(2025, 12, 9))
    assert standing(hired, assigned, dt.date(2025, 12, 1))[1:] == (
        dt.date(2025, 12, 16),
        "Due Tuesday, 16 December, a later date allowed on 10 November; moved by 2 working days because of leave.",
    )


def test_the_counts_of_a_report_say_the_same(assigned, hired, veteran):
    Leave.objects.create(person=hired, first_day=dt.date(2025, 11, 3), last_day=dt.date(2025, 12, 2))
    assigning.assign_all(on=TUESDAY)
    for day in (dt.date(2025, 11, 26), dt.date(2025, 12, 20), dt.date(2025, 12, 26)):
        rows = Assignment.objects.current(day)
        counted = {row.learner_id: code for row, code in codes(rows, [hired, veteran], as_of=day)}
        assert counted == {person.pk: status(person, assigned, as_of=day).code for person in (hired, veteran)}


def test_a_status_takes_at_most_six_queries(assigned, hired, django_assert_num_queries):
    with django_assert_num_queries(3):  # assignments, starts, completions
        of_person(hired)
    Leave.objects.create(person=hired, first_day=dt.date(2025, 11, 3), last_day=dt.date(2025, 12, 2))
    with django_assert_num_queries(6):  # and leaves, closures, school years
        of_person(hired)


@pytest.fixture
def after(site, course):
    """Ordering, due ten working days after the orientation course is done."""
    titles = {"en": "Library orientation", "es": "Orientación"}
    return make_requirement(
        factories.make_course("Ordering"), audience={"role": [Role.TEACHER]}, due_anchor="activity",
        due_working_days=10, due_after_key=course.translation_key, due_after_titles=titles,
    )  # fmt: skip


def test_a_date_after_another_activity_waits_for_it_and_then_moves(after, course, hired):
    assigning.assign_all(on=TUESDAY)
    day = dt.date(2025, 11, 4)
    assert standing(hired, after, day)[1:] == (
        dt.date(2026, 5, 29),
        "Due Friday, 29 May 2026, at the latest; 10 working days after “Library orientation” is done.",
    )
    complete(hired, course, dt.date(2025, 11, 3))
    assert standing(hired, after, day)[1:] == (
        dt.date(2025, 11, 17), "Due Monday, 17 November, because “Library orientation” was done on 3 November."
    )  # fmt: skip
    assert standing(hired, after, dt.date(2025, 11, 2))[1] == dt.date(2026, 5, 29)  # what was true then stays
    rows = Assignment.objects.current(day)
    assert [code for _row, code in codes(rows, [hired], as_of=dt.date(2025, 11, 18))] == ["overdue"]


def test_what_was_done_before_the_start_counts_from_the_start(after, course, hired):
    assigning.assign_all(on=TUESDAY)
    complete(hired, course, dt.date(2025, 1, 13))
    assert standing(hired, after, TUESDAY)[1] == dt.date(2025, 10, 28)


def test_the_day_of_assignment_and_the_hire_date_are_anchors(site, hired, course):
    day = make_requirement(course, audience={"people": [hired.pk]}, due_anchor="assigned", due_working_days=5)
    hire = make_requirement(
        course, name="Hire", audience={"role": [Role.TEACHER]}, due_anchor="hire", due_working_days=30
    )
    hired.hired_on = dt.date(2025, 10, 1)
    hired.save()
    assigning.assign_all(on=dt.date(2025, 10, 20))
    on = dt.date(2025, 10, 20)
    assert standing(hired, day, on)[1:] == (
        dt.date(2025, 10, 27), "Due Monday, 27 October, because it was assigned on 20 October."
    )  # fmt: skip
    assert standing(hired, hire, on)[1:] == (
        dt.date(2025, 11, 12), "Due Wednesday, 12 November, because you were hired on 1 October."
    )  # fmt: skip


def test_whoever_was_hired_long_ago_is_not_overdue_at_once(site, school, course):
    old = factories.make_person("Olive Old", Role.TEACHER, school, starts_on=TUESDAY, hired_on=dt.date(2010, 8, 2))
    requirement = make_requirement(course, audience={"role": [Role.TEACHER]}, due_anchor="hire", due_working_days=30)
    assigning.assign_all(on=TUESDAY)
    assert standing(old, requirement, TUESDAY)[1:] == (
        dt.date(2025, 11, 25), "Due Tuesday, 25 November, because you started on 14 October."
    )  # fmt: skip


def sent(person, **dates):
    return {"person": person.pk, "first_day": "2026-01-12", "last_day": "", **dates}


def test_a_coordinator_enters_leave_and_every_change_is_kept(client, coordinator, hired):
    client.force_login(coordinator)
    assert client.get("/admin/leaves/new/").status_code == 200
    assert client.post("/admin/leaves/new/", sent(hired)).status_code == 302
    leave = Leave.objects.get()
    assert client.post(f"/admin/leaves/edit/{leave.pk}/", sent(hired, last_day="2026-02-02")).status_code == 302
    kept = leave.history.order_by("history_date").values_list("last_day", "history_user")
    assert list(kept) == [(None, coordinator.pk), (dt.date(2026, 2, 2), coordinator.pk)]
    assert client.get(f"/admin/leaves/history/{leave.pk}/").status_code == 200
    assert "Lea Leavitt" in client.get("/admin/leaves/?q=Leavitt").content.decode()


@pytest.mark.parametrize(
    ("dates", "error"),
    [
        ({"last_day": "2026-01-11"}, "A leave cannot end before it starts."),
        ({"first_day": "9999-12-31"}, "Please check the year."),
        ({"first_day": "tomorrow"}, "Enter a valid date."),
    ],
)
def test_a_slip_of_the_pen_is_refused_in_words(client, coordinator, hired, dates, error):
    client.force_login(coordinator)
    page = client.post("/admin/leaves/new/", sent(hired, **dates))
    assert (page.status_code, error in page.content.decode()) == (200, True)
    assert Leave.objects.count() == 0


@pytest.mark.parametrize("name", ["principal", "editor", "learner"])
def test_nobody_else_sees_or_enters_leave(request, name, hired):
    outsider, leaves = Client(), Leave.objects.count()
    outsider.force_login(request.getfixturevalue(name))
    assert outsider.get("/admin/leaves/").status_code == 302
    outsider.post("/admin/leaves/new/", sent(hired))
    assert Leave.objects.count() == leaves


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries(
    client, coordinator, hired, teacher, colleague, count, django_assert_num_queries
):
    for person in [hired, teacher, colleague][:count]:
        Leave.objects.create(person=person, first_day=TUESDAY)
    client.force_login(coordinator)
    client.get("/admin/leaves/")
    with django_assert_num_queries(13):
        client.get("/admin/leaves/")


def rule_form(page, **changes):
    return {
        "name_en": "Ordering", "name_es": "Pedidos", "position": 3, "active": "on", "activity": page.pk,
        "group-TOTAL_FORMS": 1, "group-INITIAL_FORMS": 0, "group-0-role": ["teacher"],
        "recurrence": "once", "due_anchor": "activity", "due_working_days": 10, "warn_days": 14,
        "effective_on": "2026-07-01", "people": "", "never": "",
    } | changes  # fmt: skip


def test_a_coordinator_counts_a_rule_from_another_activity(client, coordinator, course):
    client.force_login(coordinator)
    other = factories.make_course("Ordering")
    missing = client.post("/admin/requirements/new/", rule_form(other))
    assert missing.context["form"].errors["due_after"] == [
        "Choose the activity from whose completion the days are counted."
    ]
    itself = client.post("/admin/requirements/new/", rule_form(other, due_after=other.pk))
    assert itself.context["form"].errors["due_after"] == ["An activity cannot be due after itself."]
    client.post("/admin/requirements/new/", rule_form(other, due_after=course.pk, confirm="1"))
    version = Requirement.objects.get().versions.get()
    assert (version.due_after_key, version.due_after_title) == (course.translation_key, "Library orientation")
