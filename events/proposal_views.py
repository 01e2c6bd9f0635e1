"""Where librarians propose a session, and see where their proposals stand."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import proposing
from events.errors import EventRefusal, ProposalIncomplete
from events.proposal_forms import ProposalForm
from events.proposal_queries import may_propose, proposals_of
from events.proposal_records import SessionProposal
from pdportal.common.dates import today
from pdportal.common.pagination import page_of
from pdportal.people.calendar import SchoolCalendar
from pdportal.people.queries import appointments_on


def proposers_only(view):
    """Let in who may propose; for everybody else there is no such page."""

    @login_required
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not may_propose(request.user, today()):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@login_required
@require_safe
def mine(request):
    """The reader's proposals. Who proposed once keeps seeing them, in whatever role."""
    found = proposals_of(request.user)
    may = may_propose(request.user, today())
    if not may and not found.exists():
        raise Http404
    return render(request, "events/proposals.html", {"proposals": page_of(found, request), "may_propose": may})


@login_required
@require_safe
def show(request, pk):
    """One proposal with everything that happened to it."""
    proposal = get_object_or_404(proposals_of(request.user), pk=pk)
    context = {"proposal": proposal, "steps": proposal.steps.select_related("by")}
    return render(request, "events/proposal.html", context)


@proposers_only
@require_http_methods(["GET", "HEAD", "POST"])
def write(request, pk=None):
    """Write a proposal, new or begun: keep it as a draft, or send it."""
    proposal = get_object_or_404(proposals_of(request.user), pk=pk) if pk else _new(request.user)
    if not proposal.is_writable:
        return redirect("events:proposal", proposal.pk)
    form = ProposalForm(request.POST or None, instance=proposal, sending=request.POST.get("do") == "send")
    if request.method == "POST" and form.is_valid():
        answer = _keep(request, form)
        if answer:
            return answer
    return render(request, "events/proposal_form.html", {"form": form, "proposal": proposal})


def _new(person):
    """A blank proposal, in the person's building and in the language she reads."""
    appointment = appointments_on(today()).filter(person=person).order_by("pk").select_related("school").first()
    language = (get_language() or "en")[:2]
    return SessionProposal(proposer=person, school=appointment.school if appointment else None, language=language)


def _keep(request, form):
    """Save, and send where that button was pressed; None where the form has to be looked at again."""
    try:
        proposal = proposing.save_draft(form.instance)
        if not form.sending:
            messages.success(request, _("Saved. Nobody else sees it until you send it."))
            return redirect("events:edit_proposal", proposal.pk)
        proposal = proposing.send(proposal)
    except ProposalIncomplete as refusal:
        for name, sentence in refusal.problems.items():
            form.add_error(name if name in form.fields else None, sentence)
        return None
    except EventRefusal as refusal:
        messages.error(request, str(refusal))
        return redirect("events:proposal", form.instance.pk)
    messages.success(request, _("Sent. You get a notice when the coordinator has answered."))
    if not SchoolCalendar.load().is_open(proposal.held_on):
        messages.warning(request, _("Schools are closed on that day. Is the date right?"))
    return redirect("events:proposal", proposal.pk)


@login_required
@require_POST
def take_back(request, pk):
    """Make a proposal that was sent a draft again."""
    proposal = get_object_or_404(proposals_of(request.user), pk=pk)
    try:
        proposing.take_back(proposal)
    except EventRefusal as refusal:
        messages.error(request, str(refusal))
        return redirect("events:proposal", pk)
    messages.success(request, _("You have taken it back. Change it and send it again, or throw it away."))
    return redirect("events:edit_proposal", pk)


@login_required
@require_POST
def discard(request, pk):
    """Throw a draft away."""
    proposal = get_object_or_404(proposals_of(request.user), pk=pk)
    try:
        proposing.discard(proposal)
    except EventRefusal as refusal:
        messages.error(request, str(refusal))
        return redirect("events:proposal", pk)
    messages.success(request, _("The draft is gone."))
    return redirect("events:proposals")
