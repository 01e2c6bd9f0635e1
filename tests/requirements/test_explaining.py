"""Why a status stands as it does: the rule, the facts and what comes next, in sentences."""

import datetime as dt

import pytest

from pdportal.common.dates import in_words
from pdportal.people.records import Leave
from pdportal.requirements import asking, assigning, status
from pdportal.requirements.choices import AskFor, DueAnchor, StatusCode
from pdportal.requirements.explaining import explain
from pdportal.requirements.records import RequirementVersion
from pdportal.requirements.rule_wording import rule_in_words, since_when
from pdportal.requirements.waiving import extend, waive
from tests import factories
from tests.factories import days_ago
from tests.requirements.makers import complete, make_requirement


@pytest.fixture
def assignment(requirement, learner):
    assigning.assign_all()
    return learner.assignments.get()


def test_something_still_to_do(assignment, learner):
    why = explain(assignment)
    assert why.status == status.of_person(learner)[0]
    assert why.rule == [
        "To be done once.", "Due 30 working days after the start in the role.", "A completion does not expire.",
    ]  # fmt: skip
    assert why.version == "Version 1 of the rule, in force since 1 July 2019."
    assert why.membership == (
        f"Required of: Librarian or Teacher. Here as Librarian, Cedar Elementary, since {in_words(days_ago(21))}."
    )
    assert why.facts == [
        f"Required since {in_words(days_ago(21))}.", "Lessons done: 0 of 1.", "Still to do: “Read this”.",
    ]  # fmt: skip
    assert why.next == (
        f"Do “Library orientation” by {in_words(assignment.due_on)}. Next lesson: “Read this”, 10 minutes."
    )
    assert why.sentence == why.status.why_of_other


def test_something_done(assignment, course, learner):
    complete(learner, course, days_ago(2))
    why = explain(assignment)
    assert why.facts[-1] == f"“Library orientation” completed on {in_words(days_ago(2))}."
    assert why.next == "Nothing: it is done."
    before = explain(assignment, as_of=days_ago(3))
    assert (before.status.code, len(before.facts)) == (StatusCode.NOT_STARTED, 1)


def test_something_good_for_a_time(assignment, course, learner):
    RequirementVersion.objects.update(valid_months=12)
    complete(learner, course, days_ago(2))
    why = explain(assignment)
    assert why.rule[-1] == "A completion is good for 12 months."
    assert why.next == f"Nothing now. It may be renewed from {in_words(why.status.facts.renew_from)}."
    late = explain(assignment, as_of=why.status.expires_on + dt.timedelta(days=1))
    assert (late.status.code, late.next) == (StatusCode.EXPIRED, "Do “Library orientation” again.")


def test_grants_and_requests_are_facts(assignment, coordinator):
    later = extend(
        assignment, due_on=assignment.due_on + dt.timedelta(days=20), by=coordinator, reason="Private"
    ).due_on
    asking.ask(assignment, kind=AskFor.WAIVER, reason="Private too")
    why = explain(assignment)
    today = in_words(days_ago(0))
    assert why.facts[1:3] == [
        f"More time was granted on {today}: until {in_words(later)}.", "More time or a waiver has been asked for.",
    ]  # fmt: skip
    waive(assignment, by=coordinator, reason="Private")
    why = explain(assignment)
    assert (why.facts[2], why.next) == (f"Waived on {today}.", "Nothing: it is waived.")


def test_leave_and_gaps_are_facts(assignment, learner):
    Leave.objects.create(person=learner, first_day=days_ago(10), last_day=days_ago(4))
    assignment.gaps.create(first_day=days_ago(15), last_day=days_ago(12))
    why = explain(assignment)
    assert why.facts[1] == f"Not required from {in_words(days_ago(15))} to {in_words(days_ago(12))}."
    assert why.facts[2].startswith("Moved by ")
    assert why.facts[2].endswith("because of leave.")


def test_something_overdue(assignment):
    why = explain(assignment, as_of=assignment.due_on + dt.timedelta(days=3))
    assert why.next == f"Do “Library orientation” now; it was due on {in_words(assignment.due_on)}."


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"due_anchor": DueAnchor.HIRE, "due_working_days": 1}, "Due 1 working day after the hire date."),
        ({"due_anchor": DueAnchor.ASSIGNED, "due_working_days": 9}, "Due 9 working days after it is assigned."),
        ({"due_anchor": DueAnchor.ACTIVITY, "due_working_days": 9, "due_after_titles": {"en": "O1"}},
         "Due 9 working days after “O1” is done."),
        ({"due_anchor": DueAnchor.WINDOW, "due_month": 9, "due_day": 30},
         "Due by September 30 of each school year; whoever starts later has more time."),
        ({"due_anchor": DueAnchor.FIXED, "due_on": dt.date(2026, 3, 2)}, "Due by 2 March 2026."),
        ({"due_anchor": DueAnchor.SEMESTER_1_END}, "Due by the end of semester 1."),
        ({"due_anchor": DueAnchor.SEMESTER_2_END}, "Due by the end of semester 2."),
        ({"due_anchor": DueAnchor.LAST_DAY}, "Due by the last day of school."),
    ],
)  # fmt: skip
def test_every_anchor_has_its_sentence(rule, words):
    assert rule_in_words(RequirementVersion(**rule))[1] == words


def test_yearly_rules_and_turns():
    version = RequirementVersion(recurrence="yearly", number=2, effective_on=dt.date(2026, 7, 1))
    assert rule_in_words(version)[::2] == ["To be done every school year.", "A completion counts for its school year."]
    version.rotation = ["a", "b", "c"]
    assert rule_in_words(version)[0] == "To be done every school year: one of 3, in turn."
    assert since_when(version) == "Version 2 of the rule, in force since 1 July 2026."


def test_the_status_of_one_person_takes_at_most_six_queries(assignment, learner, django_assert_num_queries):
    with django_assert_num_queries(3):  # assignments, starts, completions
        assert len(status.of_person(learner)) == 1
    for title in ("Student privacy", "Copyright"):
        make_requirement(factories.make_course(title), audience={"role": ["librarian"]})
    assigning.assign_all()
    with django_assert_num_queries(3):
        assert len(status.of_person(learner)) == 3
    Leave.objects.create(person=learner, first_day=days_ago(10), last_day=days_ago(4))
    with django_assert_num_queries(6):  # leaves, and the school calendar (two)
        status.of_person(learner)
