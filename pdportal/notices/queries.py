"""Reusable querysets about notices and mails."""

from django.db.models import Case, Value, When

from pdportal.notices.choices import MailState
from pdportal.notices.records import MailChoice, Notice, OutgoingMail


def unread(person):
    """Notices ``person`` has not opened, newest first."""
    return Notice.objects.filter(recipient=person, read_at=None)


def notices_of(person):
    """All notices of ``person``: unread ones first, each kind newest first."""
    is_read = Case(When(read_at=None, then=Value(0)), default=Value(1))
    return Notice.objects.filter(recipient=person).order_by(is_read, "-created_at", "-pk")


def wants_reminders(person):
    """True where reminders come to ``person`` by mail as well as in the portal."""
    return not MailChoice.objects.filter(person=person, reminders=False).exists()


def mails(state=""):
    """Outgoing mails, newest first, in the MailState asked for; any other text gives all."""
    return in_state(OutgoingMail.objects.select_related("recipient"), state)


def in_state(mails, state):
    """Those of ``mails`` in ``state``; all of them for any other text."""
    unsent = mails.filter(sent_at=None)
    found = {
        MailState.SENT: mails.exclude(sent_at=None),
        MailState.WAITING: unsent.filter(due_at__isnull=False, last_error=""),
        MailState.FAILED: unsent.filter(due_at__isnull=False).exclude(last_error=""),
        MailState.GIVEN_UP: unsent.filter(due_at=None, replaced=False),
        MailState.REPLACED: unsent.filter(replaced=True),
    }
    return found.get(state, mails)


def troubled():
    """Mails that failed, whether they are tried again or were given up."""
    return OutgoingMail.objects.filter(sent_at=None, replaced=False).exclude(last_error="")
