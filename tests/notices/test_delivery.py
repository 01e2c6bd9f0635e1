"""Mails leave once, survive a mail server that is down, and carry invitations the way calendars read them."""

import datetime as dt
import email
import email.policy
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


def test_delivering_twice_sends_once(write):
    mail = write()
    delivery.deliver(mail)
    delivery.deliver(mail)
    mail.refresh_from_db()
    assert (len(post.outbox), mail.tries, mail.state) == (1, 1, MailState.SENT)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_eight_workers_at_once_send_once(site, write):
    mail = write()
    barrier, trouble = threading.Barrier(8), []

    def run():
        try:
            barrier.wait(10)
            delivery.deliver(mail)
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
    delivery.deliver(mail)
    mail.refresh_from_db()
    assert (mail.sent_at, mail.tries, mail.state) == (None, 1, MailState.FAILED)
    assert mail.last_error.startswith("ConnectionRefusedError")


def test_telling_works_while_the_mail_server_is_down(learner, mail_server_down, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        tell(learner, "seat", subject="A seat is free", body="Come in.")
    assert (learner.notices.count(), OutgoingMail.objects.get().state) == (1, MailState.FAILED)


def test_pauses_double_until_it_is_given_up(write, mail_server_down):
    at = timezone.now()
    mail = write(created_at=at)
    for tries, minute in enumerate((0, 2, 6, 14, 30, 62, 126, 254, 510, 1022, 2046, 4094)):
        for moment in (at + (minute - 1) * MINUTE, at + minute * MINUTE):
            assert OutgoingMail.objects.get().tries == tries
            delivery.deliver_waiting(at=moment)
    mail.refresh_from_db()
    assert (mail.tries, mail.due_at, mail.state) == (12, None, MailState.GIVEN_UP)
    assert delivery.deliver_waiting(at=at + dt.timedelta(days=99)) == 0


def test_the_command_sends_what_waits_once_the_server_is_back(write, mail_server_down, settings, capsys):
    mail = write()
    call_command("send_mail")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    call_command("send_mail")
    OutgoingMail.objects.filter(pk=mail.pk).update(due_at=timezone.now())
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


def test_one_refused_address_does_not_hold_up_the_others(write, mail_server, teacher):
    bad, good = write(recipient=teacher), write(calendar_text=INVITATION, calendar_method="REQUEST")
    mail_server.answers[teacher.email] = "550 unknown"
    assert delivery.deliver_waiting() == 1
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, good.state, good.last_error) == (MailState.FAILED, MailState.SENT, "")
    assert bad.last_error == "SMTPRecipientsRefused: 550 unknown"
    received = email.message_from_bytes(mail_server.letters[0], policy=email.policy.default)
    assert [part.get_content_type() for part in received.iter_parts()] == ["text/plain", "text/calendar"]


def test_a_dead_address_is_given_up_after_three_tries_a_busy_one_later(write, mail_server, teacher, learner):
    at = timezone.now()
    dead, busy = write(recipient=teacher, created_at=at), write(created_at=at)
    mail_server.answers |= {teacher.email: "550 unknown", learner.email: "450 come back later"}
    for minute in (0, 2, 6):
        delivery.deliver_waiting(at=at + minute * MINUTE)
    dead.refresh_from_db()
    busy.refresh_from_db()
    assert (dead.state, dead.tries, busy.state, busy.tries) == (MailState.GIVEN_UP, 3, MailState.FAILED, 3)
    assert list(queries.troubled().order_by("pk")) == [dead, busy]
    mail_server.answers.clear()
    assert delivery.deliver_waiting(at=at + 14 * MINUTE) == 1


def test_a_server_that_hangs_up_gets_the_mail_once_it_stays(write, mail_server):
    at = timezone.now()
    mail = write(created_at=at)
    mail_server.answers["data"] = ""
    assert delivery.deliver_waiting(at=at) == 0
    mail.refresh_from_db()
    assert (mail.state, mail.last_error.partition(":")[0]) == (MailState.FAILED, "SMTPServerDisconnected")
    mail_server.answers.clear()
    assert (delivery.deliver_waiting(at=at + MINUTE), delivery.deliver_waiting(at=at + 2 * MINUTE)) == (0, 1)
    assert len(mail_server.letters) == 1


def test_a_round_speaks_to_the_server_once(write, mail_server):
    for number in range(3):
        write(subject=str(number))
    assert (delivery.deliver_waiting(), mail_server.connections) == (3, 1)


