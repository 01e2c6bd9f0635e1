"""Keeps secrets out of logs: tokens in addresses are masked before a line is written."""

import logging
import re

TOKEN = re.compile(r"(/calendar/personal/|/scorm/)[^/\s\"']+")


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


def _mask(value):
    return TOKEN.sub(r"\1***", value) if isinstance(value, str) else value
