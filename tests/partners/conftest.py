"""A partner's server on this machine, and a calendar that reads from it."""

import http.server
import threading

import pytest

from pdportal.partners.fetching import Limits
from pdportal.partners.records import PartnerCalendar


class PartnerServer(http.server.ThreadingHTTPServer):
    """Serves what is put into ``pages``: path → function(handler). Remembers what was asked."""

    daemon_threads = True

    def __init__(self):
        self.pages, self.asked = {}, []
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def host(self):
        """Number and port, as addresses name them."""
        return f"127.0.0.1:{self.server_port}"

    def serve(self, path, data, status=200, **headers):
        """Put a whole answer at ``path``."""

        def answer(handler):
            handler.send_response(status)
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.send_header("Content-Length", str(len(data)))
            handler.end_headers()
            handler.wfile.write(data)

        self.pages[path] = answer

    def limits(self, **changes):
        """Limits that let this one server count as public."""
        given = {"hosts": (self.host,), "schemes": ("http",), "open_to": (("127.0.0.1", self.server_port),)}
        return Limits(**(given | {"seconds": 3} | changes))


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        try:
            self.server.pages[self.path](self)
        except OSError:
            self.close_connection = True  # the reader has had enough

    def log_message(self, *args):
        """Quietly."""


@pytest.fixture
def server():
    """A running PartnerServer."""
    with PartnerServer() as running:
        threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield running
        running.shutdown()


@pytest.fixture
def library(db, server):
    """The public library's calendar, on that server."""
    return PartnerCalendar.objects.create(name="Public library", address=f"http://{server.host}/events.ics")


def ics(*events):
    """The bytes of a calendar with ``events``, each a list of lines between BEGIN and END."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//library//events//EN"]
    for number, event in enumerate(events):
        lines += ["BEGIN:VEVENT", f"UID:{number}@library.example", "DTSTAMP:20260101T000000Z", *event, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()
