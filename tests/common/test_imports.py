"""Uploaded tables: whatever their encoding and separator they are read, or refused with a sentence that helps."""

import datetime as dt
from contextlib import suppress
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.utils import translation
from django.utils.translation import gettext_lazy
from hypothesis import given, settings
from hypothesis import strategies as st

from pdportal.common import cells, imports
from pdportal.common.imports import BadCell, Column, TableUnreadable, open_table
from pdportal.transcripts.choices import CreditType

COLUMNS = [
    Column("person", gettext_lazy("Person"), cells.words(40), required=True),
    Column("completed_on", gettext_lazy("Completed on"), cells.day(), required=True),
    Column("credit_hours", gettext_lazy("Credit hours"), cells.number),
]
NAMES = "Person, Completed on, Credit hours"
WORKBOOK = "This is a workbook, not a CSV file. In Excel choose “Save as”, then “CSV UTF-8”."
DOCUMENT = "This is a web page or a document, not a CSV file. Please download the table itself."
FORMULA = "“=HYPERLINK(1)” starts like a formula. If it is meant as text, put an apostrophe before it."
TWO_DATES = "“3/4/2026” may be 4 March 2026 or 3 April 2026. Write it like 2026-03-14."
MUÑOZ = "Person,Completed on,Credit hours\nMuñoz,2026-03-14,1.5\n"


def read(content, columns=COLUMNS):
    content = content.encode() if isinstance(content, str) else content
    return list(open_table(ContentFile(content), columns))


def refused(content):
    with pytest.raises(TableUnreadable) as caught:
        read(content)
    return str(caught.value)


def troubles(content):
    return [str(trouble) for row in read(content) for trouble in row.troubles]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_any_common_encoding_and_separator(encoding, separator, ending):
    table = MUÑOZ.replace(",", separator).replace("\n", ending).encode(encoding)
    assert [row.values for row in read(table)] == [
        {"person": "Muñoz", "completed_on": dt.date(2026, 3, 14), "credit_hours": Decimal("1.5")}
    ]


def test_headings_in_either_language_by_name_and_in_any_order():
    values = {"completed_on": dt.date(2026, 3, 14), "person": "Ana"}
    for language in ("en", "es"):
        with translation.override(language):
            labels = [str(column.label) for column in COLUMNS[1::-1]]
        assert read(f"{labels[0]},{labels[1].upper()}\n2026-03-14,Ana\n")[0].values == values
    assert read("COMPLETED_ON,person,\n2026-03-14,Ana,\n")[0].values == values


def test_rows_are_counted_as_a_spreadsheet_does():
    content = 'Person,Completed on\n\n"two\nlines",2026-03-14\n,,\nAna,nonsense\n'
    assert troubles(content) == [
        "Row 3, Person: There is a line break or another control character in this cell.",
        "Row 5, Completed on: “nonsense” is not a date. Write it like 2026-03-14.",
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04rest", WORKBOOK),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", WORKBOOK),
        (b"\n<!doctype html><table>", DOCUMENT),
        (b"%PDF-1.7", DOCUMENT),
        (b"Person\x00,Completed on\n", "There are NUL bytes in this file, so it is no text. Save it as “CSV UTF-8”."),
        (
            b"Person,Completed on\n\x81\x8d,2026-03-14\n",
            "The letters of this file cannot be read. In Excel choose “Save as”, then “CSV UTF-8”, and upload that.",
        ),
        (b"\xff\xfeP\x00\x00", "The letters of this file cannot be read. Save it as “CSV UTF-8”."),
        ("Name,Day\nAna,1\n", f"The first row does not hold the headings of the template: {NAMES}."),
        (
            "Person,Completed on,Colour\nAna,2026-03-14,red\n",
            f"Unknown columns: “Colour”. The template has: {NAMES}.",
        ),
        ("Person,person,Completed on\n", "These columns stand there twice: Person."),
        ("Person,Credit hours\n", "These columns are missing: Completed on."),
        (
            'Person,Completed on\nAna,"2026-03-14\n',
            "From row 2 on the quotation marks do not match, or a cell is far too long.",
        ),
        (
            'Person,Completed on\n"An"a,2026-03-14\n',
            "From row 2 on the quotation marks do not match, or a cell is far too long.",
        ),
        (
            f"Person,Completed on\n{'x' * 140_000},2026-03-14\n",
            "From row 2 on the quotation marks do not match, or a cell is far too long.",
        ),
    ],
)  # fmt: skip
def test_what_is_no_table(content, sentence):
    assert refused(content) == sentence


