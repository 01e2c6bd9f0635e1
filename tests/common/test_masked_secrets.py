"""Secrets of calendar addresses stand in no log line and no error report."""

import logging
import sys

import pytest
from django.test import RequestFactory

from pdportal.common.logs import MaskingReporter, MaskTokens

SECRET = f"{'s' * 16}.{'x' * 43}"


@pytest.mark.parametrize("text", [f"/calendar/personal/{SECRET}.ics", f"token = '{SECRET}'", f"('{SECRET}',)"])
def test_a_log_line_holds_no_secret(text):
    record = logging.LogRecord("x", logging.ERROR, "", 0, f"{text} %s", (text,), None)
    MaskTokens().filter(record)
    assert SECRET not in record.getMessage()
    assert record.getMessage().count("***") == 2


@pytest.mark.parametrize("report", ["get_traceback_html", "get_traceback_text"])
def test_an_error_report_holds_no_secret(report, settings):
    settings.DEBUG = True
    request = RequestFactory().get(f"/calendar/personal/{SECRET}.ics")
    found = {"token": SECRET}
    try:
        raise ValueError(f"{request.path} {found}")
    except ValueError:
        text = getattr(MaskingReporter(request, *sys.exc_info()), report)()
    assert (SECRET in text, "***" in text) == (False, True)


def test_the_portal_reports_errors_with_it(settings):
    assert settings.DEFAULT_EXCEPTION_REPORTER == "pdportal.common.logs.MaskingReporter"
