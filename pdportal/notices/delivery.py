"""Sends the mails that are waiting; one that cannot be sent stays and is tried again."""

import smtplib
from email.mime.base import MIMEBase
from email.mime.text import MIMEText

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from django_tasks import task

from pdportal.notices.records import OutgoingMail

MOST_TRIES = 8


def letter(body, url):
    """The text of a mail: what is to be said, then where to read on."""
    address = f"\n\n{settings.WAGTAILADMIN_BASE_URL}{url}" if url else ""
    return f"{body}{address}\n\n{settings.DISTRICT_NAME} · PD Portal\n"


@task()
def deliver(mail_id):
    """Send one mail if it still waits; a refusal by the mail server is written down, not raised."""
    mail = OutgoingMail.objects.select_related("recipient").filter(pk=mail_id, sent_at=None).first()
    if mail is None:
        return
    mail.tries += 1
    try:
        compose(mail).send()
    except (OSError, smtplib.SMTPException) as trouble:
        mail.last_error = f"{type(trouble).__name__}: {trouble}"[:300]
    else:
        mail.sent_at, mail.last_error = timezone.now(), ""
    mail.save(update_fields=["tries", "sent_at", "last_error"])


def deliver_waiting():
    """Try every waiting mail again, oldest first; returns how many were sent. Run by ``manage.py send_mail``."""
    waiting = OutgoingMail.objects.filter(sent_at=None, tries__lt=MOST_TRIES).order_by("created_at")
    ids = list(waiting.values_list("pk", flat=True))
    for mail_id in ids:
        deliver.func(mail_id)
    return OutgoingMail.objects.filter(pk__in=ids).exclude(sent_at=None).count()


def compose(mail):
    """The message for ``mail``: plain text, and a ``text/calendar`` alternative where it carries an invitation."""
    message = EmailMultiAlternatives(mail.subject, mail.body, settings.DEFAULT_FROM_EMAIL, [mail.recipient.email])
    if mail.calendar_text:
        part = MIMEText(mail.calendar_text, "calendar", "utf-8")
        part.replace_header("Content-Type", f'text/calendar; method={mail.calendar_method}; charset="utf-8"')
        message.attach(_as_alternative(part))
    return message


def _as_alternative(part: MIMEBase):
    return part
