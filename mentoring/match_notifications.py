"""Tells mentors that they are asked, and coordinators where a mentor is missing; never why a pair was impossible."""

from django.urls import reverse
from django.utils.translation import gettext as _

from events.wording import day_text
from pdportal.common.dates import today
from pdportal.notices.telling import tell
from pdportal.people.oversight import leads


def mentor_asked(offer, *, at):
    """The mentor is asked, by mail too; the mentee learns of it once the answer is yes."""
    pairing = offer.pairing
    tell(
        pairing.mentor, "mentor-asked",
        subject=lambda: _("Would you be the mentor of %(name)s?") % {"name": pairing.mentee},
        body=lambda: _("Please answer by %(day)s. You may decline: the next choice is asked then.")
        % {"day": day_text(offer.answer_by)},
        url=lambda: reverse("mentoring:offer", args=[offer.pk]), at=at,
    )  # fmt: skip


def nobody_left(offer, *, at):
    """The coordinators learn that nobody else can be asked for a mentee."""
    mentee = offer.pairing.mentee
    for coordinator in leads(mentee, today(at)):
        tell(
            coordinator, "no-mentor-left",
            subject=lambda: _("Nobody is left to ask as mentor of %(name)s") % {"name": mentee},
            body=lambda: _("Every mentor is blocked, has no place left, or declined. Look at the candidates by hand."),
            url=lambda: reverse("matching:candidates", args=[offer.pairing.programme_id, mentee.pk]), at=at,
        )  # fmt: skip


def mentor_due(waiting, coordinator, *, at):
    """A coordinator learns that somebody's day for a mentor is near, or missed."""
    words = {"name": waiting.person, "day": day_text(waiting.due_on)}
    tell(
        coordinator, clock_kind(waiting),
        subject=lambda: (
            _("%(name)s should have had a mentor by %(day)s") if waiting.is_missed
            else _("%(name)s needs a mentor by %(day)s")
        ) % words,
        body=lambda: _("The day follows from the first day in the job and the deadline of the program."),
        url=clock_url(waiting), mail=False, at=at,
    )  # fmt: skip


def clock_kind(waiting):
    """The kind of notice for somebody who waits: near, or missed."""
    return "mentor-missed" if waiting.is_missed else "mentor-due"


def clock_url(waiting):
    """Where a mentor is chosen for somebody who waits."""
    return reverse("matching:candidates", args=[waiting.programme.pk, waiting.person.pk])
