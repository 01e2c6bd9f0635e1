"""Turns sessions and registrations into calendar entries: one for everybody, one for the person with the seat."""

from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import queries, wording
from events.calendar_sources import Entry
from events.choices import RegistrationStatus, SessionStatus
from events.records import EventSession
from pdportal.common.dates import end_of_day, start_of_day

TENTATIVE = {
    RegistrationStatus.WAITLISTED: gettext_lazy("Waitlist: %(title)s"),
    RegistrationStatus.OFFERED: gettext_lazy("Seat offered: %(title)s"),
    RegistrationStatus.REGISTERED: gettext_lazy("Waiting for approval: %(title)s"),
}


def path_of(page, session=None):
    """The path of an event's page, down to one of its sessions; empty for a page outside every site."""
    parts = page.get_url_parts()
    if parts is None:
        return ""
    return f"{parts[2]}#session-{session.pk}" if session else parts[2]


def file_of(page, session):
    """The path of the calendar file of one session; it lies below its event's page."""
    return f"{path_of(page) or '/events/'}session/{session.pk}.ics"


def public_entry(session, page):
    """What everybody may know of ``session``, in the language in force; ``page`` is its event in that language.

    The link to an online meeting is left out: it is for those with a seat.
    """
    cancelled = session.status == SessionStatus.CANCELLED
    return Entry(
        uid=session.uid,
        kind="session",
        title=_("Cancelled: %(title)s") % {"title": page.title} if cancelled else page.title,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        changed_at=session.changed_at,
        sequence=session.sequence,
        status="CANCELLED" if cancelled else "CONFIRMED",
        place=wording.place_text(session),
        description=_description(session, page),
        url=path_of(page, session),
        categories=tuple(str(topic) for topic in page.topics.all()),
    )


def personal_entry(registration, page):
    """``registration``'s session as its learner sees it: tentative while waiting, with the online link once seated."""
    session = registration.session
    entry = replace(
        public_entry(session, page),
        changed_at=max(session.changed_at, registration.changed_at),
        # Both counters only rise, so their sum does: one UID, one rising number, wherever the change came from.
        sequence=session.sequence + registration.sequence,
    )
    if session.is_cancelled:
        return entry
    if registration.has_seat:
        return replace(entry, conference=session.online_url)
    if registration.status in TENTATIVE:
        title = TENTATIVE[registration.status] % {"title": page.title}
        return replace(entry, kind="waitlist", status="TENTATIVE", title=title)
    return entry


def presenter_entry(session, page, *, sequence, link):
    """``session`` as somebody who presents it sees it; ``sequence`` rises with every change, ``link`` may be empty."""
    return replace(public_entry(session, page), conference=link, sequence=sequence)


def presented_by(person, first, last):
    """Calendar source: what ``person`` presents from ``first`` to ``last`` and has no seat at."""
    held = queries.registrations_of(person).order_by().values("session")
    found = EventSession.objects.filter(
        presenters__person=person, starts_at__lt=end_of_day(last), ends_at__gt=start_of_day(first)
    ).exclude(queries.faded(timezone.now()))
    sessions = queries.localized(found.exclude(pk__in=held).select_related("event", "school"))
    return [_presented(session) for session in sessions]


def _presented(session):
    """The entry of a session in the calendar of whoever presents it, marked as such."""
    link = "" if session.is_cancelled else session.online_url
    entry = presenter_entry(session, session.event, sequence=session.sequence, link=link)
    if session.is_cancelled:
        return entry
    return replace(entry, title=_("You present: %(title)s") % {"title": session.event.title})


def _description(session, page):
    parts = [page.summary, session.note]
    if presenters := session.presented_by or page.presenter:
        parts.append(_("With %(name)s") % {"name": presenters})
    if page.credit_hours:
        parts.append(wording.credit_text(page.credit_hours))
    return "\n".join(part for part in parts if part)


def sessions_of(person, first, last):
    """Calendar source: what ``person`` signed up for from ``first`` to ``last``, in the language in force."""
    found = queries.registrations_of(person).filter(
        session__starts_at__lt=end_of_day(last), session__ends_at__gt=start_of_day(first)
    )
    found = found.exclude(queries.faded(timezone.now(), "session__"))
    registrations = queries.with_localized_events(found)
    return [personal_entry(registration, registration.session.event) for registration in registrations]
