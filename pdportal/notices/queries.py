"""Reusable querysets about notices and mails."""

from django.db.models import Case, Value, When

from pdportal.notices.choices import MailState
from pdportal.notices.records import Notice, OutgoingMail


def unread(person):
    """Notices ``person`` has not opened, newest first."""
    return Notice.objects.filter(recipient=person, read_at=None)


def notices_of(person):
    """All notices of ``person``: unread ones first, each kind newest first."""
    is_read = Case(When(read_at=None, then=Value(0)), default=Value(1))
    return Notice.objects.filter(recipient=person).order_by(is_read, "-created_at", "-pk")


def mails(state=""):
    """Outgoing mails, newest first, in the MailState asked for; any other text gives all."""
    return in_state(OutgoingMail.objects.select_related("recipient"), state)


def in_state(mails, state):
    """Those of ``mails`` that are sent, waiting (not tried yet) or failed (refused the last time)."""
    if state == MailState.SENT:
        return mails.exclude(sent_at=None)
    if state == MailState.WAITING:
        return mails.filter(sent_at=None, last_error="")
    return mails.filter(sent_at=None).exclude(last_error="") if state == MailState.FAILED else mails
