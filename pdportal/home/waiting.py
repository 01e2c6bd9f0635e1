"""What waits for the signed-in person in the admin, as a panel on its first page."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component

from courses.queries import waiting_for
from events import attendance_queries, proposal_queries, seat_queries
from mentoring import clock, silence
from mentoring.care_records import Concern
from mentoring.queries import unmatched
from pdportal.claims import queries as claims
from pdportal.common.dates import today
from pdportal.notices import queries as notices
from pdportal.partners import queries as partners
from pdportal.people.permissions import can_coordinate, can_read_reports
from pdportal.requirements.queries import open_requests


def items_for(user):
    """``[{"count", "label", "url"}]`` of what waits for ``user``; things with nothing waiting are left out."""
    signoffs = waiting_for(user).count()
    to_approve = seat_queries.to_approve(user, timezone.now()).count() if can_read_reports(user) else 0
    undecided = claims.waiting_for(user).count()
    there = attendance_queries.presence_waiting(user).count()
    found = [
        (signoffs, ngettext("practice step to sign off", "practice steps to sign off", signoffs), "courses:sign_offs"),
        (
            to_approve,
            ngettext("request to go to a session", "requests to go to a session", to_approve),
            "events:approvals",
        ),
        (there, ngettext("“I was there” to answer", "“I was there” to answer", there), "events:presence_queue"),
        (undecided, ngettext("claim to decide", "claims to decide", undecided), "claims:queue"),
    ]
    if can_coordinate(user):
        found += _of_the_district() + _of_mentoring()
    return [{"count": count, "label": label, "url": reverse(name)} for count, label, name in found if count]


def _of_the_district():
    """``(count, label, address)`` of what waits for whoever coordinates."""
    asked = open_requests().count()
    proposed = proposal_queries.to_answer().count()
    few = len(seat_queries.too_few(timezone.now()))
    unread = partners.calendars().exclude(trouble="").count()
    failed = notices.troubled().count()
    return [
        (
            asked,
            ngettext("request for more time or a waiver", "requests for more time or a waiver", asked),
            "requirements:requests",
        ),
        (proposed, ngettext("proposed session", "proposed sessions", proposed), "proposals:index"),
        (few, ngettext("session with few sign-ups", "sessions with few sign-ups", few), "event_sessions:few"),
        (
            unread,
            ngettext("partner calendar that could not be read", "partner calendars that could not be read", unread),
            "partner_calendars:index",
        ),
        (failed, ngettext("mail that could not be sent", "mails that could not be sent", failed), "mails:index"),
    ]


def _of_mentoring():
    """The same about mentoring."""
    alone = unmatched(today()).count()
    due = len(clock.near())
    silent = len(silence.missing())
    concerned = Concern.objects.filter(closed_at=None).count()
    return [
        (alone, ngettext("new librarian without a mentor", "new librarians without a mentor", alone), "matching:index"),
        (due, ngettext("mentor due soon or overdue", "mentors due soon or overdue", due), "matching:index"),
        (silent, ngettext("pair without contact", "pairs without contact", silent), "contact_hours:index"),
        (concerned, ngettext("concern about a pairing", "concerns about pairings", concerned), "concerns:index"),
    ]


class WaitingPanel(Component):
    """The panel “Waiting for you”."""

    name = "waiting"
    order = 50

    def __init__(self, request):
        self.request = request

    def render_html(self, parent_context=None):
        """The panel as HTML."""
        return render_to_string("home/admin/waiting_panel.html", {"items": items_for(self.request.user)})