def test_too_large_and_too_long(monkeypatch):
    monkeypatch.setattr(imports, "MOST_ROWS", 2)
    assert refused(MUÑOZ + "Ana,2026-03-14,1\n" * 2) == "At most 2 rows can be taken at once."
    monkeypatch.setattr(imports, "MOST_BYTES", 10)
    assert refused(MUÑOZ) == "The file has 55\xa0bytes; at most 10\xa0bytes can be taken."


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (",2026-03-14,1", "Row 2, Person: This cell is empty."),
        ("Ana,2026-03-14,1,more", "Row 2: There is something in a column without a heading."),
        ("=HYPERLINK(1),2026-03-14,1", f"Row 2, Person: {FORMULA}"),
        (f"{'x' * 10_000},2026-03-14,1", "Row 2, Person: 10000 characters are too many; at most 40."),
        ("Ana,3/4/2026,1", f"Row 2, Completed on: {TWO_DATES}"),
        ("Ana,2026-02-30,1", "Row 2, Completed on: “2026-02-30” is not a date. Write it like 2026-03-14."),
        ("Ana,3/14/26,1", "Row 2, Completed on: “3/14/26” is not a date. Write it like 2026-03-14."),
        ("Ana,2026-03-14,-1", "Row 2, Credit hours: “-1” is not a number like 1.25."),
        ('Ana,2026-03-14,"1,250"', "Row 2, Credit hours: “1,250” is not a number like 1.25."),
        ("Ana,2026-03-14,NaN", "Row 2, Credit hours: “NaN” is not a number like 1.25."),
        ("Ana,2026-03-14,1e3", "Row 2, Credit hours: “1e3” is not a number like 1.25."),
    ],
)  # fmt: skip
def test_cells_that_make_no_sense(row, sentence):
    assert troubles(f"Person,Completed on,Credit hours\n{row}\n") == [sentence]


@pytest.mark.parametrize(
    ("text", "order", "found"),
    [
        ("2026-3-4", "", "2026-03-04"),
        ("3/14/2026", "", "2026-03-14"),
        ("14/3/2026", "", "2026-03-14"),
        ("14.3.2026", "", "2026-03-14"),
        ("5/5/2026", "", "2026-05-05"),
        ("3/4/2026", "mdy", "2026-03-04"),
        ("3/4/2026", "dmy", "2026-04-03"),
    ],
)
def test_dates(text, order, found):
    assert cells.day(order)(text) == dt.date.fromisoformat(found)


@pytest.mark.parametrize(("text", "order"), [("14/3/2026", "mdy"), ("3/14/2026", "dmy"), ("0/0/0000", ""), ("", "")])
def test_dates_that_are_none(text, order):
    with pytest.raises(BadCell):
        cells.day(order)(text)


@pytest.mark.parametrize(("text", "found"), [("1", "1"), ("1.25", "1.25"), ("1,5", "1.5"), ("9999.99", "9999.99")])
def test_numbers(text, found):
    assert cells.number(text) == Decimal(found)


def test_what_our_own_exports_made_harmless_comes_back_as_it_was():
    assert cells.words(40)("'=S-1") == "=S-1"
    assert cells.words(40)("'quoted'") == "'quoted'"


@pytest.mark.parametrize("text", ["conference", "CONFERENCE", "Conference"])
def test_choices_by_value_and_by_words(text):
    assert cells.choice(CreditType)(text) == CreditType.CONFERENCE


def test_a_choice_that_is_not_offered():
    with pytest.raises(BadCell, match="“party” is none of: Workshop"):
        cells.choice(CreditType)("party")


def test_refusals_speak_the_readers_language():
    with translation.override("es"):
        assert refused(b"") == "El archivo está vacío."


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: (MUÑOZ + text).encode("utf-8", "replace")))
def test_whatever_is_uploaded_it_is_read_or_refused(content):
    with suppress(TableUnreadable):
        for row in read(content):
            assert set(row.values) == {"person", "completed_on", "credit_hours"}
