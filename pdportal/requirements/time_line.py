"""The small picture of a preview: for people who start at different times, from the start to the due date."""

from dataclasses import dataclass

from pdportal.common.dates import add_months
from pdportal.requirements.preview import Hire

WIDTH, ROW, LEFT = 720, 36, 24


@dataclass(frozen=True)
class Bar:
    """A Hire on the time line: where it starts and is due, in units of a picture ``WIDTH`` wide."""

    hire: Hire
    y: int
    start: int
    end: int

    @property
    def is_left(self):
        """True where the date stands left of the end, as there is no room on its right."""
        return self.end > WIDTH - 80

    @property
    def text_x(self):
        """Where the date stands."""
        return self.end - 12 if self.is_left else self.end + 12

    @property
    def text_y(self):
        """Its base line: above the bar where it stands on it."""
        return self.y - 10 if self.is_left else self.y + 4


def time_line(rows):
    """``(bars, months)`` of a picture of ``rows`` (Hires): bars, and (x, first day) of every other month."""
    dates = [day for hire in rows for day in (hire.starts_on, hire.opens_on, hire.due_on) if day]
    first = min(dates).replace(day=1)
    last = add_months(max(dates), 1)
    scale = (WIDTH - 2 * LEFT) / max((last - first).days, 1)

    def x(day):
        return LEFT + round((day - first).days * scale)

    shown = enumerate(hire for hire in rows if hire.due_on)
    bars = [Bar(hire, 40 + number * ROW, x(hire.opens_on), x(hire.due_on)) for number, hire in shown]
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    step = max(1, count // 9)
    months = [(x(day), day) for day in (add_months(first, number) for number in range(0, count, step))]
    return bars, months
