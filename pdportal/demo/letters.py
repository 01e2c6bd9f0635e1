"""Mail of the last days as the coordinator sees it: most of it sent, one to a dead address given up."""

import datetime as dt

from django.db.models import F
from django.utils import timezone

from pdportal.notices.delivery import MOST_REFUSALS
from pdportal.notices.records import OutgoingMail

SHOWN = 40
REFUSED = "SMTPRecipientsRefused: 550 5.1.1 No such mailbox"


def post_letters(now=None):
    """Keep the latest letters as sent, and one as given up; drop the mails of months that never were."""
    now = now or timezone.now()
    latest = list(OutgoingMail.objects.filter(created_at__lte=now).order_by("-created_at", "-pk")[:SHOWN])
    OutgoingMail.objects.exclude(pk__in=[mail.pk for mail in latest]).delete()
    OutgoingMail.objects.update(sent_at=F("created_at"), tried_at=F("created_at"), tries=1, due_at=None)
    if len(latest) > 2:
        dead = latest[2]
        OutgoingMail.objects.filter(pk=dead.pk).update(
            sent_at=None, tries=MOST_REFUSALS, tried_at=dead.created_at + dt.timedelta(minutes=6),
            last_error=REFUSED,
        )  # fmt: skip
