"""Certificate dates: entered once, replaced with history, never touching hours."""

import datetime as dt

import pytest

from pdportal.credits.dating import enter_dates
from pdportal.credits.errors import DatesOutOfOrder, DatesUnlikely, NoDatesNeeded
from pdportal.credits.records import CertificateDates
from tests.credits.making import pack
from tests.factories import days_ago, days_ahead

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(db):
    return pack().versions.get()


def test_dates_are_entered_once_and_replaced_with_history(learner, coordinator, version):
    first = enter_dates(learner, version, starts_on=dt.date(2023, 5, 1), by=learner)
    assert enter_dates(learner, version, starts_on=dt.date(2023, 5, 1), by=coordinator) == first
    enter_dates(learner, version, starts_on=dt.date(2023, 6, 1), ends_on=dt.date(2028, 8, 31), by=coordinator)
    assert [(row.starts_on, row.ends_on, row.history_user) for row in first.history.all()] == [
        (dt.date(2023, 6, 1), dt.date(2028, 8, 31), coordinator), (dt.date(2023, 5, 1), None, learner),
    ]  # fmt: skip
    assert CertificateDates.objects.count() == 1


@pytest.mark.parametrize(
    ("dates", "refusal"),
    [
        ({"starts_on": days_ago(10), "ends_on": days_ago(10)}, DatesOutOfOrder),
        ({"starts_on": days_ahead(1)}, DatesUnlikely),
        ({"starts_on": dt.date(1959, 12, 31)}, DatesUnlikely),
        ({"starts_on": dt.date(2020, 1, 1), "ends_on": dt.date(2031, 1, 1)}, DatesUnlikely),
        ({"starts_on": dt.date(9999, 12, 31)}, DatesUnlikely),
    ],
)
def test_unlikely_dates_are_refused(learner, version, dates, refusal):
    with pytest.raises(refusal):
        enter_dates(learner, version, by=learner, **dates)
    assert CertificateDates.objects.count() == 0


def test_packs_by_school_year_ask_for_no_dates(learner):
    yearly = pack(cycle_start="school_year", cycle_years=1).versions.get()
    with pytest.raises(NoDatesNeeded):
        enter_dates(learner, yearly, starts_on=days_ago(10), by=learner)
