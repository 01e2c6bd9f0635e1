"""Mails leave once, survive a mail server that is down, and carry invitations the way calendars read them."""

import datetime as dt
import email
import email.policy
import socketserver
import threading

import pytest
from django.core import mail as post
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from pdportal.notices import delivery, queries
from pdportal.notices.choices import MailState
from pdportal.notices.errors import NothingToTry
from pdportal.notices.records import OutgoingMail
from pdportal.notices.telling import tell

pytestmark = pytest.mark.django_db
INVITATION = "\r\n".join(
    ["BEGIN:VCALENDAR", "METHOD:REQUEST", "BEGIN:VEVENT", "SUMMARY:Año nuevo", "END:VEVENT", "END:VCALENDAR", ""]
)
MINUTE = dt.timedelta(minutes=1)


def parsed(message):
    """The message as the receiving side reads it, from the bytes that go over the wire."""
    return email.message_from_bytes(message.message().as_bytes(linesep="\r\n"), policy=email.policy.default)


def test_a_plain_mail_is_plain_text(write, learner):
    mail = write(subject="¿Vienes?", body="Sí.\n")
    message = parsed(delivery.compose(mail))
    assert (message["Subject"], message["To"]) == ("¿Vienes?", learner.email)
    assert message["Message-ID"] == f"<mail-{mail.pk}@pd-portal.maplevalley.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "text/plain"
    assert message.get_content() == "Sí.\r\n"


def test_an_invitation_is_an_alternative_calendars_understand(write):
    mail = write(calendar_text=INVITATION, calendar_method="REQUEST")
    message = parsed(delivery.compose(mail))
    assert message.get_content_type() == "multipart/alternative"
    text, invitation = message.iter_parts()
    assert (text.get_content_type(), text.get_content()) == ("text/plain", "Come in.")
    assert invitation.get_content_type() == "text/calendar"
    assert dict(invitation["Content-Type"].params) == {"method": "REQUEST", "charset": "utf-8"}
    assert invitation.get_payload(decode=True).decode() == INVITATION
    assert invitation.get_content_disposition() is None


def test_long_lines_arrive_whole(write):
    text = INVITATION.replace("Año nuevo", "ñ" * 2000)
    message = parsed(delivery.compose(write(calendar_text=text, calendar_method="CANCEL")))
    _text, invitation = message.iter_parts()
    assert invitation.get_payload(decode=True).decode() == text
    assert invitation["Content-Type"].params["method"] == "CANCEL"
    assert max(map(len, message.as_bytes().splitlines())) <= 998


def test_a_task_that_runs_twice_sends_once(write):
    mail = write()
    delivery.deliver.func(mail.pk)
    delivery.deliver.func(mail.pk)
    mail.refresh_from_db()
    assert (len(post.outbox), mail.tries, mail.state) == (1, 1, MailState.SENT)


def test_a_task_for_a_mail_that_is_gone_does_nothing():
    delivery.deliver.func(99_999)
    assert post.outbox == []


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_eight_workers_at_once_send_once(site, write):
    mail = write()
    barrier, trouble = threading.Barrier(8), []

    def run():
        try:
            barrier.wait(10)
            delivery.deliver.func(mail.pk)
        except Exception as error:  # noqa: BLE001  whatever went wrong in a thread is the finding
            trouble.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (trouble, len(post.outbox), OutgoingMail.objects.get().tries) == ([], 1, 1)


def test_a_mail_server_that_is_down_loses_nothing(write, mail_server_down):
    mail = write()
    delivery.deliver.func(mail.pk)
    mail.refresh_from_db()
    assert (mail.sent_at, mail.tries, mail.state) == (None, 1, MailState.FAILED)
    assert mail.last_error.startswith("ConnectionRefusedError")


