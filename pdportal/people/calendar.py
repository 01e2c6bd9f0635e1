"""Working days on the district's school calendar, school years and semester ends."""

import datetime as dt
from dataclasses import dataclass

from pdportal.people.records import Closure, SchoolYear

LONGEST_CLOSURE = 400  # days looked through before a closure is taken for a slip of the pen
SUMMER_BEFORE_FIRST_YEAR = dt.timedelta(days=120)


@dataclass(frozen=True)
class SchoolCalendar:
    """The closures and school years, loaded once (two queries) and asked many times."""

    closures: tuple[tuple[dt.date, dt.date], ...]
    years: tuple[SchoolYear, ...]

    @classmethod
    def load(cls):
        """The calendar as it stands in the database."""
        return cls(
            tuple(Closure.objects.order_by("starts_on").values_list("starts_on", "ends_on")),
            tuple(SchoolYear.objects.order_by("starts_on")),
        )

    def is_open(self, day):
        """True on a weekday that no closure covers."""
        return day.weekday() < 5 and not any(first <= day <= last for first, last in self.closures)

    def next_open(self, day):
        """``day`` itself if schools are open, else the first open day after it.

        Where closures leave no open day for more than a year (somebody typed a wrong year), the next weekday.
        """
        return self._nearest_open(day, 1)

    def previous_open(self, day):
        """``day`` itself if schools are open, else the last open day before it; a weekday where there is none."""
        return self._nearest_open(day, -1)

    def add_working_days(self, day, count):
        """The ``count``-th open day after ``day``; with 0, the first open day from ``day`` on."""
        day = self.next_open(day) if count == 0 else day
        while count > 0:
            day = self.next_open(day + dt.timedelta(days=1))
            count -= 1
        return day

    def year_of(self, day):
        """The school year that holds ``day``; summer belongs to the year that follows. None where none is known."""
        for year in self.years:
            if day <= year.ends_on:
                known = year is not self.years[0] or day >= year.starts_on - SUMMER_BEFORE_FIRST_YEAR
                return year if known else None
        return None

    def year_in(self, period):
        """The school year that begins in the July-to-June year named ``period`` (2026-27), or None."""
        return next((year for year in self.years if period_of(year.starts_on) == period), None)

    def _nearest_open(self, day, step):
        found = day
        for _ in range(LONGEST_CLOSURE):
            if self.is_open(found):
                return found
            found += dt.timedelta(days=step)
        while day.weekday() > 4:
            day += dt.timedelta(days=step)
        return day


def period_of(day):
    """The name of the July-to-June year that holds ``day``: 2026-07-01 and 2027-06-30 are both ``2026-27``."""
    first = day.year if day.month >= 7 else day.year - 1
    return f"{first}-{(first + 1) % 100:02d}"


def period_dates(period):
    """The first and last day of the July-to-June year named ``period``; raises ValueError for any other name."""
    first = int(period[:4])
    dates = dt.date(first, 7, 1), dt.date(first + 1, 6, 30)
    if period_of(dates[0]) != period:
        raise ValueError(period)
    return dates
