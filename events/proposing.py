"""Proposals of sessions: written, sent into the coordinator's workflow, answered there, and put on the calendar.

Wagtail's own workflow carries the answer: the coordinator approves the event's page in the editor, or asks for changes
with a comment. What follows from that is done here, told by its signals (see ``proposal_receivers``).
"""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Page, WorkflowState

from events import proposal_notices as notices
from events import scheduling
from events.choices import EventKind, ProposalState, ProposalStepKind
from events.errors import EventRefusal, NobodyToAsk, NotWritable, ProposalIncomplete
from events.pages import EventIndexPage, EventPage
from events.proposal_records import WAITING, ProposalStep, SessionProposal
from events.records import EventSession, district_zone

SESSION_FIELDS = ["school", "place", "held_on", "start_time", "end_time", "capacity"]
TEXTS = ["title", "summary", "what_you_get"]


@transaction.atomic
def save_draft(proposal, *, at=None):
    """Keep what was written into the fields of ``proposal``, new or old; raises NotWritable once it was sent."""
    if proposal.pk and not _locked(proposal).is_writable:
        raise NotWritable
    proposal.saved_at = at or timezone.now()
    proposal.save()
    return proposal


def problems_of(proposal, *, at=None):
    """``{field: sentence}`` of what keeps a proposal from being sent; empty where nothing does."""
    found = {}
    needed = ["title", "summary", "held_on", "start_time", "end_time"]
    for name in needed:
        if not getattr(proposal, name):
            found[name] = _("Please fill this in before you send it.")
    if not (proposal.school_id or proposal.place):
        found["place"] = _("Please say where: choose the building, or name the place.")
    if found:
        return found
    session = EventSession(zone=district_zone(), **{name: getattr(proposal, name) for name in SESSION_FIELDS})
    try:
        session.clean()
    except ValidationError as trouble:
        return {name: " ".join(sentences) for name, sentences in trouble.message_dict.items()}
    if session.starts_at <= (at or timezone.now()):
        found["held_on"] = _("This date has passed. Please choose one to come.")
    return found


@transaction.atomic
def send(proposal, *, at=None):
    """Send ``proposal`` to the coordinator, the first time or again; sending twice is sending once.

    Raises ProposalIncomplete with ``problems``, or NobodyToAsk where the catalogue has no workflow.
    """
    at = at or timezone.now()
    proposal = _locked(proposal)
    if not proposal.is_writable:
        return proposal
    problems = problems_of(proposal, at=at)
    if problems:
        raise ProposalIncomplete(problems)
    page = _write_page(proposal)
    running = WorkflowState.objects.active().for_instance(page).first()
    if running:
        running.resume(user=proposal.proposer)
    else:
        workflow = page.get_workflow()
        if workflow is None:
            raise NobodyToAsk
        workflow.start(page, proposal.proposer)
    proposal.state, proposal.sent_at, proposal.page = ProposalState.SENT, at, page
    proposal.save()
    _note(proposal, ProposalStepKind.SENT, by=proposal.proposer, at=at, comment=proposal.message)
    notices.tell_sent(proposal, at=at)
    return proposal


def _write_page(proposal):
    """The unpublished page of ``proposal``, with what it says now; what the coordinator added to it stays."""
    texts = {name: getattr(proposal, name) for name in TEXTS}
    if proposal.page_id:
        page = proposal.page.get_latest_revision_as_object()
        for name, value in texts.items():
            setattr(page, name, value)
    else:
        index = _index(proposal.language)
        minutes = _minutes(proposal)
        page = EventPage(
            **texts,
            slug=f"{slugify(proposal.title)[:40].strip('-') or 'session'}-{proposal.pk}",
            presenter=str(proposal.proposer)[:200],
            kind=EventKind.WORKSHOP,
            credit_hours=Decimal(round(minutes / 15)) / 4,
            owner=proposal.proposer,
            live=False,
        )
        index.add_child(instance=page)
    page.save_revision(user=proposal.proposer)
    return page


def _index(language):
    """The catalogue in ``language``, locked, so that two pages do not take the same place in the tree."""
    index = EventIndexPage.objects.filter(locale__language_code=language).first() or EventIndexPage.objects.first()
    Page.objects.select_for_update().get(pk=index.pk)
    return index


def _minutes(proposal):
    session = EventSession(zone=district_zone(), **{name: getattr(proposal, name) for name in SESSION_FIELDS})
    session.compute_moments()
    return session.minutes


@transaction.atomic
def take_back(proposal, *, at=None):
    """Make a proposal that waits a draft again; raises NotWritable once it was answered for good."""
    proposal = _locked(proposal)
    if proposal.state not in WAITING:
        raise NotWritable
    proposal.state = ProposalState.DRAFT  # before the workflow ends, which would mean “not accepted”
    proposal.save()
    _note(proposal, ProposalStepKind.TAKEN_BACK, by=proposal.proposer, at=at)
    for running in WorkflowState.objects.active().for_instance(proposal.page):
        running.cancel(user=proposal.proposer)
    return proposal


@transaction.atomic
def discard(proposal):
    """Throw a draft away, with its page; raises NotWritable for anything else."""
    proposal = _locked(proposal)
    if proposal.state != ProposalState.DRAFT:
        raise NotWritable
    page = proposal.page
    proposal.delete()
    if page:
        page.delete()


@transaction.atomic
def ask_for_changes(proposal, *, by, comment, at=None):
    """The coordinator wants something changed: the proposer may write again, beginning with the page as it is now."""
    proposal = _locked(proposal)
    if proposal.state != ProposalState.SENT:
        return
    page = proposal.page.get_latest_revision_as_object()
    for name in TEXTS:
        setattr(proposal, name, getattr(page, name)[: SessionProposal._meta.get_field(name).max_length])
    proposal.state = ProposalState.CHANGES
    proposal.save()
    _note(proposal, ProposalStepKind.CHANGES, by=by, at=at, comment=comment)
    notices.tell_changes(proposal, by=by, comment=comment, at=at)


@transaction.atomic
def accept(proposal, *, by, comment="", at=None):
    """The page was published: its session goes on the calendar, unless its time has passed meanwhile."""
    proposal = _locked(proposal)
    if proposal.state not in WAITING:
        return
    fields = {name: getattr(proposal, name) for name in SESSION_FIELDS}
    if not problems_of(proposal, at=at):
        try:
            with transaction.atomic():
                proposal.session = scheduling.add_session(proposal.page, by=by, at=at, **fields)
        except EventRefusal:
            proposal.session = None  # the answer says that a date is still to be found
    proposal.state = ProposalState.ACCEPTED
    proposal.save()
    _note(proposal, ProposalStepKind.ACCEPTED, by=by, at=at, comment=comment)
    notices.tell_accepted(proposal, at=at)


@transaction.atomic
def turn_down(proposal, *, by, comment="", at=None):
    """The coordinator ended the workflow, or deleted the page."""
    proposal = _locked(proposal)
    if proposal.state not in WAITING:
        return
    proposal.state = ProposalState.NOT_ACCEPTED
    proposal.save()
    _note(proposal, ProposalStepKind.NOT_ACCEPTED, by=by, at=at, comment=comment)
    notices.tell_turned_down(proposal, at=at)


def _locked(proposal):
    return (
        SessionProposal.objects.select_for_update(of=("self",)).select_related("proposer", "page").get(pk=proposal.pk)
    )


def _note(proposal, kind, *, by, at=None, comment=""):
    ProposalStep.objects.create(proposal=proposal, kind=kind, by=by, at=at or timezone.now(), comment=comment[:2000])
