"""Goals of a pair: sealed text, a day, reached or not; for the two of them."""

import uuid

import pytest
from django.urls import reverse

from mentoring import goals
from mentoring import pairing as pairings
from mentoring.errors import GoalEmpty, GoalTooLong, NotOfThePair, PairingHasEnded, TooManyGoals
from mentoring.pair_records import Goal
from tests.factories import days_ago, days_ahead

TEXT = "Teach one lesson with a heliotrope"


@pytest.fixture
def goal(pairing, mentor):
    return goals.add(pairing, by=mentor, text=f"  {TEXT}\n", due_on=days_ahead(9), form_key=uuid.uuid4())


def _seen(pairing, reader):
    return [(goal.text, goal.is_done, goal.is_late) for goal in goals.goals_of(pairing, reader)]


def test_both_read_mark_and_remove_a_goal(pairing, goal, mentor, learner):
    assert _seen(pairing, learner) == [(TEXT, False, False)]
    goals.mark(goal, by=learner, done=True)
    goals.mark(goal, by=mentor, done=True)
    assert _seen(pairing, mentor) == [(TEXT, True, False)]
    goals.mark(goal, by=mentor, done=False)
    assert _seen(pairing, mentor) == [(TEXT, False, False)]
    goals.remove(goal, by=learner)
    goals.remove(goal, by=learner)
    assert _seen(pairing, mentor) == []


def test_nobody_else_reads_or_writes_and_the_database_holds_no_word(
    pairing, goal, other_mentor, coordinator, superuser
):
    for stranger in (other_mentor, coordinator, superuser):
        assert goals.goals_of(pairing, stranger) == []
        for refused in (
            lambda stranger=stranger: goals.add(pairing, by=stranger, text="x", form_key=uuid.uuid4()),
            lambda stranger=stranger: goals.mark(goal, by=stranger, done=True),
            lambda stranger=stranger: goals.remove(goal, by=stranger),
        ):
            with pytest.raises(NotOfThePair):
                refused()
    assert b"heliotrope" not in bytes(Goal.objects.get().sealed)
    assert "heliotrope" not in f"{goal} {goals.goals_of(pairing, pairing.mentor)!r}"


def test_open_goals_come_first_and_late_ones_say_so(pairing, goal, mentor):
    goals.mark(goal, by=mentor, done=True)
    for text, due_on in (("Without a day", None), ("Late", days_ago(1))):
        goals.add(pairing, by=mentor, text=text, due_on=due_on, form_key=uuid.uuid4())
    assert _seen(pairing, mentor) == [("Late", False, True), ("Without a day", False, False), (TEXT, True, False)]


def test_what_is_no_goal_is_refused(pairing, mentor, coordinator):
    for text, refusal in ((" \n", GoalEmpty), ("x" * 301, GoalTooLong)):
        with pytest.raises(refusal):
            goals.add(pairing, by=mentor, text=text, form_key=uuid.uuid4())
    key = uuid.uuid4()
    goals.add(pairing, by=mentor, text="Once", form_key=key)
    goals.add(pairing, by=mentor, text="Once", form_key=key)
    for number in range(29):
        goals.add(pairing, by=mentor, text=f"Goal {number}", form_key=uuid.uuid4())
    with pytest.raises(TooManyGoals):
        goals.add(pairing, by=mentor, text="One more", form_key=uuid.uuid4())
    assert pairing.goals.count() == 30
    pairings.end(pairing, by=coordinator, code="moved", ends_on=days_ago(0))
    with pytest.raises(PairingHasEnded):
        goals.add(pairing, by=mentor, text="Late", form_key=uuid.uuid4())


def test_the_page_sets_marks_and_removes(client, pairing, learner):
    own = reverse("mentoring:pairing", args=[pairing.pk])
    client.force_login(learner)
    given = {"form_key": str(uuid.uuid4()), "text": TEXT, "due_on": str(days_ahead(3))}
    add = reverse("mentoring:add_goal", args=[pairing.pk])
    assert "x" * 301 in client.post(add, given | {"text": "x" * 301}).content.decode()
    assert client.post(add, given).url == own
    assert TEXT in client.get(own).content.decode()
    goal = Goal.objects.get()
    client.post(reverse("mentoring:mark_goal", args=[goal.pk]), {"done": "1"})
    assert "Reached" in client.get(own).content.decode()
    client.post(reverse("mentoring:remove_goal", args=[goal.pk]))
    assert Goal.objects.count() == 0
    assert client.post(reverse("mentoring:remove_goal", args=[goal.pk])).status_code == 404
