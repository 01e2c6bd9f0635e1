"""Counting: caps, repeats, cycles, pace; and what holds for every ledger whatsoever."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pdportal.credits.counting import Cycle, count, cycle_of, totals
from pdportal.transcripts.choices import ActivityKind, CreditType
from tests.credits.making import AUTUMN, cap, row, version

FIVE_YEARS = Cycle(dt.date(2024, 7, 1), dt.date(2029, 6, 30))
LATE = dt.date(2029, 6, 30)
TEXAS = version(
    cap(["independent", "curriculum"], percent=20), cap(["presenting"], percent=10),
    cap(["mentoring"], percent=30, confirmed=False), needed="200",
)  # fmt: skip


def counted(rules, *rows, on=LATE):
    return count(rules, rows, FIVE_YEARS, on=on).totals


def test_the_caps_of_a_librarian_are_forty_and_twenty_hours():
    found = count(
        TEXAS,
        [row("50", credit_type=CreditType.INDEPENDENT), row("30", credit_type=CreditType.PRESENTING), row("10")],
        FIVE_YEARS, on=LATE,
    )  # fmt: skip
    assert [(use.limit, use.earned, use.counted, use.capped) for use in found.caps] == [
        (40, 50, 40, 10), (20, 30, 20, 10), (60, 0, 0, 0),
    ]  # fmt: skip
    assert (found.totals.earned, found.totals.counted, found.totals.capped) == (90, 70, 20)
    assert found.totals.still_needed == 130


def test_types_under_one_cap_share_it_and_the_later_hours_are_cut():
    first = row("30", on=dt.date(2025, 1, 1), credit_type=CreditType.CURRICULUM)
    second = row("30", on=dt.date(2025, 2, 1), credit_type=CreditType.INDEPENDENT)
    lines = count(TEXAS, [second, first], FIVE_YEARS, on=LATE).lines
    assert [(line.completion, line.counted, line.capped) for line in lines] == [(first, 30, 0), (second, 10, 20)]


def test_a_cap_to_be_confirmed_is_not_applied_but_spoken_of():
    found = count(TEXAS, [row("75", credit_type=CreditType.MENTORING)], FIVE_YEARS, on=LATE)
    assert (found.totals.counted, found.doubtful) == (75, 15)


def test_no_more_than_needed_counts_and_the_rest_is_named():
    found = counted(version(needed="10"), row("8"), row("5"))
    assert (found.earned, found.counted, found.surplus, found.still_needed) == (13, 10, 3, 0)


@pytest.mark.parametrize(
    ("kind", "first", "second", "hours"),
    [
        ("course", {"cycle": "a"}, {"cycle": "b"}, 2),
        ("course", {"cycle": "a"}, {"cycle": "b", "on": dt.date(2027, 10, 1)}, 4),
        ("event", {"cycle": "session-1"}, {"cycle": "session-2"}, 2),
        ("event", {"cycle": "session-1"}, {"cycle": "session-2", "on": dt.date(2026, 11, 1)}, 4),
        ("mentoring", {"cycle": "pairing-1"}, {"cycle": "pairing-2"}, 4),
        ("mentoring", {"cycle": "pairing-1"}, {"cycle": "pairing-1"}, 2),
        ("outside", {"cycle": "a"}, {"cycle": "b"}, 2),
        ("outside", {"cycle": "a"}, {"cycle": "b", "on": dt.date(2026, 11, 1)}, 4),
        ("path", {"cycle": "a"}, {"cycle": "b"}, 0),
    ],
)
def test_the_same_learning_counts_once(kind, first, second, hours):
    key = uuid.uuid4()
    found = counted(version(), row("2", kind=kind, key=key, **first), row("2", kind=kind, key=key, **second))
    assert (found.counted, found.repeated) == (hours, 4 - hours)


def test_of_two_entries_of_one_learning_the_longer_counts():
    key = uuid.uuid4()
    found = counted(version(), row("2", key=key, cycle="a"), row("3.5", key=key, cycle="b"))
    assert (found.counted, found.repeated) == (Decimal("3.5"), 2)


def test_a_repeat_of_another_type_counts_where_the_first_was_cut():
    key = uuid.uuid4()
    full = [row("20", credit_type=CreditType.PRESENTING, on=dt.date(2025, 1, 1))]
    twice = [row("2", key=key, credit_type=CreditType.PRESENTING), row("2", key=key, cycle="b")]
    assert (counted(TEXAS, *full, *twice).counted, counted(TEXAS, *full, *twice).earned) == (22, 24)


def test_other_cycles_later_days_and_revoked_rows_do_not_count():
    noon = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
    rows = [
        row("1", on=dt.date(2024, 6, 30)), row("2", on=dt.date(2024, 7, 1)), row("4", on=dt.date(2026, 10, 2)),
        row("8", revoked_at=noon),
    ]  # fmt: skip
    assert count(version(), rows, FIVE_YEARS, on=AUTUMN).totals.earned == 2
    known = count(version(), rows, FIVE_YEARS, on=AUTUMN, known_at=noon - dt.timedelta(days=1))
    assert known.totals.earned == 10


def test_the_pace_follows_the_days_of_the_cycle():
    found = count(version(), [row("30")], Cycle(dt.date(2026, 7, 1), dt.date(2028, 6, 29)), on=dt.date(2027, 6, 30))
    assert (found.pace, found.ahead, found.expires_on) == (50, -20, dt.date(2028, 6, 29))
    guessed = count(version(), [row("30")], Cycle(dt.date(2022, 1, 1), AUTUMN, known=False), on=AUTUMN)
    assert (guessed.pace, guessed.ahead, guessed.expires_on) == (None, None, None)


@pytest.mark.parametrize(
    ("dates", "day", "first", "last"),
    [
        (("2024-03-01", None), "2024-03-01", "2024-03-01", "2029-02-28"),
        (("2024-03-01", None), "2029-02-28", "2024-03-01", "2029-02-28"),
        (("2024-03-01", None), "2029-03-01", "2029-03-01", "2034-02-28"),
        (("2024-03-01", None), "2024-02-29", "2019-03-01", "2024-02-29"),
        (("2024-03-01", None), "2013-01-01", "2009-03-01", "2014-02-28"),
        (("2024-03-01", "2029-08-31"), "2029-05-01", "2024-03-01", "2029-08-31"),
        (("2024-03-01", "2029-08-31"), "2040-01-01", "2039-09-01", "2044-08-31"),
        (("2024-02-29", None), "2026-01-01", "2024-02-29", "2029-02-27"),
    ],
)
def test_cycles_follow_one_another(dates, day, first, last):
    starts_on, ends_on = (text and dt.date.fromisoformat(text) for text in dates)
    found = cycle_of(version(), (starts_on, ends_on), dt.date.fromisoformat(day))
    assert (found.starts_on.isoformat(), found.ends_on.isoformat(), found.known) == (first, last, True)


def test_without_a_date_the_last_five_years_stand_in():
    assert cycle_of(version(), None, AUTUMN) == Cycle(dt.date(2021, 10, 2), AUTUMN, known=False)


def test_school_year_packs_need_no_date():
    yearly = version(cycle_start="school_year", cycle_years=1)
    assert cycle_of(yearly, None, AUTUMN) == Cycle(dt.date(2026, 7, 1), dt.date(2027, 6, 30))


KEYS = [uuid.UUID(int=number) for number in range(4)]
ROWS = st.lists(
    st.builds(
        row,
        st.decimals("0", "30", places=2),
        on=st.dates(dt.date(2024, 1, 1), dt.date(2029, 12, 31)),
        kind=st.sampled_from(ActivityKind.values),
        credit_type=st.sampled_from(CreditType.values),
        key=st.sampled_from(KEYS),
        cycle=st.sampled_from(["", "a", "b"]),
    ),
    max_size=14,
)
PROPERTY = settings(max_examples=150, deadline=None, database=None)


@PROPERTY
@given(ROWS)
def test_never_above_caps_or_the_total_and_never_more_than_earned(rows):
    found = count(TEXAS, rows, FIVE_YEARS, on=LATE)
    assert 0 <= found.totals.counted <= min(found.totals.earned, TEXAS.hours_needed)
    assert all(use.counted <= use.limit for use in found.caps if use.cap.confirmed)
    for line in found.lines:
        parts = (line.counted, line.capped, line.repeated, line.surplus)
        assert min(parts) >= 0
        assert sum(parts) == line.completion.credit_hours
    assert 0 <= found.doubtful <= found.totals.counted


@PROPERTY
@given(ROWS, st.randoms())
def test_the_order_of_rows_changes_nothing(rows, chance):
    shuffled = rows[:]
    chance.shuffle(shuffled)
    assert count(TEXAS, shuffled, FIVE_YEARS, on=LATE).totals == count(TEXAS, rows, FIVE_YEARS, on=LATE).totals


@PROPERTY
@given(ROWS.filter(bool))
def test_one_completion_more_never_lowers_what_counts(rows):
    less = count(TEXAS, rows[1:], FIVE_YEARS, on=LATE)
    assert less.totals.counted <= count(TEXAS, rows, FIVE_YEARS, on=LATE).totals.counted


@PROPERTY
@given(ROWS)
def test_the_quick_way_for_lists_gives_the_same(rows):
    assert totals(TEXAS, rows, FIVE_YEARS, on=LATE) == count(TEXAS, rows, FIVE_YEARS, on=LATE).totals
