"""How long the district keeps what proves a training, with the rule it follows."""

import datetime as dt
from dataclasses import dataclass

from pdportal.common.dates import add_months


@dataclass(frozen=True)
class Retention:
    """A rule: so many ``years`` after the event, as ``rule`` says at ``address``, read there on ``checked_on``."""

    years: int
    rule: str
    address: str
    checked_on: dt.date

    def keep_until(self, day):
        """The last day on which papers of ``day`` are kept for certain."""
        return add_months(day, 12 * self.years)


ATTENDANCE = Retention(
    years=7,
    rule="19 TAC §232.21(b)–(c)",
    address="https://regulations.justia.com/states/texas/title-19/part-7/chapter-232/subchapter-a/section-232-21",
    checked_on=dt.date(2026, 11, 20),
)
