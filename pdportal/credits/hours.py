"""What somebody's hours come to in every pack that follows from the roles held."""

import datetime as dt
from collections import defaultdict, namedtuple
from dataclasses import dataclass

from django.db.models import CharField
from django.db.models.functions import Cast

from pdportal.common.dates import today
from pdportal.credits import offered, queries
from pdportal.credits.choices import CycleStart
from pdportal.credits.counting import Count, Cycle, Totals, count, cycle_of, pace_of, totals
from pdportal.credits.records import RulePackVersion
from pdportal.transcripts.records import Completion

COUNTED_BY = ("activity_kind", "cycle", "credit_type", "credit_hours", "completed_on", "revoked_at")
Row = namedtuple("Row", ["learner_id", "activity_key", *COUNTED_BY])


@dataclass(frozen=True)
class Standing:
    """How somebody stands in one pack: what lists of thousands show."""

    cycle: Cycle
    totals: Totals
    pace: object

    @property
    def expires_on(self):
        """The last day of the cycle, where it is known."""
        return self.cycle.ends_on if self.cycle.known else None


@dataclass(frozen=True)
class PackHours:
    """One pack and one person on a date. ``offers`` is what the district made available, for packs that count that."""

    version: RulePackVersion
    count: Count
    dates: tuple | None = None
    offers: tuple = ()

    @property
    def pack(self):
        """The pack."""
        return self.version.pack

    @property
    def needs_dates(self):
        """True where the cycle is a guess until somebody enters the date of the certificate."""
        return self.version.cycle_start == CycleStart.PERSON and self.dates is None

    @property
    def offered_hours(self):
        """Hours the district has made available in the cycle so far."""
        return sum(offer.credit_hours for offer in self.offers)

    @property
    def offer_missing(self):
        """Hours the district has still to offer."""
        return max(self.version.hours_needed - self.offered_hours, 0)

    @property
    def taken(self):
        """How many of the activities on offer the person has taken."""
        done = {line.completion.activity_key for line in self.count.lines}
        return len([offer for offer in self.offers if offer.key in done])

    @property
    def earlier_on(self):
        """The last day of the cycle before this one."""
        return self.count.cycle.starts_on - dt.timedelta(days=1)


def of_person(person, *, on=None, known_at=None):
    """The PackHours of ``person`` on the date ``on`` (today), in the order of the packs.

    Four queries, and where a pack counts what was on offer, those of the sources of offers.
    """
    on = on or today()
    return for_versions(person, queries.versions_for(person, on), on=on, known_at=known_at)


def for_versions(person, versions, *, on, known_at=None):
    """The PackHours of ``person`` under these versions."""
    if not versions:
        return []
    dates = queries.certificate_dates([person.pk], [version.pack_id for version in versions])
    own = {version.pk: dates.get((person.pk, version.pack_id)) for version in versions}
    cycles = {version.pk: cycle_of(version, own[version.pk], on) for version in versions}
    first = min(cycle.starts_on for cycle in cycles.values())
    known = Completion.objects.known_at(known_at) if known_at else Completion.objects.standing()
    completions = list(known.filter(learner=person, completed_on__gte=first, completed_on__lte=on))
    return [
        PackHours(
            version, count(version, completions, cycles[version.pk], on=on, known_at=known_at), own[version.pk],
            _offers(version, cycles[version.pk], on),
        )
        for version in versions
    ]  # fmt: skip


def of_people(people, version, *, on, known_at=None):
    """``{person id: Standing}`` of ``people`` (ids, or a query of ids) under ``version`` on the date ``on``.

    Two queries for any number of people; equal to what ``for_versions`` says of each of them.
    """
    ids = list(people)
    dates = queries.certificate_dates(people, [version.pack_id])
    cycles = {pk: cycle_of(version, dates.get((pk, version.pack_id)), on) for pk in ids}
    rows = _rows_by_person(people, cycles, on, known_at)
    found = {}
    for pk, cycle in cycles.items():
        sums = totals(version, rows.get(pk, ()), cycle, on=on, known_at=known_at)
        found[pk] = Standing(cycle, sums, pace_of(sums, cycle, on))
    return found


def _rows_by_person(people, cycles, on, known_at):
    """What counting looks at, as plain rows with the key as text: objects would take most of the time."""
    if not cycles:
        return {}
    first = min(cycle.starts_on for cycle in cycles.values())
    known = Completion.objects.known_at(known_at) if known_at else Completion.objects.standing()
    known = known.filter(learner__in=people, completed_on__gte=first, completed_on__lte=on).order_by()
    rows = defaultdict(list)
    columns = known.values_list("learner_id", Cast("activity_key", CharField()), *COUNTED_BY)
    for row in map(Row._make, columns.iterator()):
        rows[row.learner_id].append(row)
    return rows


def on_offer(version, *, on):
    """The PackHours of a pack that counts offers, of nobody in particular."""
    cycle = cycle_of(version, None, on)
    return PackHours(version, count(version, [], cycle, on=on), offers=_offers(version, cycle, on))


def _offers(version, cycle, on):
    return tuple(offered.between(cycle.starts_on, min(cycle.ends_on, on))) if version.pack.is_offer else ()
