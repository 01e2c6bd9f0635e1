"""How long the district keeps what proves a training, each kind of record with the source of its period.

Nothing is ever deleted by itself. A period that no rule was read for is the district's own and “to be confirmed”.
"""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from pdportal.common.dates import add_months


@dataclass(frozen=True)
class Retention:
    """So many ``years`` (None: for good), for a reason; the ``rule`` was read at ``address`` on ``checked_on``."""

    name: str
    years: int | None
    why: str
    rule: str = ""
    address: str = ""
    checked_on: dt.date | None = None

    @property
    def confirmed(self):
        """True where the period stands in a rule that was read."""
        return self.checked_on is not None

    def keep_until(self, day, valid_until=None):
        """The last day on which papers of ``day`` are kept for certain: the period, or as long as they are valid."""
        return max(add_months(day, 12 * self.years), valid_until or dt.date.min)

    def over_before(self, on):
        """Papers of days before the one returned need not be kept on the day ``on`` any more."""
        return add_months(on, -12 * self.years)


ATTENDANCE = Retention(
    name=_("Attendance lists"),
    years=7,
    why=_("Providers must keep records of attendance so long."),
    rule="19 TAC §232.21(b)–(c)",
    address="https://regulations.justia.com/states/texas/title-19/part-7/chapter-232/subchapter-a/section-232-21",
    checked_on=dt.date(2026, 11, 20),
)
COMPLETIONS = Retention(
    name=_("Completions and certificates"),
    years=None,
    why=_("Kept for good: educators may be audited at random at any renewal, and certificates must stay checkable."),
    rule="19 TAC §232.16",
    address="https://www.law.cornell.edu/regulations/texas/19-Tex-Admin-Code-SS-232-16",
    checked_on=dt.date(2026, 11, 20),
)
PROOFS = Retention(
    name=_("Proofs (files behind a completion)"),
    years=7,
    why=_(
        "As long as attendance lists, and never shorter than the completion is valid. No rule was read that says so."
    ),
)
IMPORTS = Retention(
    name=_("Tables of past completions that were imported"),
    years=7,
    why=_("As long as attendance lists, counted from the day they were written. No rule was read that says so."),
)
ALL = (ATTENDANCE, COMPLETIONS, PROOFS, IMPORTS)
