"""The district as provider: attendance lists of its sessions, as an auditor asks for them, with retention dates."""

from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.conf import settings
from django.db.models import Count, Q
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.attendance import cycle_of
from events.choices import PRESENT as PRESENT_MARKS
from events.choices import RegistrationStatus, SessionStatus
from events.records import EventSession, Registration
from events.wording import place_text, when_text
from pdportal.common.dates import in_words, today
from pdportal.common.packets import Packet, safe
from pdportal.people.calendar import period_dates, period_of
from pdportal.transcripts import retention
from pdportal.transcripts.packets import STYLE, provider
from pdportal.transcripts.paper import typeset
from pdportal.transcripts.records import Completion
from pdportal.transcripts.wording import hours_text

MOST_DAYS = 366
BATCH = 50
SEATED = Q(registrations__status=RegistrationStatus.REGISTERED)
PRESENT = Q(registrations__attendance__in=PRESENT_MARKS)


class RangeForm(forms.Form):
    """From when until when; this school year so far, unless said otherwise."""

    first = forms.DateField(label=gettext_lazy("From"))
    last = forms.DateField(label=gettext_lazy("Until"))

    def __init__(self, data):
        """Days that are missing are filled in."""
        now = today()
        days = {"first": period_dates(period_of(now))[0].isoformat(), "last": now.isoformat()}
        super().__init__({name: data.get(name) or day for name, day in days.items()}, auto_id="range_%s")
        for field in self.fields.values():
            field.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "input"})

    def clean(self):
        """Refuse a range turned round, or longer than a year."""
        fields = super().clean()
        if {"first", "last"} <= set(fields):
            days = (fields["last"] - fields["first"]).days
            if days < 0:
                self.add_error("last", _("The last day lies before the first."))
            elif days > MOST_DAYS:
                self.add_error("last", _("Please choose at most a year at a time."))
        return fields


@dataclass(frozen=True)
class Attendee:
    """One person on a list: what the roster says, and what the ledger says of this session, if anything."""

    registration: Registration
    completion: Completion | None

    @property
    def hours(self):
        """Credit hours that stand; none where nothing was written or it was revoked."""
        return Decimal() if self.completion is None or self.completion.revoked_at else self.completion.credit_hours

    @property
    def code(self):
        """The certificate's code; empty where there is none."""
        certificate = getattr(self.completion, "certificate", None)
        return certificate.code if certificate else ""

    @property
    def remark(self):
        """That its line in the ledger was revoked, and why."""
        if self.completion is None or not self.completion.revoked_at:
            return ""
        return _("Revoked: %(reason)s") % {"reason": self.completion.revocation_reason}


@dataclass(frozen=True)
class AttendanceList:
    """One session and everybody who had a place, by name."""

    session: EventSession
    attendees: list

    @property
    def keep_until(self):
        """The last day on which it has to be kept."""
        return keep_until(self.session)

    def rows(self):
        """Its cells in the table of all lists."""
        for each in self.attendees:
            person, mark = each.registration.learner, each.registration
            yield [self.session.held_on, self.session.event.title, person.last_name, person.first_name, person.staff_id,
                   mark.get_attendance_display(), mark.minutes_attended, each.hours, each.code, each.remark,
                   self.keep_until]  # fmt: skip


def keep_until(session):
    """The last day on which the attendance of ``session`` has to be kept."""
    return retention.ATTENDANCE.keep_until(session.last_day or session.held_on)


def sessions_between(first, last):
    """Sessions that were held from ``first`` until ``last``, oldest first, with ``seated`` and ``present`` people."""
    held = EventSession.objects.filter(status=SessionStatus.SCHEDULED, held_on__range=(first, last))
    held = held.filter(ends_at__lt=timezone.now()).select_related("event", "school").order_by("starts_at", "pk")
    return held.annotate(seated=Count("registrations", SEATED), present=Count("registrations", SEATED & PRESENT))


def lists_between(first, last):
    """The AttendanceLists of these sessions, oldest first; two queries for fifty sessions."""
    sessions = list(sessions_between(first, last))
    for start in range(0, len(sessions), BATCH):
        yield from _lists(sessions[start : start + BATCH])


def packet_between(first, last, *, at=None):
    """The finished Packet: a PDF for each session, all lists as one table, and an index with retention dates."""
    at = at or timezone.now()
    packet, index, rows = Packet(at=at), [], []
    for each in lists_between(first, last):
        name = f"attendance/{safe(str(each.session.held_on), each.session.event.title)}-{each.session.pk}.pdf"
        index.append((each.session, each.keep_until, packet.add(name, _paper(each, at))))
        rows.extend(each.rows())
    packet.table("attendance.csv", _header(), rows)
    packet.add("index.css", STYLE.read_bytes())
    context = {"index": index, "first": first, "last": last, "made_at": at, "rule": retention.ATTENDANCE}
    packet.add("index.html", render_to_string("reports/packet/index.html", context | provider()))
    return packet


def _lists(sessions):
    marks = Registration.objects.filter(session__in=sessions, status=RegistrationStatus.REGISTERED)
    marks = marks.select_related("learner").order_by("learner__last_name", "learner__first_name", "learner")
    written = {}
    cycles = [cycle_of(session) for session in sessions]
    for row in Completion.objects.filter(cycle__in=cycles).select_related("certificate").order_by("pk"):
        place = row.activity_key, row.cycle, row.learner_id
        if place not in written or written[place].revoked_at:
            written[place] = row
    attendees = {session.pk: [] for session in sessions}
    places = {session.pk: (session.event.translation_key, cycle_of(session)) for session in sessions}
    for mark in marks:
        completion = written.get((*places[mark.session_id], mark.learner_id))
        attendees[mark.session_id].append(Attendee(mark, completion))
    return [AttendanceList(session, attendees[session.pk]) for session in sessions]


def _header():
    return [_("Date"), _("Title"), _("Last name"), _("First name"), _("Staff number"), _("Attendance"), _("Minutes"),
            _("Credit hours"), _("Certificate"), _("Remark"), _("Keep until")]  # fmt: skip


def _paper(each, at):
    session = each.session
    number = settings.PROVIDER_NUMBER
    return typeset("attendance.typ", {
        "language": translation.get_language(),
        "title": _("Attendance list"),
        "activity": session.event.title,
        "provider": settings.DISTRICT_NAME,
        "number": _("Provider number %(number)s") % {"number": number} if number else "",
        "facts": [when_text(session), place_text(session),
                  _("Credit hours: %(hours)s") % {"hours": hours_text(session.event.credit_hours)}],
        "columns": [_("Name"), _("Staff number"), _("Attendance"), _("Minutes"), _("Hours"), _("Certificate")],
        "rows": [_cells(one) for one in each.attendees],
        "empty": _("Nobody had a place."),
        "keep": _("To be kept until %(day)s at least (%(rule)s).")
        % {"day": in_words(each.keep_until), "rule": retention.ATTENDANCE.rule},
        "made": _("Made on %(date)s") % {"date": in_words(today(at))},
        "page": _("Page {page} of {pages}"),
    }, made_at=at)  # fmt: skip


def _cells(one):
    mark = one.registration
    return {
        "name": str(mark.learner),
        "remark": one.remark,
        "cells": [mark.learner.staff_id or "", str(mark.get_attendance_display()), str(mark.minutes_attended or ""),
                  hours_text(one.hours) if one.hours else "", one.code],
    }  # fmt: skip
