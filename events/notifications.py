"""Tells people about their sessions: one notice and one mail for each change, with an invitation where there is a seat.

An invitation (REQUEST) goes only to who has a seat, and is taken back (CANCEL) from nobody else: a program that never
saw the first would show the second as something new. What is said stands in ``messages``.
"""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from events import ical, queries, seat_queries, wording
from events.choices import Ending, RegistrationStatus
from events.entries import path_of, personal_entry, presenter_entry
from events.feed_records import CalendarToken
from events.messages import MESSAGES, REQUEST
from pdportal.common.dates import today
from pdportal.notices.queries import wants_reminders
from pdportal.notices.telling import tell as tell_person

BY_ENDING = {Ending.WITHDRAWN: "left", Ending.REMOVED: "removed", Ending.DECLINED: "declined"}


def tell(registration, kind, *, change="", had_seat=False, at=None, **words):
    """Tell the person of ``registration`` what ``MESSAGES[kind]`` says, once for each change of row or session.

    ``change`` names the occasion where it is not a change of either. ``had_seat`` is true where a seat ends now.
    """
    _tell(
        registration.learner,
        registration.session,
        kind,
        opening=lambda message: message.opening(registration, words | {"had_seat": had_seat}),
        entry=lambda page: personal_entry(registration, page),
        invites=registration.has_seat or had_seat,
        link=registration.session.online_url if registration.has_seat and not registration.session.is_cancelled else "",
        about=about(registration),
        change=change or f"{kind} {registration.session.sequence + registration.sequence}",
        at=at,
    )


def tell_presenter(person, session, kind, *, above=0, at=None, **words):
    """Tell ``person``, who presents ``session`` or did so until now, what ``MESSAGES[kind]`` says; with invitation.

    ``above`` is the sequence of a seat they have as well: calendars go by the higher one of a UID. Nothing where the
    account is closed, or the session is over at ``at``.
    """
    if not person.is_active or session.ends_at <= (at or timezone.now()):
        return
    number = session.history.count()  # rises with every change of the session, so also when presenters come and go
    link = "" if session.is_cancelled or kind == "presenting-ended" else session.online_url
    _tell(
        person,
        session,
        kind,
        opening=lambda message: message.opening(None, words),
        entry=lambda page: presenter_entry(session, page, sequence=number + above, link=link),
        invites=True,
        link=link,
        about=f"presenting-{session.pk}",
        change=f"{kind} {number}",
        at=at,
    )


def about(registration):
    """What notices and mails about ``registration`` carry, so that each change is told once."""
    return f"registration-{registration.pk}"


def tell_registered(registration, *, place=1, at=None):
    """What signing up, or accepting an offer, led to: a seat, a seat kept for the principal's answer, or the line."""
    if registration.has_seat:
        tell(registration, "seat", at=at)
    elif registration.status == RegistrationStatus.REGISTERED:
        tell(registration, "kept", at=at)
    else:
        tell(registration, "waitlist", place=place, at=at)


def tell_promoted(registration, *, at=None):
    """“You moved up from the waitlist”: a seat, or one that is kept until the principal answers."""
    tell(registration, "promoted" if registration.has_seat else "kept", at=at)


def tell_ended(registration, *, had_seat, by=None, at=None):
    """“Your seat, offer or request is over”, in the words of how it ended; nothing where the account is closed."""
    if registration.learner.is_active:
        tell(registration, BY_ENDING.get(registration.ending, "ended"), had_seat=had_seat, by=by, at=at)


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
            tell_person(
                person,
                "session-approve",
                subject=_("Please approve: %(name)s, %(title)s") % {"name": learner, "title": page.title},
                body=_body(session, page, opening, link="", also_in_feed=False),
                url=reverse("events:approvals"),
                about=about(registration),
                change=f"approve {session.sequence + registration.sequence}",
                at=at,
            )


def _tell(person, session, kind, *, opening, entry, invites, link, about, change, at):
    message = MESSAGES[kind]
    method = message.invitation if invites else ""
    with translation.override(person.language):
        page = _page_of(session, person.language)
        invitation = None
        if method and person.email:
            invitation = (method, ical.invitation(method, entry(page), person))
        tell_person(
            person,
            f"session-{kind}",
            subject=message.subject() % {"title": page.title},
            body=_body(
                session,
                page,
                opening(message),
                link=link,
                also_in_feed=method == REQUEST and _has_feed(person),
            ),
            url=path_of(page, session),
            mail=kind != "reminder" or wants_reminders(person),
            invitation=invitation,
            about=about,
            change=change,
            at=at,
        )


def _page_of(session, language):
    """The event's page in ``language``; no query where the session's own page is in it, since the session is locked."""
    event = session.event
    if event.live and event.locale.language_code == language[:2]:
        return event
    return queries.pages_in(language, [event]).get(event.translation_key, event)


def _body(session, page, opening, *, link, also_in_feed):
    facts = [page.title, wording.when_text(session), wording.place_text(session), link]
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
