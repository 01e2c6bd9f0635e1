"""Sends the mails that are due; one that cannot be sent stays, and is tried again after ever longer pauses.

``due_at`` says when a mail may be tried next; without it there is nothing more to do, because the mail has left or has
been given up. To one person mails leave in the order in which they were written: a cancellation never overtakes the
invitation it takes back.
"""

import datetime as dt
import smtplib

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from pdportal.notices.errors import NothingToTry
from pdportal.notices.records import OutgoingMail

MOST_TRIES = 12  # with doubling pauses that is nearly three days, longer than any weekend
MOST_REFUSALS = 3  # a server that says “never” is believed after some minutes
AT_ONCE = 50  # letters of one look into the queue
SERVER_TROUBLE = (
    smtplib.SMTPConnectError, smtplib.SMTPServerDisconnected, smtplib.SMTPHeloError, smtplib.SMTPAuthenticationError,
    smtplib.SMTPSenderRefused, smtplib.SMTPNotSupportedError,
)  # fmt: skip


def letter(body, url):
    """The text of a mail: what is to be said, then where to read on."""
    address = f"\n\n{settings.WAGTAILADMIN_BASE_URL}{url}" if url else ""
    return f"{body}{address}\n\n{settings.DISTRICT_NAME} · PD Portal\n"


def due(at):
    """Mails that may be tried at ``at``, longest due first; of one person only the first that has not left yet."""
    earlier = OutgoingMail.objects.filter(recipient=OuterRef("recipient"), pk__lt=OuterRef("pk"), due_at__isnull=False)
    found = OutgoingMail.objects.filter(~Exists(earlier), due_at__lte=at)
    return found.select_related("recipient").order_by("due_at", "pk")


def deliver_waiting(*, at=None):
    """Try every mail that is due; returns how many left. Run by ``manage.py send_mail`` and after each change.

    Safe in several copies at once. Where the mail server itself does not answer, the round ends: the other mails would
    only wait for it too.
    """
    at = at or timezone.now()
    sent = 0
    connection = get_connection()
    try:
        while mails := list(due(at)[:AT_ONCE]):
            for mail in mails:
                trouble = _deliver(mail, at, connection)
                sent += trouble is None
                if _is_down(trouble):
                    return sent
    finally:
        connection.close()
    return sent


def deliver(mail, *, in_turn=True, at=None):
    """Send ``mail`` if it is due and, ``in_turn``, next for its person; True where it left. Trouble is written down."""
    at = at or timezone.now()
    found = due(at).filter(pk=mail.pk) if in_turn else [mail]
    connection = get_connection()
    try:
        return any(_deliver(each, at, connection) is None for each in found)
    finally:
        connection.close()


def try_again(mail, *, at=None):
    """Send a mail that failed once more, whatever its tries so far; True where it left.

    Raises NothingToTry unless it has failed, and where a later mail about the same thing has replaced it.
    """
    if not _make_due(OutgoingMail.objects.filter(pk=mail.pk), at):
        raise NothingToTry
    return deliver(mail, at=at)


def make_all_due(*, at=None):
    """Let every mail that failed be tried once more; returns how many. They leave with the next round."""
    return _make_due(OutgoingMail.objects.all(), at)


def compose(mail, connection=None):
    """The message for ``mail``: plain text, and an invitation as ``text/calendar`` alternative (RFC 6047)."""
    host = settings.CALENDAR_HOST
    message = EmailMultiAlternatives(
        mail.subject,
        mail.body,
        settings.DEFAULT_FROM_EMAIL,
        [mail.recipient.email] if mail.recipient.email else [],
        connection=connection,
        # A stable id lets a mailbox drop the second copy of a mail whose sending was cut off.
        headers={"Message-ID": f"<mail-{mail.pk}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    if mail.calendar_text:
        message.attach_alternative(mail.calendar_text, f"text/calendar; method={mail.calendar_method}")
    return message


def _make_due(mails, at):
    failed = mails.filter(sent_at=None, replaced=False).exclude(last_error="")
    return failed.update(tries=0, due_at=at or timezone.now(), last_error="")


def _deliver(mail, at, connection):
    """Claim and send one mail. Returns None where it left, else the trouble; ``NothingToTry`` where another was faster.

    The row is not locked while the mail server talks. A worker that dies meanwhile leaves a mail that was tried, which
    is due again after the pause.
    """
    if not _claim(mail, at):
        return NothingToTry()
    try:
        connection.open()  # does nothing while it is open
        if not compose(mail, connection).send():
            raise ValueError("The person has no e-mail address.")
    # ValueError: an address or subject no mail can have
    except (OSError, smtplib.SMTPException, ValueError) as trouble:
        connection.close()
        given_up = mail.tries + 1 >= (MOST_REFUSALS if _is_for_good(trouble) else MOST_TRIES)
        _note(mail, last_error=_words(trouble), **({"due_at": None} if given_up else {}))
        return trouble
    _note(mail, sent_at=timezone.now(), due_at=None, last_error="")
    _replace_earlier(mail)
    return None


def _claim(mail, at):
    """Count ``mail`` as tried; a conditional update, so that of two workers one gets it."""
    pause = dt.timedelta(minutes=2 ** (mail.tries + 1))
    same = OutgoingMail.objects.filter(pk=mail.pk, sent_at=None, tries=mail.tries, due_at=mail.due_at)
    return same.update(tries=F("tries") + 1, tried_at=at, due_at=at + pause)


def _note(mail, **fields):
    OutgoingMail.objects.filter(pk=mail.pk, sent_at=None).update(**fields)


def _replace_earlier(mail):
    """What was given up about the same thing is history now: trying it again would bring back what is over."""
    if mail.about:
        given_up = OutgoingMail.objects.filter(recipient=mail.recipient_id, about=mail.about, pk__lt=mail.pk)
        given_up.filter(sent_at=None, due_at=None).update(replaced=True)


def _words(trouble):
    """What went wrong, as the mail server said it."""
    said = str(trouble)
    if isinstance(trouble, smtplib.SMTPRecipientsRefused):
        said = "; ".join(_answer(*each) for each in trouble.recipients.values())
    elif isinstance(trouble, smtplib.SMTPResponseException):
        said = _answer(trouble.smtp_code, trouble.smtp_error)
    return f"{type(trouble).__name__}: {said}"[:300]


def _answer(code, words):
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    return f"{code} {text}".replace("\x00", "")


def _is_down(trouble):
    """True where the mail server could not be reached or spoken to, rather than refusing one mail."""
    if isinstance(trouble, smtplib.SMTPException):
        return isinstance(trouble, SERVER_TROUBLE)
    return isinstance(trouble, OSError)


def _is_for_good(trouble):
    """True where the server said that this mail will never be taken (5xx), or no mail can be made of it."""
    if isinstance(trouble, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _words in trouble.recipients.values())
    if isinstance(trouble, smtplib.SMTPResponseException):
        return 500 <= trouble.smtp_code < 600 and not _is_down(trouble)
    return isinstance(trouble, ValueError)
