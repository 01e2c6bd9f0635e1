"""Listens to Wagtail's workflow and tells ``proposing`` what the coordinator decided; connected at the start."""

from django.db.models.signals import pre_delete
from wagtail.models import WorkflowState
from wagtail.signals import page_published, workflow_cancelled, workflow_rejected

from events import proposing
from events.pages import EventPage
from events.proposal_records import SessionProposal


def connect():
    """Connect every receiver once."""
    workflow_rejected.connect(rejected, dispatch_uid="events.proposal_rejected")
    workflow_cancelled.connect(cancelled, dispatch_uid="events.proposal_cancelled")
    page_published.connect(published, EventPage, dispatch_uid="events.proposal_published")
    pre_delete.connect(deleted, EventPage, dispatch_uid="events.proposal_deleted")


def rejected(instance, user=None, **kwargs):
    """“Request changes” in the editor."""
    proposal = _proposal_of(instance)
    if proposal:
        comment = instance.current_task_state.comment if instance.current_task_state else ""
        proposing.ask_for_changes(proposal, by=user, comment=comment)


def cancelled(instance, user=None, **kwargs):
    """The workflow was ended by hand. Publishing ends it too: that is an acceptance, and comes by ``published``."""
    proposal = _proposal_of(instance)
    if proposal and not proposal.page.live:
        proposing.turn_down(proposal, by=user)


def published(instance, revision=None, **kwargs):
    """Approved in the workflow, or published by hand."""
    proposal = SessionProposal.objects.filter(page=instance).first()
    if proposal:
        task = _last_task(instance)
        by = (task and task.finished_by) or (revision and revision.user)
        proposing.accept(proposal, by=by, comment=task.comment if task and task.finished_by else "")


def deleted(instance, **kwargs):
    """The page is being deleted; a draft that its proposer throws away is gone already."""
    proposal = SessionProposal.objects.filter(page=instance).first()
    if proposal:
        proposing.turn_down(proposal, by=None)


def _last_task(page):
    state = WorkflowState.objects.for_instance(page).order_by("-pk").first()
    return state.current_task_state if state else None


def _proposal_of(state):
    if state.content_type.model_class() is not EventPage:
        return None
    return SessionProposal.objects.select_related("page").filter(page=state.object_id).first()