def test_a_cancellation_never_overtakes_its_invitation(write, mail_server, learner, teacher):
    at = timezone.now()
    fields = {"created_at": at, "about": "registration-7", "calendar_text": INVITATION}
    write("Invitation", calendar_method="REQUEST", **fields)
    cancellation = write("Cancellation", calendar_method="CANCEL", **fields)
    write("Another person", recipient=teacher, created_at=at)
    mail_server.answers[learner.email] = "450 come back later"
    assert (delivery.deliver_waiting(at=at), delivery.deliver(cancellation, at=at)) == (1, False)
    mail_server.answers.clear()
    assert delivery.deliver_waiting(at=at + 2 * MINUTE) == 2
    letters = [email.message_from_bytes(letter, policy=email.policy.default) for letter in mail_server.letters]
    assert [letter["Subject"] for letter in letters] == ["Another person", "Invitation", "Cancellation"]


def test_an_invitation_that_was_given_up_is_not_sent_after_its_cancellation(write):
    given_up = {"tries": 12, "due_at": None, "last_error": "No", "about": "registration-7"}
    old, other = write("Invitation", **given_up), write("Another", **given_up | {"about": "registration-8"})
    write("Cancellation", about="registration-7")
    assert delivery.deliver_waiting() == 1
    old.refresh_from_db()
    assert old.state == MailState.REPLACED
    with pytest.raises(NothingToTry):
        delivery.try_again(old)
    assert (delivery.make_all_due(), delivery.deliver_waiting()) == (1, 1)
    assert [message.subject for message in post.outbox] == ["Cancellation", "Another"]
    assert list(queries.mails("replaced")) == [old]
    assert list(queries.mails("given_up")) == []
    assert other.recipient == old.recipient


def test_the_queue_costs_the_same_question_for_one_and_for_many(write, django_assert_num_queries):
    write()
    with django_assert_num_queries(4):  # what is due, claimed, noted as sent; nothing else is due
        delivery.deliver_waiting()
    for _ in range(3):
        write()
    with django_assert_num_queries(10):  # of one person one after the other: 3 times 3, and the last look
        delivery.deliver_waiting()


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_timers_and_a_postman_keep_each_persons_order_and_send_once(site, write, mail_server, teacher, learner):
    for number in range(4):
        for person in (teacher, learner):
            write(str(number), recipient=person)

    def run():
        try:
            delivery.deliver_waiting()
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    letters = [email.message_from_bytes(letter, policy=email.policy.default) for letter in mail_server.letters]
    for person in (teacher, learner):
        assert [letter["Subject"] for letter in letters if letter["To"] == person.email] == ["0", "1", "2", "3"]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_the_page_does_not_wait_for_the_mail_server(site, learner, mail_server, settings):
    settings.MAIL_SENDING = "thread"
    mail_server.patience = threading.Event()  # the server answers nobody until it is set
    tell(learner, "seat", subject="A seat is free", body="Come in.")
    tell(learner, "seat", subject="Another", body="Come in.")
    assert list(OutgoingMail.objects.values_list("sent_at", flat=True)) == [None, None]
    mail_server.patience.set()
    for thread in threading.enumerate():
        if thread.name == "postman":
            thread.join(20)
    assert [mail.state for mail in OutgoingMail.objects.all()] == [MailState.SENT] * 2
    assert (len(mail_server.letters), threading.active_count() < 50) == (2, True)


def test_with_a_timer_nothing_is_sent_before_it(learner, settings, django_capture_on_commit_callbacks):
    settings.MAIL_SENDING = "timer"
    with django_capture_on_commit_callbacks(execute=True):
        tell(learner, "seat", subject="A seat is free", body="Come in.")
    assert post.outbox == []
    call_command("send_mail", verbosity=0)
    assert len(post.outbox) == 1


def test_an_address_no_mail_can_have_is_written_down(write, learner):
    learner.email = "nora@" + "ü" * 80 + ".example"
    learner.save()
    mail = write()
    delivery.deliver(mail)
    mail.refresh_from_db()
    assert mail.sent_at is not None or mail.state == MailState.FAILED


def test_a_person_without_address_gets_no_mail_and_stops_nothing(write, learner):
    mail = write()
    learner.email = ""
    learner.save()
    delivery.deliver(mail)
    mail.refresh_from_db()
    assert mail.last_error == "ValueError: The person has no e-mail address."


def test_what_was_given_up_can_be_tried_again(write):
    mail = write(tries=delivery.MOST_TRIES, due_at=None, last_error="ConnectionRefusedError")
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
