"""Tells people things: a notice in the portal at once, a mail when the transaction is committed."""

from django.db import transaction
from django.utils import timezone, translation

from pdportal.notices import delivery, postman
from pdportal.notices.queries import unread
from pdportal.notices.records import MailChoice, Notice, OutgoingMail


def tell(recipient, kind, *, subject, body, url="", mail=True, invitation=None, about="", change="", at=None):
    """Tell ``recipient`` once, in the portal and (with ``mail``) by mail; returns the Notice, None if told before.

    ``subject`` and ``body`` may be lazy translations or functions without arguments; they are read in the recipient's
    language. ``url`` is a path in the portal, or a function giving one. ``invitation`` is ``(method, text)`` of an
    iCalendar part (RFC 6047). With ``about`` (the thing, such as ``registration-7``) a person is told of each
    ``change`` of it once; whoever calls holds the lock on the thing. The mail leaves when the transaction is committed,
    and after the page has answered, so nobody is told of what was rolled back.
    """
    at = at or timezone.now()
    if about and Notice.objects.filter(recipient=recipient, about=about, change=change).exists():
        return None
    with translation.override(recipient.language):
        subject, body, url = " ".join(str(_read(subject)).split()), str(_read(body)), str(_read(url))
    notice = Notice.objects.create(
        recipient=recipient, kind=kind, about=about, change=change, subject=subject[:200], body=body, url=url[:300],
        created_at=at,
    )  # fmt: skip
    if mail and recipient.email and recipient.is_active:
        method, text = invitation or ("", "")
        letter = OutgoingMail.objects.create(
            recipient=recipient,
            about=about,
            subject=subject[:200],
            body=delivery.letter(body, url),
            calendar_method=method,
            calendar_text=text,
            created_at=at,
            due_at=at,
        )
        transaction.on_commit(lambda: postman.post(letter))
    return notice


def mark_read(person, *, notice=None, at=None):
    """Note that ``person`` has read ``notice`` (or everything); what was read before keeps its moment. How many."""
    waiting = unread(person) if notice is None else unread(person).filter(pk=notice.pk)
    return waiting.update(read_at=at or timezone.now())


def choose_mail(person, *, reminders):
    """Note whether ``person`` wants reminders by mail too. Twice changes nothing."""
    MailChoice.objects.update_or_create(person=person, defaults={"reminders": reminders})


def _read(text):
    return text() if callable(text) else text
