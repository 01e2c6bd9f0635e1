"""Whether a learner may begin another attempt at a quiz: how many are left, and from when on. Pure."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from courses.errors import AttemptsUsedUp, MustWait
from pdportal.common import dates


@dataclass(frozen=True)
class Allowance:
    """What is allowed next. ``left`` is None where attempts are not counted; ``again_at`` where one has to wait."""

    left: int | None = None
    again_at: dt.datetime | None = None

    @property
    def is_used_up(self):
        """True where no attempt is left."""
        return self.left == 0

    @property
    def is_open(self):
        """True where another attempt may begin now."""
        return not self.is_used_up and self.again_at is None

    def check(self):
        """Raise AttemptsUsedUp or MustWait where no attempt may begin now."""
        if self.is_used_up:
            raise AttemptsUsedUp
        if self.again_at:
            local = timezone.localtime(self.again_at)
            raise MustWait(f"{dates.in_words(local)}, {dates.clock(local)}")


def allowance(limit, wait_minutes, attempts, extra, *, at):
    """The Allowance after ``attempts`` (of one cycle, newest first), with the ``extra`` ones a coordinator gave.

    Only what was handed in counts. An attempt given after the latest one may begin at once.
    """
    handed_in = [attempt for attempt in attempts if attempt.submitted_at]
    left = max(limit + len(extra) - len(handed_in), 0) if limit else None
    if not handed_in or not wait_minutes or left == 0:
        return Allowance(left)
    last = handed_in[0].submitted_at
    again_at = last + dt.timedelta(minutes=wait_minutes)
    is_given = any(given.granted_at >= last for given in extra)
    return Allowance(left, again_at if again_at > at and not is_given else None)
