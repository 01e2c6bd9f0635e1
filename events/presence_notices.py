"""What people are told about an “I was there”: who answers it, who said it, and who coordinates where it is late."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import attendance_queries, queries, wording
from events.choices import PresenceState
from pdportal.notices.telling import tell


def tell_said(claim, *, at=None):
    """Ask those who run the session for an answer."""
    words = gettext_lazy("%(name)s says: I was there for %(minutes)s minutes. “%(note)s” Please answer by %(moment)s.")
    for person in attendance_queries.answerers(claim.registration.session, at=at):
        _tell(
            person, claim, "presence-said", at=at,
            subject=lambda title: _("“I was there”: %(name)s, %(title)s") % _names(claim, title),
            body=lambda title: words % _names(claim, title),
        )  # fmt: skip


def tell_late(claim, *, at=None):
    """Tell who coordinates that nobody has answered in time."""
    words = gettext_lazy("%(name)s says: I was there for %(minutes)s minutes. Nobody answered by %(moment)s.")
    for person in attendance_queries.coordinators(at=at):
        _tell(
            person, claim, "presence-late", at=at,
            subject=lambda title: _("Not answered: %(name)s, %(title)s") % _names(claim, title),
            body=lambda title: words % _names(claim, title),
        )  # fmt: skip


def tell_answered(claim, *, at=None):
    """Tell the person what came of it."""
    _tell(
        claim.registration.learner, claim, "presence-answered", at=at, url=reverse("events:my_registrations"),
        subject=lambda title: _("Your attendance: %(title)s") % {"title": title},
        body=lambda title: _answer_text(claim),
    )  # fmt: skip


def _answer_text(claim):
    if claim.state == PresenceState.REFUSED:
        return _("“I was there” was not granted. %(reason)s") % {"reason": claim.answer}
    return _("You are marked as present. The credit hours are on your transcript.")


def _names(claim, title):
    return {
        "name": claim.registration.learner,
        "title": title,
        "minutes": claim.minutes,
        "note": claim.note,
        "moment": wording.moment_text(claim.answer_by),
    }


def _tell(person, claim, kind, *, subject, body, at, url=""):
    event = claim.registration.session.event
    with translation.override(person.language):
        page = queries.pages_in(person.language, [event]).get(event.translation_key, event)
        tell(
            person, kind, subject=subject(page.title), body=body(page.title), at=at,
            url=url or reverse("events:presence_queue"),
        )  # fmt: skip
