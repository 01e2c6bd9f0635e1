"""Looks at what must fit together in a rule before it is saved."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from pdportal.requirements.choices import DueAnchor, LateHires, Recurrence

LEAP_YEAR = 2024
TURNS = ["turn_2", "turn_3", "turn_4", "turn_5"]


class RuleCheck:
    """Looks at the parts of a rule that depend on one another."""

    def __init__(self, cleaned):
        """Remember what was filled in; what was wrong by itself is not there."""
        self.get = cleaned.get
        self.yearly = cleaned.get("recurrence") == Recurrence.YEARLY

    def problems(self):
        """``(field name, sentence)`` of everything that does not fit together."""
        for check in (self._due, self._opening, self._late, self._rotation, self._validity):
            yield from check()

    def _due(self):
        anchor = self.get("due_anchor")
        if anchor == DueAnchor.WINDOW and not _is_day(self.get("due_month"), self.get("due_day")):
            yield "due_day", _("Give the month and the day on which it is due every year.")
        if anchor == DueAnchor.FIXED and not self.get("due_on"):
            yield "due_on", _("Give the date on which it is due.")
        if anchor == DueAnchor.ACTIVITY and not self.get("due_after"):
            yield "due_after", _("Choose the activity from whose completion the days are counted.")
        if anchor == DueAnchor.ACTIVITY and _same(self.get("activity"), self.get("due_after")):
            yield "due_after", _("An activity cannot be due after itself.")

    def _opening(self):
        month, day = self.get("opens_month"), self.get("opens_day")
        if month is None and day is None:
            return
        if not self.yearly:
            yield "opens_day", _("Only what is required every year opens on a day of the year.")
        elif not _is_day(month, day):
            yield "opens_day", _("Give the month and the day on which it opens every year.")
        elif self.get("due_anchor") == DueAnchor.WINDOW and _in_school_year(month, day) > _in_school_year(
            self.get("due_month") or 6, self.get("due_day") or 30
        ):
            yield "opens_day", _("It must open before it is due, in the same year from July to June.")

    def _late(self):
        late = self.get("late_hires")
        if late == LateHires.NEXT_ROUND and not self.yearly:
            yield "late_hires", _("What is required once has no next round.")
        if late == LateHires.EXEMPT and not self.get("exempt_after"):
            yield "exempt_after", _("Give the day after which somebody who starts is exempt.")

    def _rotation(self):
        pages = [self.get("activity"), *(self.get(name) for name in TURNS)]
        keys = [page.translation_key for page in pages if page]
        if len(keys) > 1 and not self.yearly:
            yield "turn_2", _("Only what is required every year can take turns.")
        if len(keys) != len(set(keys)):
            yield "turn_2", _("Each activity can have one turn only.")

    def _validity(self):
        if self.yearly and self.get("valid_months"):
            yield "valid_months", _("What is required every year comes back by itself; leave this empty.")


def _is_day(month, day):
    try:
        return bool(dt.date(LEAP_YEAR, month or 0, day or 0))
    except ValueError:
        return False


def _in_school_year(month, day):
    """A number that grows from 1 July to 30 June."""
    return (month - 7) % 12, day


def _same(one, other):
    """True where both pages are the same activity, in whatever language."""
    return bool(one and other) and one.translation_key == other.translation_key
