"""Reads exported tables back."""

import csv
import io

from openpyxl import load_workbook


def read_csv(response):
    """The rows of a CSV answer, as text."""
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


def read_xlsx(response):
    """The rows of an XLSX answer, as text."""
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    return [["" if cell is None else str(cell).removesuffix(" 00:00:00") for cell in row] for row in sheet.values]
