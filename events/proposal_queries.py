"""Reusable querysets about proposed sessions, and who may propose."""

from events.choices import ProposalState
from events.proposal_records import SessionProposal
from pdportal.people.choices import DISTRICT_ROLES, Role
from pdportal.people.queries import holds_role


def may_propose(person, on):
    """True for librarians, coordinators and directors on the date ``on``."""
    return person.is_authenticated and holds_role(person, [Role.LIBRARIAN, *DISTRICT_ROLES], on)


def proposals_of(person):
    """What ``person`` proposed or is writing, the latest first."""
    return SessionProposal.objects.filter(proposer=person).select_related("school", "page", "session")


def to_answer():
    """What waits for the coordinator."""
    return SessionProposal.objects.filter(state=ProposalState.SENT)


def sent():
    """Everything that was ever sent, with what the coordinator's list shows; drafts belong to their writers alone."""
    return (
        SessionProposal.objects.exclude(sent_at=None)
        .exclude(state=ProposalState.DRAFT)
        .select_related("proposer", "school")
    )
