"""The checklist by month: items of the programme, activities that tick themselves, steps of the mentee's path."""

import datetime as dt
import json
import uuid

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale

from courses.progress import enroll
from courses.trail import Trail
from mentoring import checklist
from mentoring import pairing as pairings
from mentoring.errors import NoSuchItem, NotOfThePair, PairingHasEnded
from pdportal.common.dates import today
from pdportal.transcripts import ledger
from pdportal.transcripts.activities import Activity
from pdportal.transcripts.choices import Source
from tests.factories import days_ago, make_course
from tests.mentoring.making import ITEM, make_pairing, make_programme

SECOND = uuid.UUID(int=2)


@pytest.fixture
def course(site):
    return make_course("Ordering books")


@pytest.fixture
def pair(course, mentor, learner, coordinator):
    """A pairing whose programme asks for a walk, and for a course in the second month."""
    items = [
        {"type": "item", "id": str(ITEM), "value": {"month": 1, "text": "Walk the building", "activity": None}},
        {"type": "item", "id": str(SECOND), "value": {"month": 2, "text": "Order books", "activity": course.pk}},
    ]
    return make_pairing(make_programme(checklist=json.dumps(items)), mentor, learner, coordinator)


def _months(pair):
    trail = Trail([pair.mentee], extra_keys=checklist.activity_keys(pair.programme))
    found = checklist.months_of(pair, trail, today())
    return [(month.number, month.is_current, [(item.text, item.is_done) for item in month.items]) for month in found]


def test_items_stand_in_their_months_and_are_ticked_by_either(pair, mentor, learner):
    assert _months(pair) == [(1, True, [("Walk the building", False)]), (2, False, [("Order books", False)])]
    checklist.tick(pair, by=learner, item=ITEM)
    checklist.tick(pair, by=mentor, item=ITEM)
    assert (_months(pair)[0][2], pair.ticks.get().ticked_by) == ([("Walk the building", True)], learner)
    checklist.tick(pair, by=mentor, item=ITEM, done=False)
    assert _months(pair)[0][2] == [("Walk the building", False)]


def test_an_activity_ticks_itself_when_the_ledger_holds_it_and_not_by_hand(pair, course, mentor, learner):
    with pytest.raises(NoSuchItem):
        checklist.tick(pair, by=mentor, item=SECOND)
    enroll(learner, course)
    ledger.award(learner, Activity.of(course), source=Source.MANUAL)
    assert _months(pair)[1][2] == [("Order books", True)]


def test_strangers_and_ended_pairings_tick_nothing(pair, mentor, coordinator, superuser):
    for stranger in (coordinator, superuser):
        with pytest.raises(NotOfThePair):
            checklist.tick(pair, by=stranger, item=ITEM)
    pairings.end(pair, by=coordinator, code="moved", ends_on=days_ago(0))
    with pytest.raises(PairingHasEnded):
        checklist.tick(pair, by=mentor, item=ITEM)


def test_a_translation_says_the_same_item_in_its_words(pair, mentor):
    spanish = pair.programme.copy_for_translation(Locale.objects.get(language_code="es"), copy_parents=True)
    raw = spanish.checklist.get_prep_value()
    raw[0]["value"]["text"] = "Recorrer el edificio"
    spanish.checklist = json.dumps(raw)
    spanish.save_revision().publish()
    checklist.tick(pair, by=mentor, item=ITEM)
    with translation.override("es"):
        assert _months(pair)[0][2] == [("Recorrer el edificio", True)]


@pytest.mark.parametrize(
    ("begins", "number", "starts"),
    [
        (dt.date(2026, 8, 31), 1, dt.date(2026, 8, 31)),
        (dt.date(2026, 8, 31), 2, dt.date(2026, 9, 30)),
        (dt.date(2026, 8, 31), 5, dt.date(2026, 12, 31)),
        (dt.date(2026, 8, 31), 7, dt.date(2027, 2, 28)),
        (dt.date(2027, 1, 15), 12, dt.date(2027, 12, 15)),
    ],
)
def test_months_begin_on_the_day_of_the_pairing_or_the_last_there_is(begins, number, starts):
    assert checklist.start_of(begins, number) == starts


def test_the_page_ticks_and_takes_back(client, pair, learner):
    own, tick = (reverse(f"mentoring:{name}", args=[pair.pk]) for name in ("pairing", "tick_item"))
    client.force_login(learner)
    assert client.post(tick, {"item": str(ITEM), "done": "1"}).url == own
    assert "1 of 1 done" in client.get(own).content.decode()
    client.post(tick, {"item": str(ITEM), "done": "0"})
    assert "0 of 1 done" in client.get(own).content.decode()
    assert [client.post(tick, {"item": wrong}).status_code for wrong in ("", "x", "\x00")] == [404] * 3
    assert "no longer on the checklist" in client.post(tick, {"item": str(uuid.uuid4())}, follow=True).content.decode()
