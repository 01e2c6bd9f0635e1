"""Tells the two of a pair what changed, in their languages; never the text of a note."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from events.ical import invitation
from mentoring.entries import entry_for
from mentoring.wording import meeting_text, when_text
from pdportal.notices.telling import tell


def pairing_begun(pairing, *, at):
    """Both learn of one another, by mail too."""
    for person in (pairing.mentor, pairing.mentee):
        other = pairing.other_than(person)
        is_mentor = person.pk == pairing.mentor_id
        _tell(person, "pairing-begun", pairing, at=at, mail=True,
            subject=lambda other=other, is_mentor=is_mentor: (
                _("You are now the mentor of %(name)s") if is_mentor else _("Your mentor is %(name)s")
            ) % {"name": other},
            body=lambda: _("Plan your first meeting together. Both of you can log meetings; one entry is enough."),
        )  # fmt: skip


def pairing_ended(pairing, *, at):
    """Both learn that it has ended, and why; what they wrote stays with them."""
    for person in (pairing.mentor, pairing.mentee):
        other = pairing.other_than(person)
        _tell(person, "pairing-ended", pairing, at=at, mail=True,
            subject=lambda other=other: _("Your mentoring with %(name)s has ended") % {"name": other},
            body=lambda: _("Reason: %(reason)s. Your meetings, hours and notes stay where they are.")
            % {"reason": pairing.why_ended},
        )  # fmt: skip


def mentor_has_left(pairing, coordinators, *, at):
    """The coordinators learn that a mentee waits for somebody else."""
    for person in coordinators:
        tell(
            person, "mentor-has-left", at=at, url=lambda: reverse("pairings:inspect", args=[pairing.pk]),
            subject=lambda: _("%(name)s has no mentor any more") % {"name": pairing.mentee},
            body=lambda: _(
                "%(mentor)s has left the district. The pairing has ended; hours and notes stay. %(mentee)s waits for "
                "another mentor."
            ) % {"mentor": pairing.mentor, "mentee": pairing.mentee},
        )  # fmt: skip


def buddy_named(pairing, *, by, at):
    """The buddy learns of it, and the mentee where somebody else chose."""
    _tell(pairing.buddy, "buddy-named", pairing, at=at, mail=True, page="mentoring:my_mentoring",
        subject=lambda: _("You are the building buddy of %(name)s") % {"name": pairing.mentee},
        body=lambda: _("Answer the small questions of the building. You see nothing of the mentoring itself."),
    )  # fmt: skip
    if by.pk != pairing.mentee_id:
        _tell(pairing.mentee, "buddy-named", pairing, at=at, mail=False,
            subject=lambda: _("%(name)s is your building buddy") % {"name": pairing.buddy},
            body=lambda: _("Ask about anything in the building: keys, copies, who does what."),
        )  # fmt: skip


def meeting_logged(meeting, *, by, at):
    """The other one reads what was logged, in the portal only."""
    _tell(meeting.pairing.other_than(by), "meeting-logged", meeting.pairing, meeting=meeting, at=at, mail=False,
        subject=lambda: _("%(name)s logged a meeting") % {"name": by},
        body=lambda: f"{when_text(meeting)} · {meeting_text(meeting)}",
    )  # fmt: skip


def meeting_corrected(meeting, *, by, at):
    """The other one reads that minutes were corrected, or an entry taken back, in the portal only."""
    _tell(meeting.pairing.other_than(by), "meeting-corrected", meeting.pairing, meeting=meeting, at=at, mail=False,
        subject=lambda: (
            _("%(name)s corrected a meeting") if meeting.is_held else _("%(name)s took back a meeting")
        ) % {"name": by},
        body=lambda: f"{when_text(meeting)} · {meeting_text(meeting)}",
    )  # fmt: skip


def meeting_disputed(meeting, *, by, at):
    """Whoever logged it reads in what the other one differs; the words stand in a note."""
    _tell(meeting.pairing.other_than(by), "meeting-disputed", meeting.pairing, meeting=meeting, at=at, mail=True,
        subject=lambda: _("%(name)s sees a meeting differently") % {"name": by},
        body=lambda: _(
            "%(when)s · %(what)s. %(reason)s. Please correct the entry or talk about it: until then its minutes "
            "are counted apart."
        ) % {
            "when": when_text(meeting), "what": meeting_text(meeting), "reason": meeting.get_dispute_reason_display(),
        },
    )  # fmt: skip


def dispute_settled(meeting, *, by, at):
    """Both read what the coordinator decided."""
    for person in (meeting.pairing.mentor, meeting.pairing.mentee):
        _tell(person, "dispute-settled", meeting.pairing, meeting=meeting, at=at, mail=False,
            subject=lambda: (
                _("Settled: the meeting counts") if meeting.is_counted else _("Settled: the meeting does not count")
            ),
            body=lambda: f"{when_text(meeting)} · {meeting_text(meeting)} · {by}",
        )  # fmt: skip


def meeting_planned(meeting, *, by, at):
    """Both get an invitation, or the change of one: whoever planned it has a calendar too."""
    for person in (meeting.pairing.mentor, meeting.pairing.mentee):
        _tell(person, "meeting-planned", meeting.pairing, at=at, mail=True,
            subject=lambda person=person: _planned(meeting, person, by),
            body=lambda: f"{when_text(meeting)} · {meeting_text(meeting)}",
            method="REQUEST", meeting=meeting,
        )  # fmt: skip


def meeting_cancelled(meeting, *, by, at):
    """Both learn of it, and their calendars too, in which the invitation stands."""
    for person in (meeting.pairing.mentor, meeting.pairing.mentee):
        _tell(person, "meeting-cancelled", meeting.pairing, at=at, mail=True,
            subject=lambda: _("Cancelled: your mentoring meeting on %(when)s") % {"when": when_text(meeting)},
            body=lambda: _("Cancelled by %(name)s.") % {"name": by} if by else _("The pairing has ended."),
            method="CANCEL", meeting=meeting,
        )  # fmt: skip


def _planned(meeting, person, by):
    """What ``person`` is told first about a meeting that ``by`` planned or moved."""
    if person.pk == by.pk:
        words = (
            _("You moved your meeting with %(name)s") if meeting.sequence else _("You planned a meeting with %(name)s")
        )
        return words % {"name": meeting.pairing.other_than(person)}
    words = _("%(name)s moved your meeting") if meeting.sequence else _("%(name)s planned a meeting with you")
    return words % {"name": by}


def _tell(person, kind, pairing, *, subject, body, at, mail, method="", meeting=None, page="mentoring:pairing"):
    """Tell ``person``; of each change of ``meeting`` once, with an invitation where ``method`` says which."""
    arguments, change = [pairing.pk] if page == "mentoring:pairing" else [], {}
    if meeting:
        number = meeting.history.count()  # rises with every change, also with those that no calendar shows
        change = {"about": f"meeting-{meeting.pk}", "change": f"{kind} {number}"}
    if method:
        with translation.override(person.language):
            change["invitation"] = method, invitation(method, entry_for(meeting, person), person)
    tell(
        person, kind, subject=subject, body=body, url=lambda: reverse(page, args=arguments), mail=mail, at=at, **change
    )  # fmt: skip
