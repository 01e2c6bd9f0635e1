"""What people are told about their sessions: one notice and one mail each, with an invitation where there is a seat.

An invitation (REQUEST) goes only to who has a seat, and is taken back (CANCEL) from nobody else: a program that never
saw the first would show the second as something new.
"""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from events import ical, queries, wording
from events.choices import RegistrationStatus
from events.entries import path_of, personal_entry
from events.records import CalendarToken
from pdportal.notices.telling import tell


def tell_seated(registration, *, at=None):
    """“You have a seat”, with the invitation."""
    _tell(
        registration,
        "seat",
        at=at,
        method="REQUEST",
        subject=lambda title: _("You have a seat: %(title)s") % {"title": title},
        opening=lambda: _("You are signed up. The invitation with this mail puts the session in your calendar."),
    )


def tell_promoted(registration, *, at=None):
    """“You moved up from the waitlist”, with the invitation."""
    _tell(
        registration,
        "promoted",
        at=at,
        method="REQUEST",
        subject=lambda title: _("A seat is yours: %(title)s") % {"title": title},
        opening=lambda: _(
            "A seat became free and you were next in line: you now have a seat. If you cannot come, please cancel, "
            "so that the next person can."
        ),
    )


def tell_waiting(registration, place, *, at=None):
    """“You are on the waitlist”, with the place in line and without an invitation."""
    _tell(
        registration,
        "waitlist",
        at=at,
        subject=lambda title: _("You are on the waitlist: %(title)s") % {"title": title},
        opening=lambda: (
            _("The session is full. You are number %(place)s in line, and we tell you as soon as a seat is yours.")
            % {"place": place}
        ),
    )


def tell_left(registration, *, had_seat, at=None):
    """“You are no longer signed up”; takes the invitation back where there was a seat."""
    _tell(
        registration,
        "left",
        at=at,
        method="CANCEL" if had_seat else "",
        subject=lambda title: _("Cancelled for you: %(title)s") % {"title": title},
        opening=lambda: (
            _("You gave back your seat. You can sign up again as long as the session has not started.")
            if had_seat
            else _("You left the waitlist. You can sign up again as long as the session has not started.")
        ),
    )


def tell_changed(registration, *, at=None):
    """“The session has changed”: new time or place, with the new invitation for who has a seat."""
    _tell(
        registration,
        "changed",
        at=at,
        method="REQUEST" if _seated(registration) else "",
        subject=lambda title: _("Changed: %(title)s") % {"title": title},
        opening=lambda: _("Time or place of this session has changed. This is how it stands now."),
    )


def tell_cancelled(registration, reason, *, at=None):
    """“The session is cancelled”, with the reason; takes the invitation back where there was a seat."""
    _tell(
        registration,
        "cancelled",
        at=at,
        method="CANCEL" if _seated(registration) else "",
        subject=lambda title: _("Cancelled: %(title)s") % {"title": title},
        opening=lambda: _("This session will not take place. %(reason)s") % {"reason": reason},
    )


def _seated(registration):
    return registration.status == RegistrationStatus.REGISTERED


def _tell(registration, kind, *, subject, opening, method="", at=None):
    learner, session = registration.learner, registration.session
    with translation.override(learner.language):
        page = queries.pages_in(None, [session.event]).get(session.event.translation_key, session.event)
        link = session.online_url if method == "REQUEST" else ""
        invitation = None
        if method and learner.email:
            invitation = (method, ical.invitation(method, personal_entry(registration, page), learner))
        body = _body(session, page, opening(), online_url=link, also_in_feed=invitation and _has_feed(learner))
        tell(
            learner,
            f"session-{kind}",
            subject=subject(page.title),
            body=body,
            url=path_of(page, session),
            invitation=invitation,
            at=at,
        )


def _body(session, page, opening, *, online_url, also_in_feed):
    facts = [page.title, wording.when_text(session), wording.place_text(session), online_url]
    lines = [opening, "", *[fact for fact in facts if fact]]
    if also_in_feed:
        address = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('events:my_calendar')}"
        lines += [
            "",
            _(
                "You also subscribe to your personal calendar, which shows the same session. Some programs show both; "
                "you can delete either. %(address)s"
            )
            % {"address": address},
        ]
    return "\n".join(lines)


def _has_feed(learner):
    return CalendarToken.objects.filter(person=learner, revoked_at=None).exists()
