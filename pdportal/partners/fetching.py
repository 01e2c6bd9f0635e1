"""Fetches a file from a host that is allowed, within limits of size, time and redirects."""

import contextlib
import http.client
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from urllib.parse import urljoin

from pdportal.partners import addresses
from pdportal.partners.choices import Trouble
from pdportal.partners.errors import NotRead

MEGABYTE = 1024 * 1024
PIECE = 64 * 1024
REDIRECTS = {301, 302, 303, 307, 308}


@dataclass(frozen=True)
class Limits:
    """What one reading may cost; ``hosts`` None means those of the district (see ``addresses``)."""

    bytes: int = 2 * MEGABYTE
    seconds: float = 10
    redirects: int = 3
    hosts: tuple[str, ...] | None = None
    schemes: tuple[str, ...] = ("https",)
    open_to: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Answer:
    """What came: ``data`` is None where nothing changed since the ``etag`` or ``last_modified`` that was sent."""

    data: bytes | None
    etag: str = ""
    last_modified: str = ""


def fetch(address, *, etag="", last_modified="", limits=None):
    """The Answer from ``address``, which may redirect; every step is checked anew. Raises NotRead, and nothing else.

    The clock runs over all steps together, so a server that drips a byte at a time is given up as well.
    """
    limits = limits or Limits()
    until = time.monotonic() + limits.seconds
    headers = {"Accept": "text/calendar", "Accept-Encoding": "identity", "User-Agent": "PD-Portal calendar reader"}
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    for _step in range(limits.redirects + 1):
        target = addresses.check(address, hosts=limits.hosts, schemes=limits.schemes)
        answer, onward = _ask(target, headers, limits, until)
        if not onward:
            return answer
        address = urljoin(address, onward)
    raise NotRead(Trouble.REDIRECTS)


def _ask(target, headers, limits, until):
    """``(Answer, "")``, or ``(None, address)`` where the server sends us on."""
    connection = _Connection(target, addresses.numbers_of(target, open_to=limits.open_to), until)
    watch = None
    try:
        connection.connect()
        # A socket's own time limit starts anew with every byte; this one does not.
        watch = threading.Timer(max(until - time.monotonic(), 0), connection.break_off)
        watch.daemon = True
        watch.start()
        connection.request("GET", target.path, headers=headers)
        return _read(connection.getresponse(), limits, until)
    except ssl.SSLCertVerificationError as trouble:
        raise NotRead(Trouble.INSECURE) from trouble
    except (OSError, http.client.HTTPException, ValueError) as trouble:
        late = time.monotonic() >= until or isinstance(trouble, TimeoutError)
        raise NotRead(Trouble.TOO_SLOW if late else Trouble.UNREACHABLE) from trouble
    finally:
        if watch:
            watch.cancel()
        connection.close()


def _read(response, limits, until):
    if response.status in REDIRECTS:
        return None, response.headers.get("Location", "") or "/"
    if response.status == 304:
        return Answer(None), ""
    if response.status != 200:
        raise NotRead(Trouble.REFUSED, str(response.status))
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise NotRead(Trouble.PACKED)
    data = bytearray()
    while piece := response.read1(PIECE):
        data += piece
        if len(data) > limits.bytes:
            raise NotRead(Trouble.TOO_LARGE)
    if time.monotonic() >= until:  # what was broken off looks like an end
        raise NotRead(Trouble.TOO_SLOW)
    if response.length:  # fewer bytes came than were promised
        raise NotRead(Trouble.UNREACHABLE)
    kept = [response.headers.get(name, "") for name in ("ETag", "Last-Modified")]
    etag, last_modified = [value if value.isascii() and value.isprintable() else "" for value in kept]
    return Answer(bytes(data), etag[:200], last_modified[:60]), ""


class _Connection(http.client.HTTPConnection):
    """Connects to numbers that were checked, and speaks TLS to the host's name."""

    def __init__(self, target, numbers, until):
        usual = 443 if target.secure else 80
        name = f"[{target.host}]" if ":" in target.host else target.host
        super().__init__(name if target.port == usual else f"{name}:{target.port}")
        self.target, self.numbers, self.until, self.line = target, numbers, until, None

    def connect(self):
        """Connect to the first of the numbers that answers."""
        self.line = self._first_line()
        if self.target.secure:
            context = ssl.create_default_context()
            self.line = context.wrap_socket(self.line, server_hostname=self.target.host)
        self.sock = self.line

    def _first_line(self):
        for number in self.numbers:
            try:
                left = max(self.until - time.monotonic(), 0.001)
                return socket.create_connection((number, self.target.port), timeout=left)
            except OSError as trouble:
                last = trouble
        raise last

    def break_off(self):
        """End the conversation, whatever either side is doing; ``sock`` may have been let go of by then."""
        if self.line:
            with contextlib.suppress(OSError):  # it is over already
                # Past the TLS layer, which would say goodbye first and wait.
                socket.socket.shutdown(self.line, socket.SHUT_RDWR)
