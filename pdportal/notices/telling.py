"""Tells people things: a notice in the portal at once, a mail when the transaction is committed."""

from django.db import transaction
from django.utils import timezone, translation

from pdportal.notices import delivery
from pdportal.notices.queries import unread
from pdportal.notices.records import Notice, OutgoingMail


def tell(recipient, kind, *, subject, body, url="", mail=True, invitation=None, at=None):
    """Tell ``recipient`` once, in the portal and (with ``mail``) by mail; returns the Notice.

    ``subject`` and ``body`` may be lazy translations or functions without arguments; they are read in the recipient's
    language. ``url`` is a path in the portal, or a function giving one. ``invitation`` is ``(method, text)`` of an
    iCalendar part (RFC 6047). The mail leaves on commit, so nobody is told of what was rolled back.
    """
    at = at or timezone.now()
    with translation.override(recipient.language):
        subject, body, url = " ".join(str(_read(subject)).split()), str(_read(body)), str(_read(url))
    notice = Notice.objects.create(
        recipient=recipient, kind=kind, subject=subject[:200], body=body, url=url[:300], created_at=at
    )
    if mail and recipient.email and recipient.is_active:
        method, text = invitation or ("", "")
        letter = OutgoingMail.objects.create(
            recipient=recipient,
            subject=subject[:200],
            body=delivery.letter(body, url),
            calendar_method=method,
            calendar_text=text,
            created_at=at,
        )
        transaction.on_commit(lambda: delivery.deliver.enqueue(letter.pk))
    return notice


def mark_read(person, *, notice=None, at=None):
    """Note that ``person`` has read ``notice`` (or everything); what was read before keeps its moment. How many."""
    waiting = unread(person) if notice is None else unread(person).filter(pk=notice.pk)
    return waiting.update(read_at=at or timezone.now())


def _read(text):
    return text() if callable(text) else text
