"""Reads tables that people upload: finds encoding, separator and columns, types every cell, names every trouble.

A table that cannot be read at all raises TableUnreadable; a cell that makes no sense becomes a Trouble with its row (as
a spreadsheet counts, headings being row 1) and column. Rows are read one by one, so that memory stays flat.
"""

import codecs
import csv
import io
from dataclasses import dataclass, field

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils import translation
from django.utils.translation import gettext as _

from pdportal.common.errors import Refusal

MOST_BYTES = 25 * 1024 * 1024
MOST_ROWS = 200_000
PIECE = 1 << 16
SEPARATORS = ",;\t|"
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")  # XLSX and ODS are ZIP files; XLS is a compound file


class TableUnreadable(Refusal):
    """The file as a whole is no table that could be read; the sentence says what to do."""


class BadCell(Refusal):
    """What is in one cell makes no sense; the sentence says why and what would."""


@dataclass(frozen=True)
class Column:
    """A column: its ``name`` in the template, its ``label`` for people, ``parse(text)`` to a value (raises BadCell)."""

    name: str
    label: str
    parse: object
    required: bool = False

    def headings(self):
        """Everything its heading may say: the name, and the label in each language."""
        found = {_plain(self.name)}
        for code, _language in settings.LANGUAGES:
            with translation.override(code):
                found.add(_plain(str(self.label)))
        return found


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a row cannot be taken, and in which column (empty where it is the row as a whole)."""

    row: int
    column: str
    sentence: str

    def __str__(self):
        """All of it in one line: “Row 7, Completed on: …”."""
        words = {"row": self.row, "column": self.column, "sentence": self.sentence}
        return (_("Row %(row)d, %(column)s: %(sentence)s") if self.column else _("Row %(row)d: %(sentence)s")) % words


@dataclass(slots=True)
class Row:
    """One row: its number, the values by column name (None for an empty cell), and what is wrong with it."""

    number: int
    values: dict
    troubles: list = field(default_factory=list)


@dataclass(frozen=True)
class Table:
    """An uploaded table whose headings are understood; iterating gives its Rows, empty ones left out."""

    file: object
    encoding: str
    separator: str
    columns: list  # a Column or None for each column of the file

    def __iter__(self):
        """Every Row; raises TableUnreadable where quotes go wrong or there are too many."""
        for number, cells in _records(self.file, self.encoding, self.separator):
            if number > MOST_ROWS + 1:
                raise TableUnreadable(_("At most %(most)d rows can be taken at once.") % {"most": MOST_ROWS})
            if number > 1 and any(cell.strip() for cell in cells):
                yield self._row(number, cells)

    def _row(self, number, cells):
        row = Row(number, {})
        extra = [cell for cell in cells[len(self.columns) :] if cell.strip()]
        extra += [cell for cell, column in zip(cells, self.columns, strict=False) if column is None and cell.strip()]
        if extra:
            row.troubles.append(Trouble(number, "", _("There is something in a column without a heading.")))
        cells = [*cells, *[""] * (len(self.columns) - len(cells))]
        for column, cell in zip(self.columns, cells, strict=False):
            if column is None:
                continue
            try:
                row.values[column.name] = _value(column, cell.strip())
            except BadCell as refusal:
                row.values[column.name] = None
                row.troubles.append(Trouble(number, str(column.label), str(refusal)))
        return row


def open_table(file, columns):
    """The Table in ``file`` (a Django File), whose headings must be those of ``columns``; raises TableUnreadable."""
    refuse_large(file, MOST_BYTES)
    encoding = _encoding(file)
    heading = _first_line(file, encoding)
    known = {heading: column for column in columns for heading in column.headings()}
    separator = max(SEPARATORS, key=lambda mark: sum(_plain(cell) in known for cell in heading.split(mark)))
    found = next(_records(file, encoding, separator), (1, []))[1]
    return Table(file, encoding, separator, _columns(found, columns, known))


def plain_rows(file):
    """The cells of each row of ``file`` (a Django File) as text, whatever its first row says; raises TableUnreadable.

    The separator is the one that the first line has most of.
    """
    encoding = _encoding(file)
    separator = max(SEPARATORS, key=_first_line(file, encoding).count)
    return (cells for _number, cells in _records(file, encoding, separator))


def refuse_large(file, most_bytes):
    """Raise TableUnreadable where ``file`` is larger than can be read."""
    if file.size > most_bytes:
        words = {"size": filesizeformat(file.size), "most": filesizeformat(most_bytes)}
        raise TableUnreadable(_("The file has %(size)s; at most %(most)s can be taken.") % words)


def column_of(heading, columns):
    """The one of ``columns`` that the words of ``heading`` name, in any language; None where none does."""
    return next((column for column in columns if _plain(heading) in column.headings()), None)


def _columns(headings, columns, known):
    while headings and not headings[-1].strip():
        headings.pop()
    found = [known.get(_plain(heading)) for heading in headings]
    unknown = [heading.strip()[:40] for heading, column in zip(headings, found, strict=True)
               if column is None and heading.strip()]  # fmt: skip
    twice = {column.name: column for column in found if column and found.count(column) > 1}.values()
    missing = [column for column in columns if column.required and column not in found]
    if not any(found):
        raise TableUnreadable(
            _("The first row does not hold the headings of the template: %(names)s.") % {"names": _names(columns)}
        )
    if unknown:
        words = {"unknown": ", ".join(f"“{name}”" for name in unknown[:5]), "names": _names(columns)}
        raise TableUnreadable(_("Unknown columns: %(unknown)s. The template has: %(names)s.") % words)
    if twice:
        raise TableUnreadable(_("These columns stand there twice: %(names)s.") % {"names": _names(twice)})
    if missing:
        raise TableUnreadable(_("These columns are missing: %(names)s.") % {"names": _names(missing)})
    return found


def _names(columns):
    return ", ".join(str(column.label) for column in columns)


def _value(column, text):
    if text:
        return column.parse(text)
    if column.required:
        raise BadCell(_("This cell is empty."))
    return None


def _plain(text):
    return " ".join(text.replace("_", " ").split()).casefold()


def _encoding(file):
    """The name of the encoding; refuses what is no text, and text that no common encoding explains."""
    file.seek(0)
    head = file.read(PIECE)
    if not head.strip():
        raise TableUnreadable(_("The file is empty."))
    if head.startswith(WORKBOOKS):
        raise TableUnreadable(_("This is a workbook, not a CSV file. In Excel choose “Save as”, then “CSV UTF-8”."))
    if head.startswith(UTF_16):
        return "utf-16"
    if head.removeprefix(codecs.BOM_UTF8).lstrip().startswith((b"<", b"{", b"%PDF")):
        raise TableUnreadable(_("This is a web page or a document, not a CSV file. Please download the table itself."))
    if _is(file, "utf-8"):
        return "utf-8-sig"
    if _is(file, "cp1252"):
        return "cp1252"
    raise TableUnreadable(
        _("The letters of this file cannot be read. In Excel choose “Save as”, then “CSV UTF-8”, and upload that.")
    )


def _is(file, encoding):
    """True where all of ``file`` is text in ``encoding``; refuses NUL bytes, which no text has."""
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    while piece := file.read(PIECE):
        if b"\0" in piece:
            raise TableUnreadable(_("There are NUL bytes in this file, so it is no text. Save it as “CSV UTF-8”."))
        try:
            decoder.decode(piece)
        except UnicodeDecodeError:
            return False
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _first_line(file, encoding):
    return next((line for line in _lines(file, encoding) if line.strip()), "")


def _lines(file, encoding):
    file.seek(0)
    text = io.TextIOWrapper(_Kept(file), encoding, newline="")
    try:
        for line in text:
            if "\0" in line:
                raise TableUnreadable(_("There are NUL characters in this file. Save it as “CSV UTF-8”."))
            yield line
    except UnicodeError:
        raise TableUnreadable(_("The letters of this file cannot be read. Save it as “CSV UTF-8”.")) from None
    finally:
        text.detach()


class _Kept(io.RawIOBase):
    """The file for a text wrapper, which would close it."""

    def __init__(self, file):
        self._file = file

    def readable(self):
        return True

    def readinto(self, buffer):
        piece = self._file.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


def _records(file, encoding, separator):
    """(number, cells) of each row, the first being 1, as a spreadsheet counts."""
    reader, number = csv.reader(_lines(file, encoding), delimiter=separator, strict=True), 0
    try:
        for number, cells in enumerate(reader, 1):
            yield number, cells
    except csv.Error:
        raise TableUnreadable(
            _("From row %(row)d on the quotation marks do not match, or a cell is far too long.") % {"row": number + 1}
        ) from None
