"""What covers a duty: lessons, whole courses, activities, outside learning; as it was on any date."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from courses.progress import complete_lesson
from pdportal.duties import errors, linking
from pdportal.duties.coverage import coverage_of
from pdportal.people import merging
from pdportal.transcripts.activities import Activity
from pdportal.transcripts.ledger import revoke
from tests import factories
from tests.duties.making import describe, duties_of
from tests.factories import days_ago
from tests.requirements.makers import complete
from tests.transcripts import making

pytestmark = pytest.mark.django_db


def found(person, as_of=None, known_at=None):
    """(status, what proves it, what comes next) of every duty."""
    coverages = coverage_of([person.pk], as_of=as_of or days_ago(0), known_at=known_at)[person.pk]
    return [
        (duty.status.value, [proof.title for proof in duty.proofs], duty.next and duty.next.title)
        for each in coverages
        for duty in each.duties
    ]


NOTHING_DONE = [("open", [], "Weeding"), ("open", [], "Ordering"), ("untrained", [], None)]


def outside(person, **fields):
    return making.completion(person, Activity.outside("Library fair", Decimal(3), language="en"), **fields)


def test_a_lesson_covers_the_duties_it_is_linked_to(description, learner, lessons):
    assert found(learner) == NOTHING_DONE
    complete_lesson(learner, lessons[0])
    assert found(learner)[:2] == [("covered", ["Weeding"], None), ("open", [], "Ordering")]
    assert found(learner, as_of=days_ago(1)) == NOTHING_DONE


def test_a_completed_course_covers_what_its_lessons_do(description, learner, course):
    """By test-out, by hand or by import: the ledger knows the course, not the lessons."""
    line = complete(learner, course, days_ago(3))
    assert [status for status, *_rest in found(learner)] == ["covered", "covered", "untrained"]
    revoke(line, by=learner, reason="A mistake", at=timezone.now())
    assert found(learner) == NOTHING_DONE


def test_what_was_known_on_a_date(description, learner, course):
    complete(learner, course, days_ago(30), at=timezone.now() - dt.timedelta(days=5))
    then = timezone.now() - dt.timedelta(days=10)
    assert found(learner, as_of=days_ago(10)) == [*found(learner)[:2], ("untrained", [], None)]
    assert found(learner, as_of=days_ago(10), known_at=then) == []  # nobody had written the description yet


def test_outside_learning_counts_where_it_was_linked(description, learner, mentor):
    speak = duties_of(description)[2]
    line = outside(learner, completed_on=days_ago(9))
    evidence = linking.count(speak, line, by=learner)
    assert linking.count(speak, line, by=learner) == evidence
    assert found(learner)[2] == ("covered", ["Library fair"], None)
    assert found(mentor)[2] == ("untrained", [], None)
    linking.uncount(evidence, by=learner)
    assert found(learner)[2] == ("untrained", [], None)


def test_only_standing_outside_learning_counts(description, learner, course):
    speak = duties_of(description)[2]
    with pytest.raises(errors.NotOutsideLearning):
        linking.count(speak, complete(learner, course, days_ago(3)), by=learner)
    line = outside(learner, completed_on=days_ago(9))
    linking.count(speak, line, by=learner)
    revoke(line, by=learner, reason="Wrong person", at=timezone.now())
    line.refresh_from_db()
    assert found(learner)[2] == ("untrained", [], None)
    with pytest.raises(errors.NotOutsideLearning):
        linking.count(speak, line, by=learner)


def test_roles_and_levels_say_whose_description_it_is(description, learner, mentor, teacher, coordinator):
    describe("High", by=coordinator, number="003", levels=["high"])
    describe("Middle", by=coordinator, number="004", levels=["middle"])
    held = {
        person: [each.map.description.number for each in coverages]
        for person, coverages in coverage_of([learner.pk, mentor.pk, teacher.pk], as_of=days_ago(0)).items()
    }
    assert held == {learner.pk: ["001"], mentor.pk: ["001", "004"], teacher.pk: []}


def test_the_version_in_force_on_the_day_counts(description, learner, coordinator):
    describe("Only this", by=coordinator, effective_on=days_ago(-5))
    assert len(found(learner)) == 3
    assert found(learner, as_of=days_ago(-5)) == [("untrained", [], None)]


def test_ten_queries_for_any_number_of_people(description, learner, mentor, course, django_assert_num_queries):
    complete(learner, course, days_ago(3))
    linking.count(duties_of(description)[2], outside(learner, completed_on=days_ago(9)), by=learner)
    coverage_of([learner.pk], as_of=days_ago(0))  # content types and sites are cached from now on
    for people in ([learner.pk], [learner.pk, mentor.pk, factories.make_person("Lia Ling").pk]):
        with django_assert_num_queries(10):  # five for the map; roles, ledger, lessons; evidence and its lines
            coverage_of(people, as_of=days_ago(0))


def test_evidence_follows_a_person_into_a_merged_account(description, learner, coordinator, school):
    twin = factories.make_person("Nora Newel", "librarian", school)
    evidence = linking.count(duties_of(description)[2], outside(twin, completed_on=days_ago(9)), by=twin)
    merging.merge(twin, into=learner, by=coordinator, reason="The same person")
    evidence.refresh_from_db()
    assert (evidence.learner, found(learner)[2]) == (learner, ("covered", ["Library fair"], None))
