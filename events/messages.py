"""What each message about a session says: subject, opening, and whether an invitation comes with it or is taken back.

One entry a kind of change; ``tests/stories/test_who_is_told.py`` has a row for each. ``words`` are facts that only
whoever tells knows, such as the place in line.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from events import wording

REQUEST, CANCEL = "REQUEST", "CANCEL"


@dataclass(frozen=True)
class Message:
    """``subject()`` has a gap for the title; ``opening(registration, words)`` is read in the person's language.

    ``invitation`` is REQUEST where the message gives or keeps a seat, CANCEL where it ends one. Messages to presenters
    have no registration.
    """

    subject: Callable
    opening: Callable
    invitation: str = ""


def _signed_up(registration, words):
    by = registration.registered_by
    if by.pk == registration.learner_id:
        return _("You are signed up. The invitation in your mail box puts the session in your calendar.")
    return _(
        "%(name)s signed you up. The invitation in your mail box puts the session in your calendar. If you "
        "cannot come, please cancel, so that the next person can."
    ) % {"name": by}


def _kept(registration, words):
    return _("A seat is kept for you until %(moment)s. It is yours once your principal has approved.") % {
        "moment": wording.moment_text(registration.approve_by)
    }


def _waiting(registration, words):
    return (
        _("The session is full. You are number %(place)s in line, and we tell you as soon as a seat is yours.") % words
    )


def _left(registration, words):
    if words["had_seat"]:
        return _("You gave back your seat. You can sign up again as long as the session has not started.")
    return _("You left the waitlist. You can sign up again as long as the session has not started.")


def _removed(registration, words):
    return _("%(name)s took you off the list. Reason: %(reason)s") % {
        "name": words["by"], "reason": registration.reason
    }  # fmt: skip


def _offered(registration, words):
    return _(
        "A seat became free and you are next in line. It is kept for you until %(moment)s. Please accept or "
        "decline; after that the next person is asked."
    ) % {"moment": wording.moment_text(registration.offered_until)}


def _confirm(registration, words):
    return _("Please confirm your seat by %(moment)s. Without an answer it goes to the next person in line.") % {
        "moment": wording.moment_text(registration.confirm_by)
    }


def _approved(registration, words):
    if registration.has_seat:
        return _("Your principal approved, and you have a seat.")
    return _("Your principal approved. You are on the waitlist, and we tell you as soon as a seat is yours.")


def _called_off(registration, words):
    return (_("This session will not take place. %(reason)s") % words).strip()


def _coming_up(registration, words):
    return _("This is to remind you of your session. If you cannot come, please cancel, so that the next person can.")


MESSAGES = {
    "seat": Message(lambda: _("You have a seat: %(title)s"), _signed_up, REQUEST),
    "kept": Message(lambda: _("Waiting for your principal: %(title)s"), _kept),
    "waitlist": Message(lambda: _("You are on the waitlist: %(title)s"), _waiting),
    "promoted": Message(
        lambda: _("A seat is yours: %(title)s"),
        lambda registration, words: _(
            "A seat became free and you were next in line: you now have a seat. If you cannot come, please cancel, "
            "so that the next person can."
        ),
        REQUEST,
    ),
    "offered": Message(lambda: _("A seat is offered to you: %(title)s"), _offered),
    "declined": Message(
        lambda: _("Declined: %(title)s"),
        lambda registration, words: _("You declined the seat. The next person in line is asked."),
    ),
    "confirm": Message(lambda: _("Are you coming? %(title)s"), _confirm),
    "approved": Message(lambda: _("Approved: %(title)s"), _approved, REQUEST),
    "changed": Message(
        lambda: _("Changed: %(title)s"),
        lambda registration, words: _("Time or place of this session has changed. This is how it stands now."),
        REQUEST,
    ),
    "reminder": Message(lambda: _("Coming up: %(title)s"), _coming_up),
    "left": Message(lambda: _("Cancelled for you: %(title)s"), _left, CANCEL),
    "removed": Message(lambda: _("Cancelled for you: %(title)s"), _removed, CANCEL),
    "ended": Message(
        lambda: _("No longer signed up: %(title)s"),
        lambda registration, words: wording.ending_text(registration),
        CANCEL,
    ),
    "cancelled": Message(lambda: _("Cancelled: %(title)s"), _called_off, CANCEL),
    "presenting": Message(
        lambda: _("You present: %(title)s"),
        lambda registration, words: _(
            "You are named as a presenter of this session. The invitation in your mail box puts it in your calendar."
        ),
        REQUEST,
    ),
    "presenting-changed": Message(
        lambda: _("Changed: %(title)s"),
        lambda registration, words: _("Time or place of a session you present has changed. This is how it stands now."),
        REQUEST,
    ),
    "presenting-cancelled": Message(lambda: _("Cancelled: %(title)s"), _called_off, CANCEL),
    "presenting-ended": Message(
        lambda: _("You no longer present: %(title)s"),
        lambda registration, words: _("You are no longer named as a presenter of this session."),
        CANCEL,
    ),
}
