"""What coordinators do with pairings in the admin: activate, end, complete, look at dates and minutes, report."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentoring import buddies, completing, confirming, queries, reporting
from mentoring import pairing as pairings
from mentoring.admin_forms import EndForm, ReportForm
from mentoring.errors import MentoringRefusal
from mentoring.matching_records import MatchingRun, PairDecision, TrainingOverride
from mentoring.pair_forms import BuddyForm
from mentoring.records import Meeting, Pairing
from pdportal.common.dates import today
from pdportal.common.exports import table_response
from pdportal.common.pagination import page_of
from pdportal.people.permissions import can_coordinate

COUNTS, COUNTS_NOT = "counts", "counts-not"


def coordinators_only(view):
    """Refuse everybody who does not coordinate the district today."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not can_coordinate(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@coordinators_only
@require_POST
def activate(request, pk):
    """Begin a proposed pairing."""
    pairing = _pairing(pk)
    return _act(request, pairing, lambda: pairings.activate(pairing, by=request.user), _("The pairing is active."))


@coordinators_only
@require_POST
def complete(request, pk):
    """Put the contact hours on both transcripts, and end the pairing."""
    pairing = _pairing(pk)
    words = _("The program is completed; the hours stand on both transcripts.")
    return _act(request, pairing, lambda: completing.complete(pairing, by=request.user), words)


@coordinators_only
@require_http_methods(["GET", "HEAD", "POST"])
def end(request, pk):
    """Ask why and when, then end the pairing or withdraw the proposal."""
    pairing = _pairing(pk)
    form = EndForm(request.POST or None)
    if form.is_valid():
        try:
            pairings.end(pairing, by=request.user, **form.cleaned_data)
        except MentoringRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The pairing has ended."))
            return redirect("pairings:inspect", pk)
    return render(request, "mentoring/admin/end.html", {"pairing": pairing, "form": form})


@coordinators_only
@require_http_methods(["GET", "HEAD", "POST"])
def buddy(request, pk):
    """Name the building buddy of a mentee."""
    pairing = _pairing(pk)
    form = BuddyForm(pairing, today(), request.POST or None)
    if form.is_valid():
        try:
            buddies.name(pairing, form.cleaned_data["buddy"], by=request.user)
        except MentoringRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved: the building buddy."))
            return redirect("pairings:inspect", pk)
    return render(request, "mentoring/admin/buddy.html", {"pairing": pairing, "form": form})


@coordinators_only
@require_POST
def settle(request, pk, verdict):
    """Decide whether a disputed meeting counts."""
    meeting = get_object_or_404(Meeting.objects.held(), pk=pk)
    pairing = _pairing(meeting.pairing_id)
    counts = verdict == COUNTS
    return _act(request, pairing, lambda: confirming.settle(meeting, by=request.user, counts=counts), _("Settled."))


@coordinators_only
@require_safe
def meetings_table(request, pk, kind):
    """The meetings of a pairing as CSV or XLSX: date, minutes, kind, topics."""
    pairing = _pairing(pk)
    header = (_("Date"), _("Minutes"), _("Kind"), _("Topics"), _("Status"), _("Logged by"), _("Answer"))
    rows = (
        [found.held_on, found.minutes, found.get_kind_display(), ", ".join(found.topic_labels),
         found.get_status_display(), str(found.logged_by), found.get_answer_display() if found.is_held else ""]
        for found in pairing.meetings.select_related("logged_by")
    )  # fmt: skip
    return _table(kind, f"meetings-{pairing.pk}", header, rows)


@coordinators_only
@require_safe
def report(request):
    """Contact hours against the minimum by pair; on top, who still waits for a mentor."""
    form = ReportForm(request.GET or None)
    on, programme, show = form.chosen() if form.is_bound else ReportForm({}).chosen()
    found = reporting.lines(on, programme=programme, show=show)
    context = {
        "form": form if form.is_bound else ReportForm(initial={"on": on}),
        "on": on,
        "lines": page_of(found, request, per_page=50),
        "unmatched": list(queries.unmatched(on)),
        "query": "&".join(part for part in request.GET.urlencode().split("&") if not part.startswith("page=")),
    }
    return render(request, "mentoring/admin/report.html", context)


@coordinators_only
@require_safe
def report_table(request, kind):
    """The report as CSV or XLSX."""
    on, programme, show = ReportForm(request.GET).chosen()
    rows = (line.cells() for line in reporting.lines(on, programme=programme, show=show))
    return _table(kind, f"mentoring-hours-{on}", reporting.HEADER, rows)


def keep_programs_with_pairings(request, page):
    """Before a page is deleted: refuse where pairings were made in a program at or below it."""
    programs = queries.all_programmes().descendant_of(page, inclusive=True)
    kept = Pairing, MatchingRun, PairDecision, TrainingOverride
    if any(model.objects.filter(programme__in=programs).exists() for model in kept):
        messages.error(request, _("There are pairings in this program. Unpublish it instead: they stay on record."))
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


def _pairing(pk):
    return get_object_or_404(Pairing.objects.with_people(), pk=pk)


def _act(request, pairing, verb, words):
    try:
        verb()
    except MentoringRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("pairings:inspect", pairing.pk)


def _table(kind, filename, header, rows):
    answer = table_response(kind, filename, header, rows)
    if answer is None:
        raise Http404
    return answer
