"""Reads a list of people that somebody pastes or uploads: one a line, or one column of a table (CSV or XLSX)."""

import zipfile
from itertools import chain, islice

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import load_workbook

from pdportal.common.imports import Column, TableUnreadable, column_of, plain_rows, refuse_large

MOST_NAMES = 500
MOST_BYTES = 2 * 1024 * 1024
MOST_UNPACKED = 50 * 1024 * 1024  # a workbook is a ZIP file
MOST_ROWS = 5_000  # of a workbook, empty ones included
MOST_COLUMNS = 50
LONGEST_NAME = 200
ZIP, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"  # XLSX; XLS

# The best first: a table may have several of them.
COLUMNS = [
    Column("staff_id", gettext_lazy("Staff number"), str),
    Column("email", gettext_lazy("E-mail"), str),
    Column("username", gettext_lazy("User name"), str),
    Column("person", gettext_lazy("Person"), str),
]


def names_in_text(text):
    """The names in a pasted ``text``: one a line, or separated by commas or semicolons as mail programs do.

    Of a line pasted from a spreadsheet the first cell counts, of “Ana <ana@…>” the address. Raises TableUnreadable.
    """
    lines = (line.split("\t")[0] for line in text.splitlines())
    return _tidy(name for line in lines for name in line.replace(";", ",").split(","))


def names_in_file(file):
    """The names in ``file`` (a Django File): of a column called staff number, e-mail, user name or person.

    Without such a heading the first column counts. Raises TableUnreadable, with what to do.
    """
    refuse_large(file, MOST_BYTES)
    file.seek(0)
    head = file.read(len(ZIP))
    if head == COMPOUND:
        raise TableUnreadable(_("This is an old workbook (XLS). Please save it as XLSX or CSV."))
    rows = iter(_workbook_rows(file) if head == ZIP else plain_rows(file))
    first = next(rows, [])
    named = {column_of(cell, COLUMNS): place for place, cell in reversed(list(enumerate(first))) if cell}
    place = next((named[column] for column in COLUMNS if column in named), None)
    rows = rows if place is not None else chain([first], rows)
    return _tidy(cells[place or 0] for cells in rows if len(cells) > (place or 0))


def _tidy(names):
    """``names`` without empty ones and without what stands around an address; refuses too many, and none."""
    found = []
    for name in names:
        plain = name.partition("<")[2].partition(">")[0] or name
        if plain := plain.strip().strip("\"'").strip()[:LONGEST_NAME]:
            found.append(plain)
        if len(found) > MOST_NAMES:
            raise TableUnreadable(_("At most %(most)d people can be taken at once.") % {"most": MOST_NAMES})
    if not found:
        raise TableUnreadable(_("There are no names in this list."))
    return found


def _workbook_rows(file):
    """The cells of the first sheet as text, row by row; a list, so that what is wrong comes out here."""
    try:
        with zipfile.ZipFile(file) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        if unpacked <= MOST_UNPACKED:
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
            rows = book.worksheets[0].iter_rows(values_only=True, max_col=MOST_COLUMNS)
            found = [[_text(cell) for cell in cells] for cells in islice(rows, MOST_ROWS + 1)]
    except Exception:  # noqa: BLE001  openpyxl raises whatever its parsers do; the file is at fault in each case
        raise TableUnreadable(_("This workbook cannot be read. Please save it as XLSX or CSV again.")) from None
    if unpacked > MOST_UNPACKED or len(found) > MOST_ROWS:
        raise TableUnreadable(_("At most %(most)d people can be taken at once.") % {"most": MOST_NAMES})
    return found


def _text(cell):
    """A cell as somebody would type it: staff numbers that a spreadsheet took for numbers without decimals."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell)
