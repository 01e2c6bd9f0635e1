"""Certificates in one ZIP: choose, watch it being printed, download, begin again or give up."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh

from pdportal.common.packets import safe
from pdportal.common.uploads import send_private
from pdportal.reports.print_forms import PrintForm
from pdportal.reports.scope import district_change, district_report
from pdportal.transcripts import printing
from pdportal.transcripts.choices import PrintState
from pdportal.transcripts.errors import LedgerRefusal
from pdportal.transcripts.print_records import PrintRun


@district_report
def prints(request):
    """What the reader asked for, and the form for more; to a page that watches, only how far it has got."""
    if request.htmx:
        context = _runs(request)
        if context["under_way"] is None:
            return HttpResponseClientRefresh()  # the form is offered again too
        return render(request, "reports/includes/prints.html", context)
    return _page(request, PrintForm())


@district_change
def ask_for_prints(request):
    """Ask for the certificates of the form."""
    form = PrintForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        printing.ask(form.choice, by=request.user)
    except LedgerRefusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form)
    return redirect("reports:prints")


@district_change
def resume_prints(request, pk):
    """Begin again what stopped."""
    try:
        printing.resume(_own(request, pk))
    except LedgerRefusal as refusal:
        messages.error(request, str(refusal))
    return redirect("reports:prints")


@district_change
def discard_prints(request, pk):
    """Give up what is under way, or delete a ZIP that is ready."""
    printing.discard(_own(request, pk))
    messages.success(request, _("Deleted. Certificates can be asked for again at any time."))
    return redirect("reports:prints")


@district_report
def prints_zip(request, pk):
    """The ZIP, for whoever asked for it, as long as it is kept."""
    run = _own(request, pk)
    if run.ready_at is None or run.expires_at <= timezone.now():
        raise Http404
    return send_private(run.file, f"{safe(_('certificates'), str(run))}.zip")


def _own(request, pk):
    return get_object_or_404(PrintRun, pk=pk, asked_by=request.user)


def _page(request, form):
    crumbs = [{"url": reverse("reports:index"), "label": _("Reports")}, {"label": _("Certificates in one ZIP")}]
    return render(request, "reports/prints.html", _runs(request) | {"form": form, "crumbs": crumbs})


def _runs(request):
    runs = printing.runs_of(request.user)
    under_way = [run for run in runs if run.state != PrintState.READY]
    return {
        "ready": [run for run in runs if run.state == PrintState.READY],
        "under_way": under_way[0] if under_way else None,
    }
