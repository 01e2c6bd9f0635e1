"""What people are told about missing contact and concerns; never a word of what somebody wrote."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pdportal.common.dates import in_words, today
from pdportal.notices.telling import tell
from pdportal.people.oversight import leads


def contact_missing(reminder, *, at):
    """Both of the pair: no meeting for so many days, and when the coordinator will see it."""
    pairing = reminder.pairing
    days = (today(at) - reminder.since).days

    def subject():
        return ngettext("No meeting for %(days)s day", "No meeting for %(days)s days", days) % {"days": days}

    def body(other):
        return _(
            "You and %(name)s have logged no meeting since %(since)s. Log one that took place, or plan the next. "
            "From %(shows)s on, the coordinator sees that contact is missing; until then it stays between you."
        ) % {"name": other, "since": in_words(reminder.since), "shows": in_words(reminder.shows_on)}

    for person in (pairing.mentor, pairing.mentee):
        other = pairing.other_than(person)
        _tell(person, "contact-missing", pairing, subject, lambda other=other: body(other), at)


def contact_still_missing(pairing, reminder, coordinator, *, at):
    """A coordinator: contact is missing, and since when; the pair was reminded."""
    tell(
        coordinator,
        "contact-missing",
        subject=lambda: _("Contact is missing: %(pair)s") % {"pair": pairing},
        body=lambda: (
            _("No meeting since %(since)s. Both were reminded on %(day)s.")
            % {"since": in_words(reminder.since), "day": in_words(today(reminder.reminded_at))}
        ),
        url=reverse("pairings:inspect", args=[pairing.pk]),
        mail=False,
        at=at,
    )


def concern_raised(concern, *, at):
    """The one it is about, who can read it at once; then the coordinators, who can read and answer it."""
    about, by = concern.about, concern.raised_by
    _tell(
        about, "concern-raised", concern.pairing,
        lambda: _("%(name)s has raised a concern with the coordinator") % {"name": by},
        lambda: _("You can read it on the page of your pairing. The coordinator will talk with both of you."),
        at,
    )  # fmt: skip
    for coordinator in leads(None, today(at)).order_by("pk"):
        tell(
            coordinator,
            "concern-raised",
            subject=lambda: _("A concern about a pairing waits for you"),
            body=lambda: _("%(pair)s. Both of them can read it.") % {"pair": concern.pairing},
            url=reverse("concerns:answer", args=[concern.pk]),
            at=at,
        )


def concern_closed(concern, *, at):
    """Both of the pair: how it was closed."""
    for person in (concern.raised_by, concern.about):
        _tell(
            person, "concern-closed", concern.pairing,
            lambda: _("The concern about your pairing is closed"),
            lambda: _("Outcome: %(outcome)s. You can read the answer on the page of your pairing.")
            % {"outcome": concern.get_outcome_display()},
            at,
        )  # fmt: skip


def _tell(person, kind, pairing, subject, body, at):
    url = reverse("mentoring:pairing", args=[pairing.pk])
    tell(person, kind, subject=subject, body=body, url=url, at=at)
