"""What proposer and coordinators are told about a proposal."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from events import wording
from pdportal.common.dates import today
from pdportal.notices.telling import tell
from pdportal.people.choices import Role
from pdportal.people.queries import people_with


def tell_sent(proposal, *, at=None):
    """Coordinators: something waits for an answer; the page's editor is one click away."""
    for coordinator in people_with(today(at or timezone.now()), role=Role.COORDINATOR):
        tell(
            coordinator,
            "proposal",
            subject=lambda: _("A session is proposed: %(title)s") % {"title": proposal.title},
            body=lambda: (
                _("%(name)s proposes it for %(day)s. Approve it or ask for changes in the editor.")
                % {"name": proposal.proposer, "day": wording.day_text(proposal.held_on)}
            ),
            url=reverse("wagtailadmin_pages:edit", args=[proposal.page_id]),
            at=at,
        )


def tell_changes(proposal, *, by, comment, at=None):
    """The proposer: what the coordinator would like to have changed."""
    _tell_proposer(
        proposal,
        subject=lambda: _("Please look at your proposal again: %(title)s") % {"title": proposal.title},
        body=lambda: "\n\n".join(part for part in (_("%(name)s asks for changes.") % {"name": by}, comment) if part),
        at=at,
    )


def tell_accepted(proposal, *, at=None):
    """The proposer: it is on the calendar, or accepted without a date."""
    _tell_proposer(
        proposal,
        subject=lambda: _("Your session is accepted: %(title)s") % {"title": proposal.title},
        body=lambda: (
            _("It is on the calendar: %(when)s. Colleagues can sign up now.")
            % {"when": wording.when_text(proposal.session)}
            if proposal.session
            else _("Its date had passed by then. Please agree on a new one with the coordinator.")
        ),
        at=at,
    )


def tell_turned_down(proposal, *, at=None):
    """The proposer: not this time."""
    _tell_proposer(
        proposal,
        subject=lambda: _("Your session was not accepted: %(title)s") % {"title": proposal.title},
        body=lambda: _("What you wrote is kept. Ask the coordinator what would make it fit, and propose it again."),
        at=at,
    )


def _tell_proposer(proposal, *, subject, body, at):
    url = reverse("events:proposal", args=[proposal.pk])
    tell(proposal.proposer, "proposal", subject=subject, body=body, url=url, at=at)
