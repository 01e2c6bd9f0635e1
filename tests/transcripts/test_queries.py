"""Questions to the ledger: in which year, how many hours, as of which day, whose code."""

import datetime as dt
from decimal import Decimal

import pytest

from pdportal.transcripts import queries
from pdportal.transcripts.ledger import revoke
from pdportal.transcripts.records import Completion
from tests.transcripts import making

pytestmark = pytest.mark.django_db


def on(text):
    return dt.date.fromisoformat(text)


@pytest.fixture
def three_years(learner, colleague):
    """Completions on both sides of two turns of the year, and one of somebody else."""
    days = ["2024-06-30", "2024-07-01", "2025-06-30", "2025-07-01"]
    made = [making.completion(learner, making.activity(hours="1.25"), completed_on=on(day)) for day in days]
    making.completion(colleague, completed_on=on("2025-01-01"))
    return made


def test_years_run_from_july_to_june(learner, three_years):
    assert queries.hours_by_year(learner) == {
        "2025-26": Decimal("1.25"),
        "2024-25": Decimal("2.50"),
        "2023-24": Decimal("1.25"),
    }
    assert list(queries.hours_by_year(learner)) == ["2025-26", "2024-25", "2023-24"]


def test_hours_as_of_a_past_day_leave_out_what_came_later(learner, three_years):
    assert queries.hours_by_year(learner, as_of=on("2024-07-01")) == {
        "2024-25": Decimal("1.25"),
        "2023-24": Decimal("1.25"),
    }


def test_completions_are_newest_first_and_without_revoked_ones(learner, coordinator, three_years):
    revoke(three_years[3], by=coordinator, reason="Wrong person")
    assert list(queries.completions_of(learner)) == [three_years[2], three_years[1], three_years[0]]
    assert list(queries.completions_of(learner, as_of=on("2024-12-31"))) == [three_years[1], three_years[0]]
    assert list(queries.revoked_of(learner)) == [three_years[3]]


def test_a_transcript_can_be_narrowed_to_a_year(learner, coordinator, three_years):
    revoke(three_years[2], by=coordinator, reason="Wrong person")
    record = queries.transcript_of(learner, year="2024-25")
    assert [year.name for year in record.years] == ["2025-26", "2024-25", "2023-24"]
    assert (record.completions, record.revoked, record.hours) == ([three_years[1]], [three_years[2]], Decimal("1.25"))


@pytest.mark.parametrize("year", ["", "1999-00", "2024", "x" * 10_000, "2024-25'"])
def test_any_other_year_shows_all(learner, three_years, year):
    record = queries.transcript_of(learner, year=year)
    assert (len(record.completions), record.chosen) == (4, "")


def test_query_count_is_the_same_for_one_row_and_for_three(learner, coordinator, django_assert_num_queries):
    for row in range(3):
        making.completion(learner, vouched_by=coordinator)
        if row in (0, 2):
            with django_assert_num_queries(2):  # completions with paper and people, revoked ones
                record = queries.transcript_of(learner)
                assert [str(done.vouched_by) for done in record.completions] == ["Carla Coordinator"] * (row + 1)
                assert all(done.certificate.code for done in record.completions)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("7KQD-2MXA-98RT", "7KQD-2MXA-98RT"),
        ("7kqd2mxa98rt", "7KQD-2MXA-98RT"),
        (" 7kqd 2mxa–98rt. ", "7KQD-2MXA-98RT"),
        ("7KQD-2MXA-98R", ""),
        ("7KQD-2MXA-98RTT", ""),
        ("OOOO-0000-1111", ""),
        ("", ""),
        ("-" * 10_000, ""),
        ("ı" * 12, ""),
    ],
)
def test_a_sloppily_typed_code_is_tidied(typed, code):
    assert queries.tidy_code(typed) == code


def test_a_certificate_is_found_by_its_code(learner):
    code = making.completion(learner).certificate.code
    assert queries.certificate_with(code.lower().replace("-", " ")).completion == Completion.objects.get()
    assert queries.certificate_with("7KQD-2MXA-98RT") is None