def test_telling_works_while_the_mail_server_is_down(learner, mail_server_down, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        tell(learner, "seat", subject="A seat is free", body="Come in.")
    assert (learner.notices.count(), OutgoingMail.objects.get().state) == (1, MailState.FAILED)


def test_pauses_double_until_it_is_given_up(write, mail_server_down, settings):
    mail, at = write(), timezone.now()
    for minute in (0, 2, 6, 14, 30, 62, 126, 254, 510, 1022):
        early, due = at + (minute - 1) * MINUTE, at + minute * MINUTE
        mail.refresh_from_db()
        assert (minute == 0 or not delivery.is_due(mail, early), delivery.is_due(mail, due)) == (True, True)
        delivery.deliver_waiting(at=due)
    mail.refresh_from_db()
    assert (mail.tries, delivery.is_due(mail, at + dt.timedelta(days=99))) == (10, False)


def test_the_command_sends_what_waits_once_the_server_is_back(write, mail_server_down, settings, capsys):
    mail = write()
    call_command("send_mail")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    call_command("send_mail")
    OutgoingMail.objects.filter(pk=mail.pk).update(tried_at=timezone.now() - 3 * MINUTE)
    call_command("send_mail")
    assert capsys.readouterr().out.splitlines() == [
        "0 sent, 1 still to be sent.",
        "0 sent, 1 still to be sent.",
        "1 sent, 0 still to be sent.",
    ]
    assert [message.subject for message in post.outbox] == ["A seat is free"]


def test_a_round_ends_where_the_server_does_not_answer(write, mail_server_down):
    for number in range(3):
        write(subject=str(number))
    delivery.deliver_waiting()
    assert list(OutgoingMail.objects.order_by("pk").values_list("tries", flat=True)) == [1, 0, 0]


class RefusesOne(socketserver.StreamRequestHandler):
    """A mail server that knows nobody called bad@…, and takes everything else."""

    def handle(self):
        """Speak as little SMTP as it takes."""
        self.wfile.write(b"220 ready\r\n")
        while line := self.rfile.readline():
            if line.upper().startswith(b"DATA"):
                self.wfile.write(b"354 go on\r\n")
                lines = iter(self.rfile.readline, b".\r\n")
                self.server.letters.append(b"".join(lines))
            refused = line.upper().startswith(b"RCPT") and b"bad@" in line
            self.wfile.write(b"550 unknown\r\n" if refused else b"250 ok\r\n")
            if line.upper().startswith(b"QUIT"):
                return


def test_one_refused_address_does_not_hold_up_the_others(write, settings, teacher):
    teacher.email = "bad@maplevalley.example"
    teacher.save()
    bad, good = write(recipient=teacher), write(calendar_text=INVITATION, calendar_method="REQUEST")
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), RefusesOne) as server:
        server.letters = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        assert delivery.deliver_waiting() == 1
        server.shutdown()
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, good.state) == (MailState.FAILED, MailState.SENT)
    assert bad.last_error.startswith("SMTPRecipientsRefused")
    received = email.message_from_bytes(server.letters[0], policy=email.policy.default)
    assert [part.get_content_type() for part in received.iter_parts()] == ["text/plain", "text/calendar"]


def test_an_address_no_mail_can_have_is_written_down(write, learner):
    learner.email = "nora@" + "ü" * 80 + ".example"
    learner.save()
    mail = write()
    delivery.deliver.func(mail.pk)
    mail.refresh_from_db()
    assert mail.sent_at is not None or mail.state == MailState.FAILED


def test_a_person_without_address_gets_no_mail_and_stops_nothing(write, learner):
    mail = write()
    learner.email = ""
    learner.save()
    delivery.deliver.func(mail.pk)
    mail.refresh_from_db()
    assert mail.last_error == "ValueError: The person has no e-mail address."


def test_what_was_given_up_can_be_tried_again(write):
    mail = write(tries=delivery.MOST_TRIES, tried_at=timezone.now(), last_error="ConnectionRefusedError")
    assert delivery.deliver_waiting() == 0
    delivery.try_again(mail)
    mail.refresh_from_db()
    assert (mail.state, len(post.outbox)) == (MailState.SENT, 1)
    with pytest.raises(NothingToTry):
        delivery.try_again(mail)
    assert len(post.outbox) == 1


def test_a_mail_on_its_way_is_not_tried_again(write):
    with pytest.raises(NothingToTry):
        delivery.try_again(write(tries=1, tried_at=timezone.now()))


def test_mails_are_found_by_what_became_of_them(write):
    waiting, sent, failed = write(), write(sent_at=timezone.now()), write(last_error="No")
    assert list(queries.mails("waiting")) == [waiting]
    assert list(queries.mails("sent")) == [sent]
    assert list(queries.mails("failed")) == [failed]
    assert queries.mails("x").count() == 3
