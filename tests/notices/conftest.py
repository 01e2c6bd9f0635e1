"""Letters that wait, and a mail server that does not answer."""

import socket
import socketserver
import threading

import pytest
from django.utils import timezone

from pdportal.notices.records import OutgoingMail

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def write(learner):
    """Writes a mail to the learner without sending it."""

    def write(subject="A seat is free", **fields):
        at = fields.get("created_at", timezone.now())
        due_at = None if "sent_at" in fields else at
        fields = {"body": "Come in.", "created_at": at, "due_at": due_at, "recipient": learner} | fields
        return OutgoingMail.objects.create(subject=subject, **fields)

    return write


@pytest.fixture
def mail_server_down(settings):
    """Mail goes to a port of this machine on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", port
    settings.EMAIL_TIMEOUT = 5
    return settings


class Speaker(socketserver.StreamRequestHandler):
    """Speaks as little SMTP as it takes; ``server.answers`` says what to answer to an address or a command."""

    def handle(self):
        """One connection; an empty answer hangs up."""
        self.server.connections += 1
        self.server.patience.wait(20)
        self.wfile.write(b"220 ready\r\n")
        while line := self.rfile.readline().decode().lower():
            answer = next((said for word, said in self.server.answers.items() if word in line), None)
            if answer == "":
                return
            if line.startswith("data"):
                self.wfile.write(b"354 go on\r\n")
                self.server.letters.append(b"".join(iter(self.rfile.readline, b".\r\n")))
            self.wfile.write(f"{answer or '250 ok'}\r\n".encode())
            if line.startswith("quit"):
                return


class MailServer(socketserver.ThreadingTCPServer):
    """A mail server on a port of this machine; keeps what it took in ``letters``."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Speaker)
        self.answers, self.letters, self.connections = {}, [], 0
        self.patience = threading.Event()
        self.patience.set()


@pytest.fixture
def mail_server(settings):
    """A mail server that takes everything, unless a test says otherwise."""
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        settings.EMAIL_BACKEND = SMTP
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_TIMEOUT = 20
        yield server
        server.shutdown()
