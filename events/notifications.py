"""What people are told about their sessions: one notice and one mail each, with an invitation where there is a seat.

An invitation (REQUEST) goes only to who has a seat, and is taken back (CANCEL) from nobody else: a program that never
saw the first would show the second as something new.
"""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from events import ical, queries, seat_queries, wording
from events.choices import RegistrationStatus
from events.entries import path_of, personal_entry
from events.feed_records import CalendarToken
from pdportal.common.dates import today
from pdportal.notices.telling import tell


def tell_registered(registration, *, place=1, at=None):
    """What signing up, or accepting an offer, led to: a seat, a seat kept for the principal's answer, or the line."""
    if registration.has_seat:
        tell_seated(registration, at=at)
    elif registration.status == RegistrationStatus.REGISTERED:
        tell_kept(registration, at=at)
    else:
        tell_waiting(registration, place, at=at)


def tell_seated(registration, *, at=None):
    """“You have a seat”, with the invitation; who signed the person up is named."""
    by = registration.registered_by
    _tell(
        registration,
        "seat",
        at=at,
        method="REQUEST",
        subject=lambda title: _("You have a seat: %(title)s") % {"title": title},
        opening=lambda: (
            _("You are signed up. The invitation with this mail puts the session in your calendar.")
            if by.pk == registration.learner_id
            else _(
                "%(name)s signed you up. The invitation with this mail puts the session in your calendar. If you "
                "cannot come, please cancel, so that the next person can."
            )
            % {"name": by}
        ),
    )


def tell_kept(registration, *, at=None):
    """“A seat is kept for you until your principal answers”; no invitation yet."""
    _tell(
        registration,
        "kept",
        at=at,
        subject=lambda title: _("Waiting for your principal: %(title)s") % {"title": title},
        opening=lambda: (
            _("A seat is kept for you until %(moment)s. It is yours once your principal has approved.")
            % {"moment": wording.moment_text(registration.approve_by)}
        ),
    )


def tell_promoted(registration, *, at=None):
    """“You moved up from the waitlist”, with the invitation."""
    if not registration.has_seat:
        tell_kept(registration, at=at)
        return
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


def tell_offered(registration, *, at=None):
    """“A seat is offered to you until …”: late in the day nobody is put into a seat unasked."""
    _tell(
        registration,
        "offered",
        at=at,
        subject=lambda title: _("A seat is offered to you: %(title)s") % {"title": title},
        opening=lambda: (
            _(
                "A seat became free and you are next in line. It is kept for you until %(moment)s. Please accept or "
                "decline; after that the next person is asked."
            )
            % {"moment": wording.moment_text(registration.offered_until)}
        ),
    )


def tell_confirm(registration, *, at=None):
    """“Are you coming?”, with the day by which to say so."""
    _tell(
        registration,
        "confirm",
        at=at,
        subject=lambda title: _("Are you coming? %(title)s") % {"title": title},
        opening=lambda: (
            _("Please confirm your seat by %(moment)s. Without an answer it goes to the next person in line.")
            % {"moment": wording.moment_text(registration.confirm_by)}
        ),
    )


def tell_ended(registration, *, had_seat, at=None):
    """“Your seat, offer or request is over”, with the reason; nothing where the person has left the district."""
    if registration.learner.is_active:
        _tell(
            registration,
            "ended",
            at=at,
            method="CANCEL" if had_seat else "",
            subject=lambda title: _("No longer signed up: %(title)s") % {"title": title},
            opening=lambda: wording.ending_text(registration),
        )


def tell_approved(registration, *, at=None):
    """“Your principal approved”: with the invitation where there is a seat."""
    _tell(
        registration,
        "approved",
        at=at,
        method="REQUEST" if registration.has_seat else "",
        subject=lambda title: _("Approved: %(title)s") % {"title": title},
        opening=lambda: (
            _("Your principal approved, and you have a seat.")
            if registration.has_seat
            else _("Your principal approved. You are on the waitlist, and we tell you as soon as a seat is yours.")
        ),
    )


def tell_approvers(registration, *, at=None):
    """Ask those who may approve; each in their own language, on the page where they answer."""
    learner, session = registration.learner, registration.session
    for person in seat_queries.approvers(learner, today(at)):
        with translation.override(person.language):
            page = _page_of(session, person.language)
            opening = _("%(name)s would like to go to this session. Please answer by %(moment)s.") % {
                "name": learner,
                "moment": wording.moment_text(registration.approve_by),
            }
            tell(
                person,
                "session-approve",
                subject=_("Please approve: %(name)s, %(title)s") % {"name": learner, "title": page.title},
                body=_body(session, page, opening, online_url="", also_in_feed=False),
                url=reverse("events:approvals"),
                at=at,
            )


def tell_changed(registration, *, at=None):
    """“The session has changed”: new time or place, with the new invitation for who has a seat."""
    _tell(
        registration,
        "changed",
        at=at,
        method="REQUEST" if registration.has_seat else "",
        subject=lambda title: _("Changed: %(title)s") % {"title": title},
        opening=lambda: _("Time or place of this session has changed. This is how it stands now."),
    )


def tell_cancelled(registration, reason, *, at=None):
    """“The session is cancelled”, with the reason; takes the invitation back where there was a seat."""
    _tell(
        registration,
        "cancelled",
        at=at,
        method="CANCEL" if registration.has_seat else "",
        subject=lambda title: _("Cancelled: %(title)s") % {"title": title},
        opening=lambda: _("This session will not take place. %(reason)s") % {"reason": reason},
    )


def _tell(registration, kind, *, subject, opening, method="", at=None):
    learner, session = registration.learner, registration.session
    with translation.override(learner.language):
        page = _page_of(session, learner.language)
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


def _page_of(session, language):
    """The event's page in ``language``; no query where the session's own page is in it, since the session is locked."""
    event = session.event
    if event.live and event.locale.language_code == language[:2]:
        return event
    return queries.pages_in(language, [event]).get(event.translation_key, event)


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
