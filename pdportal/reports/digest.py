"""The digest: one page for a principal or coordinator, exceptions first, in the words of the reports.

A principal gets the people of the own building by name, the coordinator the buildings. What the mail says is what the
page ``/reports/digest/`` shows: both are ``letter``.
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pdportal.common.dates import in_words, today
from pdportal.notices.choices import Rhythm
from pdportal.notices.records import DigestChoice
from pdportal.notices.telling import tell
from pdportal.people.choices import Role
from pdportal.people.permissions import can_coordinate
from pdportal.people.queries import people_with
from pdportal.reports import building
from pdportal.reports.errors import SampleTooSoon
from pdportal.reports.matrix import matrix_for
from pdportal.reports.scope import Moment, buildings_of, people_of
from pdportal.requirements.choices import StatusCode
from pdportal.requirements.queries import open_requests

READERS = [Role.PRINCIPAL, Role.COORDINATOR]
MOST_LINES = 30
WEEK = dt.timedelta(days=7)
SOON = [StatusCode.DUE_SOON, StatusCode.EXPIRING]
BETWEEN_SAMPLES = dt.timedelta(minutes=5)


@dataclass(frozen=True)
class Letter:
    """What a digest says: a subject, counts, the exceptions (at most MOST_LINES), how many are left out."""

    subject: str
    counts: list
    lines: list
    more: int
    requests: int

    @property
    def text(self):
        """The body of the mail."""
        parts = [" · ".join(f"{label}: {count}" for label, count in self.counts)]
        if self.requests:
            words = ngettext(
                "%(count)s request for more time or a waiver waits for an answer.",
                "%(count)s requests for more time or a waiver wait for an answer.",
                self.requests,
            )
            parts.append(words % {"count": self.requests})
        parts.append("\n".join(f"• {line}" for line in self.lines) or _("Nothing is overdue, due soon or expiring."))
        if self.more:
            parts.append(_("… and %(count)s more in the portal.") % {"count": self.more})
        return "\n\n".join(parts)


def letter(reader, *, on=None):
    """The Letter for ``reader`` as things stand today (``on``), in the active language."""
    on = on or today()
    if can_coordinate(reader, on=on):
        where, (lines, counts) = settings.DISTRICT_NAME, _of_district(reader, on)
    else:
        schools = list(buildings_of(reader))
        where, (lines, counts) = ", ".join(map(str, schools)), _of_buildings(reader, schools, on)
    words = {"where": where, "day": in_words(on), "count": len(lines)}
    subject = ngettext(
        "%(where)s: %(count)s thing needs attention", "%(where)s: %(count)s things need attention", len(lines)
    )
    return Letter(
        subject=(subject if lines else _("%(where)s: nothing needs attention")) % words,
        counts=[(_("People"), people_of(reader).count()), *counts],
        lines=lines[:MOST_LINES],
        more=max(len(lines) - MOST_LINES, 0),
        requests=open_requests().filter(assignment__learner__in=people_of(reader)).count(),
    )


def _of_buildings(reader, schools, on):
    """Exceptions of the reader's own ``schools`` by person, the most urgent first, and counts by status."""
    reports = [building.report_on(reader, school, Moment(on)) for school in schools]
    found = sorted((pair for report in reports for pair in report.exceptions), key=lambda pair: pair[1].urgency)
    lines = [
        f"{line.person}: {status.requirement}. {status.label}. {status.why_of_other}"
        + (f" {_('More time or a waiver has been asked for.')}" if status.is_asked else "")
        for line, status in found
    ]
    counts = [
        (str(code.label), sum(report.counts.get(str(code), 0) for report in reports)) for code in building.EXCEPTIONS
    ]
    return list(dict.fromkeys(lines)), counts


def _of_district(reader, on):
    """Buildings with something late, due soon or expiring, the worst first, and counts by status."""
    found = matrix_for(reader, Moment(on))
    lines = []
    for school, cells in found.lines:
        late = sum(cell.late for cell in cells)
        soon = sum(cell.counts.get(code, 0) for cell in cells for code in SOON)
        if late or soon:
            words = {"school": school, "late": late, "soon": soon}
            lines.append(
                (-late, -soon, _("%(school)s: %(late)s overdue or expired, %(soon)s due or expiring soon") % words)
            )
    counts = [(str(code.label), sum(cell.counts.get(code, 0) for cell in found.totals)) for code in building.EXCEPTIONS]
    return [sentence for _late, _soon, sentence in sorted(lines)], counts


def monday_of(day):
    """The Monday of the week of ``day``."""
    return day - dt.timedelta(days=day.weekday())


def next_on(choice, *, on=None):
    """The Monday on which the digest comes next; None where it never does."""
    on = on or today()
    if choice.rhythm == Rhythm.OFF:
        return None
    monday = monday_of(on)
    while not _is_due(choice, monday):
        monday += WEEK
    return max(monday, on) if monday == monday_of(on) else monday


def send_all(*, at=None):
    """Send the digest of this week to everybody who wants it and has not got it; returns how many were sent.

    Whoever leads a building or the district gets it without asking for it, until they choose otherwise. Running it
    twice, or twice at once, sends nothing twice.
    """
    at = at or timezone.now()
    monday, sent = monday_of(today(at)), 0
    for reader in people_with(today(at), role__in=READERS).order_by("pk"):
        DigestChoice.objects.get_or_create(person=reader)
        with transaction.atomic():
            choice = DigestChoice.objects.select_for_update().get(person=reader)
            if choice.rhythm == Rhythm.OFF or not _is_due(choice, monday):
                continue
            choice.sent_for = monday
            choice.save(update_fields=["sent_for"])
            _send(reader, at=at)
            sent += 1
    return sent


@transaction.atomic
def send_sample(reader, *, at=None):
    """Send ``reader`` the digest as it stands now, whatever the rhythm. Raises SampleTooSoon within five minutes."""
    at = at or timezone.now()
    DigestChoice.objects.get_or_create(person=reader)
    choice = DigestChoice.objects.select_for_update().get(person=reader)
    if choice.sample_at and at - choice.sample_at < BETWEEN_SAMPLES:
        raise SampleTooSoon
    choice.sample_at = at
    choice.save(update_fields=["sample_at"])
    _send(reader, at=at)


def _is_due(choice, monday):
    if choice.sent_for is None:
        return True
    apart = 2 if choice.rhythm == Rhythm.FORTNIGHTLY else 1
    return monday - choice.sent_for >= apart * WEEK


def _send(reader, *, at):
    with translation.override(reader.language):
        found = letter(reader, on=today(at))
        subject, body = found.subject, found.text
    tell(reader, "digest", subject=subject, body=body, url=lambda: reverse("reports:digest"), at=at)
