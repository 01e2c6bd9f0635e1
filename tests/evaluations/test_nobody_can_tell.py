"""Groups under five are hidden, by subtraction too, and nothing in the database leads from an answer to a person."""

import datetime as dt
import itertools
import re
import uuid

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from pdportal.evaluations import answering, asking, results
from pdportal.evaluations.choices import SurveyKind
from pdportal.evaluations.errors import AlreadyAnswered, SurveyClosed
from pdportal.evaluations.records import Invitation, Sheet, Survey
from pdportal.people.choices import Role
from tests import factories

NOW = timezone.now()
WORDS = {"useful": 4, "clear": 5, "learned": 3, "sure_before": 2, "sure_after": 4}


_numbers = itertools.count()


def people(number):
    """So many new people."""
    return [factories.make_person(f"Person {next(_numbers)}", Role.TEACHER) for _each in range(number)]


def survey_of(asked, number, *, key=None, day=0, kind=SurveyKind.END):
    """A survey of ``asked`` people, ``number`` of whom answered."""
    at = NOW + dt.timedelta(days=day)
    made = asking.ask(
        asked, kind=kind, occasion=f"session-{uuid.uuid4()}", activity=key or uuid.uuid4(), titles={"en": "Sources"},
        held_on=at.date(), at=at,
    )  # fmt: skip
    for invitation in made.invitations.order_by("pk")[:number]:
        answering.answer(invitation, WORDS | {"will_try": f"Words of {invitation.person}"}, at=at)
    return made


def closed(survey):
    asking.tend(at=survey.closes_at)
    survey.refresh_from_db()
    return survey


@pytest.mark.django_db
@pytest.mark.parametrize(("answered", "shown"), [(4, False), (5, True)])
def test_four_answers_are_hidden_and_five_are_shown_once_it_is_closed(answered, shown):
    survey = survey_of(people(6), answered)
    assert survey.unit is None
    survey = closed(survey)
    assert (survey.unit is not None) == shown
    found = results.result_of([survey.unit], SurveyKind.END)
    assert found.people == (5 if shown else 0)
    assert [line.mean for line in found.lines] == ([4, 5, 3, 2, 4] if shown else [None] * 5)
    assert len(found.words[0].texts) == found.people


@pytest.mark.django_db
def test_small_surveys_about_the_same_are_shown_together_and_for_good():
    asked, key = people(4), uuid.uuid4()
    first, second, third = [survey_of(asked, number, key=key, day=day) for day, number in enumerate((3, 3, 4))]
    assert closed(first).unit is None
    assert closed(second).unit == Survey.objects.get(pk=first.pk).unit is not None
    assert closed(third).unit is None
    assert results.result_of([second.unit], SurveyKind.END).people == 6


class TestSubtraction(TestCase):
    @settings(max_examples=12, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 7)), min_size=1, max_size=6))
    def test_no_difference_of_two_results_is_smaller_than_five(self, sizes):
        asked, keys = people(7), [uuid.uuid4(), uuid.uuid4()]
        numbers, seen = {}, []
        for day, (key, number) in enumerate(sizes):
            survey = survey_of(asked, number, key=keys[key], day=day * 20)
            closed(survey)
            numbers[survey.pk] = number
            units = frozenset(Survey.objects.exclude(unit=None).values_list("unit", flat=True))
            seen += [
                frozenset(some) for size in range(1, len(units) + 1) for some in itertools.combinations(units, size)
            ]
        counts = {some: results.result_of(some, SurveyKind.END).people for some in set(seen)}
        for one, other in itertools.product(counts, repeat=2):
            if one > other:
                assert counts[one] - counts[other] >= asking.FEWEST
        assert all(count >= asking.FEWEST for count in counts.values())


@pytest.mark.django_db
def test_a_question_few_answered_in_a_unit_is_not_found_by_adding_units():
    key, asked = uuid.uuid4(), people(6)
    units = []
    for day, with_indicator in enumerate((True, True)):
        survey = survey_of([], 0, key=key, day=day, kind=SurveyKind.FOLLOW_UP)
        Survey.objects.filter(pk=survey.pk).update(indicator="More questions at the desk" if with_indicator else "")
        asking.ask(asked, kind=survey.kind, occasion=survey.occasion, at=survey.opened_at)
        for number, invitation in enumerate(survey.invitations.order_by("pk")):
            answers = {"used": 3, "support": 3} | ({"indicator": 4} if day or number < 3 else {})
            answering.answer(invitation, answers, at=survey.opened_at)
        units.append(closed(survey).unit)
    one, both = [
        results.result_of(some, SurveyKind.FOLLOW_UP, indicator="x").lines[2].count for some in (units[:1], units)
    ]
    assert (one, both) == (0, 6)


@pytest.mark.django_db
def test_nothing_joins_answers_to_people():
    survey = survey_of(people(6), 6)
    names = {field.name for field in Sheet._meta.get_fields()}
    assert names == {"id", "survey", "answers"}
    assert {field.name for field in Invitation._meta.get_fields()} == {"id", "survey", "person", "answered"}
    pointing = [field for model in apps.get_models() for field in model._meta.get_fields() if field.is_relation]
    assert [field for field in pointing if field.related_model is Sheet and not field.auto_created] == []
    words = "Words of Person"
    for model in apps.get_models():
        if model is Sheet or not model._meta.managed:
            continue
        for row in model._base_manager.all():
            assert words not in str(row.__dict__), model
    assert survey.sheets.count() == 6


@pytest.mark.django_db
def test_the_order_of_rows_says_nothing():
    """In the order of the file, the last answer is not always last: twelve stay in order once in 479,001,600 runs."""
    survey = survey_of(people(12), 12)
    table = Sheet._meta.db_table
    order = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT answers FROM {table} ORDER BY {order}")  # noqa: S608  names of our own
        found = [re.search(r"Words of (Person \d+)", str(row[0])).group(1) for row in cursor.fetchall()]
    came = [str(invitation.person) for invitation in survey.invitations.order_by("pk")]
    assert sorted(found) == sorted(came)
    assert found != came


@pytest.mark.django_db
def test_answers_are_sent_once_and_in_time():
    survey = survey_of(people(2), 0)
    first, second = survey.invitations.order_by("pk")
    answering.answer(first, WORDS, at=NOW)
    with pytest.raises(AlreadyAnswered):
        answering.answer(first, WORDS, at=NOW)
    with pytest.raises(SurveyClosed):
        answering.answer(second, WORDS, at=survey.closes_at)
    assert Sheet.objects.count() == 1
