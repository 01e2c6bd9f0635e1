"""What the district keeps how long, and how much of each kind is due for disposal; nothing is deleted by itself."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from events.choices import SessionStatus
from events.records import EventSession
from pdportal.common.dates import start_of_day
from pdportal.transcripts import proofs, retention
from pdportal.transcripts.records import LedgerImport


@dataclass(frozen=True)
class Kind:
    """A Retention, how many records of its kind need not be kept any more (None: never), and where to see them."""

    rule: retention.Retention
    due: int | None = None
    address: str = ""

    @property
    def source(self):
        """Where the period stands, in one cell of a table."""
        if not self.rule.confirmed:
            return _("to be confirmed")
        return f"{self.rule.rule}, {self.rule.address}, {self.rule.checked_on}"


def kinds_on(day):
    """Every Kind as of ``day``; three queries."""
    before = retention.ATTENDANCE.over_before(day)
    held = EventSession.objects.filter(Q(last_day__lt=before) | Q(last_day=None, held_on__lt=before))
    tables = LedgerImport.objects.filter(written_at__lt=start_of_day(retention.IMPORTS.over_before(day)))
    return [
        Kind(retention.ATTENDANCE, held.filter(status=SessionStatus.SCHEDULED).count()),
        Kind(retention.COMPLETIONS),
        Kind(retention.PROOFS, proofs.due_for_disposal(on=day).count(), reverse("ledger:dispose")),
        Kind(retention.IMPORTS, tables.count(), reverse("ledger_imports:index")),
    ]
