"""The coordinator disposes of the files of proofs whose time is over: chosen one by one, with a reason, on record."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from pdportal.common.exports import table_response
from pdportal.common.pagination import page_of
from pdportal.people.admin_guards import coordinators_only
from pdportal.transcripts import proofs
from pdportal.transcripts.errors import LedgerRefusal
from pdportal.transcripts.forms import DisposalForm
from pdportal.transcripts.retention import PROOFS
from pdportal.transcripts.tables import PROOFS_HEADER, proof_rows

PROOFS_A_PAGE = 100


@coordinators_only
@require_http_methods(["GET", "HEAD", "POST"])
def dispose(request):
    """What is due, page by page or as a table; the files that are ticked are deleted on a POST."""
    due = proofs.due_for_disposal()
    export = table_response(request.GET.get("export"), "proofs-due-for-disposal", PROOFS_HEADER, proof_rows(due))
    if export:
        return export
    page = page_of(due, request, per_page=PROOFS_A_PAGE, name="p")
    form = DisposalForm(request.POST or None, proofs=page)
    if form.is_valid():
        chosen = [proof for proof in page if str(proof.pk) in form.cleaned_data["proofs"]]
        try:
            number = proofs.dispose(chosen, by=request.user, reason=form.cleaned_data["reason"])
        except LedgerRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Files deleted: %(number)d. Names and fingerprints stay.") % {"number": number})
            return redirect("ledger:dispose")
    rows = [(proof, PROOFS.keep_until(proof.completion.completed_on, proof.completion.valid_until)) for proof in page]
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": _("Home")},
              {"url": reverse("ledger:index"), "label": _("Ledger")},
              {"url": "", "label": _("Files due for disposal")}]  # fmt: skip
    context = {"page": page, "rows": rows, "form": form, "rule": PROOFS, "crumbs": crumbs,
               "ticked": request.POST.getlist("proofs"),
               "elided_page_range": page.paginator.get_elided_page_range(page.number)}  # fmt: skip
    return render(request, "transcripts/admin/disposal.html", context)
