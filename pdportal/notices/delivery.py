"""Sends the mails that are waiting; one that cannot be sent stays, and is tried again after ever longer pauses."""

import datetime as dt
import smtplib

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from pdportal.notices.errors import NothingToTry
from pdportal.notices.records import OutgoingMail

MOST_TRIES = 10  # with doubling pauses that is a day and a half, longer than any night or planned outage
SERVER_IS_DOWN = (smtplib.SMTPConnectError, smtplib.SMTPServerDisconnected, smtplib.SMTPHeloError)


def letter(body, url):
    """The text of a mail: what is to be said, then where to read on."""
    address = f"\n\n{settings.WAGTAILADMIN_BASE_URL}{url}" if url else ""
    return f"{body}{address}\n\n{settings.DISTRICT_NAME} · PD Portal\n"


@task()
def deliver(mail_id):
    """Send the mail ``mail_id`` if it is due. Running twice, even at once, sends once; trouble is written down."""
    _deliver(mail_id, timezone.now())


def deliver_waiting(*, at=None):
    """Try every mail that is due, oldest first; returns how many left. Run by ``manage.py send_mail``.

    Where the mail server itself does not answer, the round ends: the other mails would only wait for it too.
    """
    at = at or timezone.now()
    waiting = OutgoingMail.objects.filter(sent_at=None, tries__lt=MOST_TRIES).order_by("created_at", "pk")
    sent = 0
    for mail_id in list(waiting.values_list("pk", flat=True)):
        trouble = _deliver(mail_id, at)
        sent += trouble is None
        if _is_down(trouble):
            break
    return sent


def try_again(mail):
    """Send a mail that failed once more, whatever its tries so far. Raises NothingToTry unless it has failed."""
    failed = OutgoingMail.objects.filter(pk=mail.pk, sent_at=None).exclude(last_error="")
    if not failed.update(tries=0, tried_at=None, last_error=""):
        raise NothingToTry
    deliver.enqueue(mail.pk)


def try_all_again():
    """Try every mail that failed once more; returns how many."""
    failed = list(OutgoingMail.objects.filter(sent_at=None).exclude(last_error="").order_by("created_at", "pk"))
    OutgoingMail.objects.filter(pk__in=[mail.pk for mail in failed], sent_at=None).update(tries=0, tried_at=None)
    deliver_waiting()
    return len(failed)


def is_due(mail, at):
    """True where ``mail`` may be tried at the moment ``at``: never tried, or 2, 4, 8 … minutes after the last try."""
    if mail.sent_at or mail.tries >= MOST_TRIES:
        return False
    return mail.tried_at is None or mail.tried_at + dt.timedelta(minutes=2**mail.tries) <= at


def compose(mail):
    """The message for ``mail``: plain text, and an invitation as ``text/calendar`` alternative (RFC 6047)."""
    host = settings.CALENDAR_HOST
    message = EmailMultiAlternatives(
        mail.subject,
        mail.body,
        settings.DEFAULT_FROM_EMAIL,
        [mail.recipient.email] if mail.recipient.email else [],
        # A stable id lets a mailbox drop the second copy of a mail whose sending was cut off.
        headers={"Message-ID": f"<mail-{mail.pk}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    if mail.calendar_text:
        message.attach_alternative(mail.calendar_text, f"text/calendar; method={mail.calendar_method}")
    return message


def _deliver(mail_id, at):
    """Claim and send one mail. Returns None where it left, else the trouble; ``NothingToTry`` where it is not due."""
    mail = _claim(mail_id, at)
    if mail is None:
        return NothingToTry()
    try:
        if not compose(mail).send():
            raise ValueError("The person has no e-mail address.")
    except (
        OSError,
        smtplib.SMTPException,
        ValueError,
    ) as trouble:  # ValueError: an address or subject no mail can have
        _note(mail, last_error=f"{type(trouble).__name__}: {trouble}"[:300])
        return trouble
    _note(mail, sent_at=timezone.now(), last_error="")
    return None


def _claim(mail_id, at):
    """The mail, now counted as tried, or None: a conditional update, so that of two workers one gets it.

    The row is not locked while the mail server talks. A worker that dies meanwhile leaves a mail that was tried, which
    is due again after the pause.
    """
    mail = OutgoingMail.objects.select_related("recipient").filter(pk=mail_id, sent_at=None).first()
    if mail is None or not is_due(mail, at):
        return None
    same = OutgoingMail.objects.filter(pk=mail_id, sent_at=None, tries=mail.tries, tried_at=mail.tried_at)
    return mail if same.update(tries=F("tries") + 1, tried_at=at) else None


def _note(mail, **fields):
    OutgoingMail.objects.filter(pk=mail.pk, sent_at=None).update(**fields)


def _is_down(trouble):
    """True where the mail server could not be reached or spoken to, rather than refusing one mail."""
    if isinstance(trouble, smtplib.SMTPException):
        return isinstance(trouble, SERVER_IS_DOWN)
    return isinstance(trouble, OSError)
