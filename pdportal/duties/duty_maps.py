"""Job descriptions as they are in force on a day, each duty with the lessons and activities linked to it."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby

from pdportal.duties.records import DescriptionVersion, DutyLine, DutyLink, JobDescription
from pdportal.duties.targets import Target, targets


@dataclass(frozen=True)
class MappedDuty:
    """One duty: its line in the version in force, and what trains for it."""

    line: DutyLine
    targets: tuple[Target, ...]

    @property
    def is_trained(self):
        """True where something published is linked to it."""
        return bool(self.targets)


@dataclass(frozen=True)
class DutyMap:
    """A job description with its version in force and its duties in order."""

    description: JobDescription
    version: DescriptionVersion
    duties: tuple[MappedDuty, ...]

    @property
    def sections(self):
        """(heading, duties under it), in order."""
        return [(heading, list(group)) for heading, group in groupby(self.duties, key=lambda each: each.line.heading)]

    @property
    def untrained(self):
        """The duties nothing published is linked to."""
        return [duty for duty in self.duties if not duty.is_trained]

    @property
    def trained_count(self):
        """How many duties something is linked to."""
        return len(self.duties) - len(self.untrained)


def maps_on(day, *, known_at=None, descriptions=None):
    """The DutyMap of every job description in use on ``day``, by number; five queries.

    The version is the one in force on that day. Links are those of today, or those known at the aware moment
    ``known_at``, which leaves out later versions too.
    """
    versions = _versions_on(day, known_at, descriptions)
    lines = defaultdict(list)
    for line in DutyLine.objects.filter(version__in=versions).order_by("number"):
        lines[line.version_id].append(line)
    links = _links([line.duty_id for found in lines.values() for line in found], known_at)
    published = targets({key for keys in links.values() for key in keys})
    return [
        DutyMap(version.description, version, tuple(_mapped(line, links, published) for line in lines[version.pk]))
        for version in versions
    ]


def _versions_on(day, known_at, descriptions):
    found = DescriptionVersion.objects.filter(effective_on__lte=day, description__active=True)
    if known_at is not None:
        found = found.filter(published_at__lte=known_at)
    if descriptions is not None:
        found = found.filter(description__in=descriptions)
    found = found.defer("source_text").select_related("description").order_by("description__number", "number")
    return list({version.description_id: version for version in found}.values())


def _links(duties, known_at):
    """By duty id, the keys of what is linked to it, in the order in which they were linked."""
    found = defaultdict(list)
    standing = DutyLink.objects.standing(known_at).filter(duty__in=duties).order_by("pk")
    for duty_id, key in standing.values_list("duty_id", "page_key"):
        found[duty_id].append(key)
    return found


def _mapped(line, links, published):
    return MappedDuty(line, tuple(published[key] for key in links.get(line.duty_id, ()) if key in published))
