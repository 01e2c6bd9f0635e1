"""The learner's own page of requirements, and what one may ask for there."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pdportal.common.exports import table_response
from pdportal.requirements import asking, overview
from pdportal.requirements.errors import DateTooFar, NotLater, RequirementRefusal
from pdportal.requirements.records import Assignment
from pdportal.requirements.request_forms import AskForm
from pdportal.requirements.request_records import GrantRequest


@login_required
@require_safe
def mine(request):
    """What is required of the signed-in person, why and by when, and what was in earlier years; as a table too."""
    rows = overview.of_person(request.user)
    header = [_("Requirement"), _("Period"), _("Status"), _("Due"), _("Completed"), _("Good until"), _("Why")]
    cells = (
        (str(found.requirement), found.assignment.period, found.label, found.due_on, found.completed_on,
         found.expires_on, found.why)
        for found in (row.status for row in rows)
    )  # fmt: skip
    context = {
        "rows": rows,
        "unsettled": [row for row in rows if not row.status.is_settled],
        "earlier": overview.earlier(request.user),
    }
    return table_response(request.GET.get("export"), "requirements", header, cells) or render(
        request, "requirements/mine.html", context
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, pk):
    """Ask for more time or a waiver of one's own assignment; what was typed is kept where it is refused."""
    assignment = get_object_or_404(_own(request.user), pk=pk)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asking.ask(assignment, **form.cleaned_data)
        except (NotLater, DateTooFar) as refusal:
            form.add_error("wanted_on", str(refusal))
        except RequirementRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your request is with the coordinator. You will be told the answer."))
            return redirect("requirements:mine")
    row = next((row for row in overview.of_person(request.user) if row.status.assignment.pk == pk), None)
    return render(request, "requirements/ask.html", {"assignment": assignment, "row": row, "form": form})


@login_required
@require_POST
def withdraw(request, pk):
    """Take back a request of one's own."""
    found = get_object_or_404(GrantRequest.objects.filter(assignment__learner=request.user), pk=pk)
    try:
        asking.withdraw(found)
    except RequirementRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your request is withdrawn."))
    return redirect("requirements:mine")


def _own(person):
    return Assignment.objects.filter(learner=person).select_related("requirement", "version")
