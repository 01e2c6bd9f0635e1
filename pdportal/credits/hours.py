"""What somebody's hours come to in every pack that follows from the roles held."""

import datetime as dt
from dataclasses import dataclass

from pdportal.common.dates import today
from pdportal.credits import offered, queries
from pdportal.credits.choices import CycleStart
from pdportal.credits.counting import Count, count, cycle_of
from pdportal.credits.records import RulePackVersion
from pdportal.transcripts.records import Completion


@dataclass(frozen=True)
class PackHours:
    """One pack and one person on a date. ``offers`` is what the district made available, for packs that count that."""

    version: RulePackVersion
    count: Count
    dates: tuple | None
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


def _offers(version, cycle, on):
    return tuple(offered.between(cycle.starts_on, min(cycle.ends_on, on))) if version.pack.is_offer else ()
