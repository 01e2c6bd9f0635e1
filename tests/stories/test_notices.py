"""Nobody is left guessing: what happens is told in the portal and by mail, even on a day the mail server is away."""

import socket

import pytest
from django.core import mail as post
from django.core.management import call_command
from django.utils import timezone

from pdportal.notices.records import OutgoingMail
from pdportal.notices.telling import tell

pytestmark = pytest.mark.django_db(transaction=True)
LOCAL = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture(autouse=True)
def _planted(site):
    """The page trees, which such tests empty."""


def test_a_teacher_reads_what_she_was_told(client, teacher):
    tell(teacher, "seat", subject="A seat is free", body="You have a seat at “Spot the fake”.", url="/events/")
    assert [message.to for message in post.outbox] == [["tom.teacher@maplevalley.example"]]
    client.force_login(teacher)
    page = client.get("/my/notices/")
    assert "A seat is free" in page.content.decode()
    assert page.context["waiting"] == 1
    assert client.post(f"/my/notices/{teacher.notices.get().pk}/read/", {"open": "1"}).url == "/events/"
    assert client.get("/my/notices/").context["waiting"] == 0


def test_a_mail_server_that_is_away_costs_nobody_a_message(client, teacher, coordinator, settings):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.EMAIL_HOST, settings.EMAIL_PORT = free.getsockname()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    tell(teacher, "seat", subject="A seat is free", body="Come in.")
    client.force_login(coordinator)
    assert "Connection refused" in client.get("/admin/mails/?state=failed").content.decode()
    settings.EMAIL_BACKEND = LOCAL
    OutgoingMail.objects.update(due_at=timezone.now())
    call_command("send_mail", verbosity=0)
    assert [message.subject for message in post.outbox] == ["A seat is free"]
    call_command("send_mail", verbosity=0)
    assert len(post.outbox) == 1
