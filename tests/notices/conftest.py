"""Letters that wait, and a mail server that does not answer."""

import socket

import pytest
from django.utils import timezone

from pdportal.notices.records import OutgoingMail

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def write(learner):
    """Writes a mail to the learner without sending it."""

    def write(subject="A seat is free", **fields):
        fields = {"body": "Come in.", "created_at": timezone.now(), "recipient": learner} | fields
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
