"""What a reader of reports may see, and the date a report speaks of."""

import datetime as dt
from dataclasses import dataclass
from functools import wraps
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pdportal.common.dates import end_of_day, parse_date, today
from pdportal.people import oversight
from pdportal.people.choices import Role
from pdportal.people.permissions import can_coordinate, can_read_reports
from pdportal.people.queries import appointments_on
from pdportal.people.records import School
from pdportal.transcripts.records import Completion

EARLIEST = dt.date(1990, 1, 1)


@dataclass(frozen=True)
class Moment:
    """The date a report speaks of, and whether it shows what was known on that day or what is known today."""

    as_of: dt.date
    known_then: bool = False

    @property
    def known_at(self):
        """The aware moment whose knowledge of the ledger counts; None for now."""
        return end_of_day(self.as_of) if self.known_then else None

    @property
    def is_past(self):
        """True where the date is not today."""
        return self.as_of != today()

    @property
    def made_at(self):
        """Now: the moment at which a report is read or printed."""
        return timezone.now()

    @property
    def tag(self):
        """What names of exported files end in, such as ``2026-10-01`` or ``2026-10-01-as-known-then``."""
        return f"{self.as_of}-as-known-then" if self.known_then else str(self.as_of)

    def completions(self, *, revoked=False):
        """The completions that were true at this moment, as far as was or is known; with ``revoked`` those too."""
        found = Completion.objects.filter(completed_on__lte=self.as_of)
        if self.known_then:
            return found.filter(recorded_at__lte=self.known_at) if revoked else found.known_at(self.known_at)
        return found if revoked else found.standing()

    @property
    def query(self):
        """The query string that keeps this moment in links; empty for today."""
        if not self.is_past:
            return ""
        return urlencode({"as_of": self.as_of.isoformat()} | ({"known": "then"} if self.known_then else {}))


def moment_of(request):
    """The Moment the query string asks for. What is no date, or lies ahead, gives today and a message."""
    text = request.GET.get("as_of", "").strip()
    day = parse_date(text[:10] if len(text) == 10 else "")
    if text and (day is None or not EARLIEST <= day <= today()):
        messages.warning(request, _("That is not a past date, so the report shows today. Write dates like 2026-10-01."))
        day = None
    known_then = day is not None and request.GET.get("known") == "then"
    return Moment(day or today(), known_then)


def report(view):
    """A view that only reads, for those who have a building or the district to report on; hidden from others."""
    return _guarded(view, can_read_reports)


def district_report(view):
    """A view that only reads, for coordinators and directors; hidden from others."""
    return _guarded(view, can_coordinate)


def district_change(view):
    """A view that changes something (POST only), for coordinators and directors; hidden from others."""
    return _guarded(view, can_coordinate, require_POST)


def report_change(view):
    """A view that changes something (POST only), for those who have something to report on; hidden from others."""
    return _guarded(view, can_read_reports, require_POST)


def _guarded(view, may, methods=require_safe):
    @login_required
    @methods
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not may(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def buildings_of(viewer):
    """The schools ``viewer`` may report on today: a principal's own, or all."""
    if can_coordinate(viewer):
        return School.objects.all()
    led = appointments_on(today()).filter(person=viewer, role=Role.PRINCIPAL)
    return School.objects.filter(pk__in=led.values("school"))


def people_of(viewer):
    """Everybody in the scope of ``viewer`` today, as a queryset of User; oversight is the only judge."""
    return oversight.reportable_to(viewer)


def staff_of(viewer, school, on):
    """Those in the scope of ``viewer`` today who worked at ``school`` on the date ``on``.

    A principal sees nobody who has left the building since, not even in a report on a past date.
    """
    held = appointments_on(on).filter(school=school)
    return people_of(viewer).filter(pk__in=held.values("person"))  # not Exists: SQLite would ask the school per person
