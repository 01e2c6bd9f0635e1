"""Keeps secrets out of logs and error reports: tokens in addresses are masked before a line is written."""

import logging
import re

from django.views.debug import ExceptionReporter

TOKEN = re.compile(r"(/calendar/personal/|/scorm/)[^/\s\"'&<]+")
# The secret part of a calendar address by its shape, wherever it stands: variables of a frame name no path.
SECRET = re.compile(r"(?<![\w-])[\w-]{16}\.[\w-]{43}(?![\w-])")


class MaskTokens(logging.Filter):
    """Replaces the secret of a personal calendar address by ``***`` in messages and their arguments."""

    def filter(self, record):
        """Change the record in place; every record passes."""
        record.msg = _mask(record.msg)
        if isinstance(record.args, dict):
            record.args = {key: _mask(value) for key, value in record.args.items()}
        elif record.args:
            record.args = tuple(_mask(value) for value in record.args)
        return True


class MaskingReporter(ExceptionReporter):
    """Django's error reports, without the secrets of addresses."""

    def get_traceback_html(self):
        """The report as a page."""
        return _mask(super().get_traceback_html())

    def get_traceback_text(self):
        """The report as text, as it is mailed."""
        return _mask(super().get_traceback_text())


def _mask(value):
    return SECRET.sub("***", TOKEN.sub(r"\1***", value)) if isinstance(value, str) else value
