"""CSV and XLSX from rows, streamed, with formulas neutralised."""

import csv
import datetime as dt
import tempfile
from numbers import Number

from django.http import FileResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

RISKY = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    """A file that gives back what is written to it, so that the csv module can be streamed."""

    def write(self, value):
        """Return ``value`` itself."""
        return value


def harmless(value):
    """``value`` as a spreadsheet may safely show it: text that would start a formula gets a leading apostrophe."""
    if isinstance(value, str) and value.startswith(RISKY):
        return "'" + value
    return "" if value is None else value


def csv_response(filename, header, rows):
    """Stream ``rows`` (iterables) under ``header`` as UTF-8 CSV with a byte order mark, which Excel needs."""
    writer = csv.writer(_Echo())

    def lines():
        yield "\ufeff" + writer.writerow([harmless(str(cell)) for cell in header])
        for row in rows:
            yield writer.writerow([harmless(cell) for cell in row])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{filename}.csv")
    return response


def xlsx_response(filename, header, rows):
    """Send ``rows`` under ``header`` as an XLSX workbook, written row by row to a temporary file."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(filename[:31])
    sheet.append([harmless(str(cell)) for cell in header])
    for row in rows:
        sheet.append([_cell(value) for value in row])
    handle = tempfile.TemporaryFile()  # noqa: SIM115  FileResponse closes it when it is sent
    book.save(handle)
    handle.seek(0)
    return FileResponse(handle, as_attachment=True, filename=f"{filename}.xlsx")


def _cell(value):
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, dt.date | Number):
        return value
    return harmless(ILLEGAL_CHARACTERS_RE.sub("", str(value))) if value is not None else ""


def table_response(kind, filename, header, rows):
    """CSV for ``csv``, XLSX for ``xlsx``, else None: lets a report view end in one line."""
    answer = {"csv": csv_response, "xlsx": xlsx_response}.get(kind)
    return answer(filename, header, rows) if answer else None
