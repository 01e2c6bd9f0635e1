"""How much time all rules together ask of a role in a school year, beside what the district wants to ask at most."""

from collections import defaultdict
from dataclasses import dataclass

from pdportal.people.audience import Holder, asks
from pdportal.people.calendar import period_of
from pdportal.people.choices import Role
from pdportal.people.queries import appointments_on
from pdportal.requirements.choices import Recurrence, RotateBy
from pdportal.requirements.queries import activity_minutes
from pdportal.requirements.records import RequirementVersion
from pdportal.requirements.rounds import activity_of
from pdportal.requirements.rule_records import TimeBudget

A_YEAR = 12  # months


@dataclass(frozen=True)
class RoleTime:
    """Required minutes of one role in a school year: of those who know the work, and of newcomers; None without any.

    ``limit`` is the district's budget for the role, or None where there is none yet.
    """

    role: Role
    minutes: int | None
    newcomer: int | None
    limit: int | None

    @property
    def is_over(self):
        """True where the budget is spent and more."""
        return self.limit is not None and (self.minutes or 0) > self.limit

    @property
    def share(self):
        """How much of the budget is spent, in percent, at most 100."""
        return min(100, round(100 * (self.minutes or 0) / self.limit)) if self.limit else 0


def with_version(version, *, requirement, on):
    """A RoleTime for every role that ``version`` (not saved yet) asks, in the school year of ``on``.

    All rules in force on that day count, with ``version`` in the place of the present rule of ``requirement``. Of those
    who hold the role in different schools, the ones asked most; no names and no lists of people are looked at. Six
    queries and one for each kind of activity.
    """
    versions = [version, *_in_force(on, without=requirement)]
    minutes = activity_minutes(key for found in versions for key in found.activity_keys)
    limits = _limits(period_of(on))
    found = []
    for role, holders in _holders(on).items():
        if any(asks(version.audience, holder) for holder in holders):
            totals = {holder: _total(versions, holder, minutes, period_of(on)) for holder in holders}
            usual = [total for holder, total in totals.items() if not holder.new_to]
            new = [total for holder, total in totals.items() if holder.new_to]
            found.append(RoleTime(Role(role), max(usual, default=None), max(new, default=None), limits.get(role)))
    return sorted(found, key=lambda row: Role.values.index(row.role))


def _in_force(on, *, without):
    versions = RequirementVersion.objects.filter(requirement__active=True, effective_on__lte=on)
    latest = {found.requirement_id: found for found in versions.order_by("effective_on", "number")}
    return [found for pk, found in latest.items() if pk != without.pk]


def _holders(on):
    """The kinds of appointments that there are, by role."""
    found = defaultdict(list)
    columns = "role", "school__level", "school_id", "new_to"
    for row in appointments_on(on).order_by().values_list(*columns).distinct():
        found[row[0]].append(Holder(*row))
    return found


def _limits(period):
    """The budget of each role: that of the latest year, this one or an earlier one."""
    return dict(TimeBudget.objects.filter(year__lte=period).order_by("year").values_list("role", "minutes"))


def _total(versions, holder, minutes, period):
    return sum(_minutes(found, holder, minutes, period) for found in versions if asks(found.audience, holder))


def _minutes(version, holder, minutes, period):
    """What one rule asks of somebody in one year: what is good for three years counts a third of its time."""
    if version.rotation and version.rotate_by == RotateBy.PERSON:
        return max(minutes.get(key, 0) for key in version.activity_keys)
    each = minutes.get(activity_of(version, period, 0), 0)
    if version.recurrence == Recurrence.YEARLY or holder.new_to or period_of(version.effective_on) == period:
        return each
    return round(each * A_YEAR / max(version.valid_months, A_YEAR)) if version.valid_months else 0
