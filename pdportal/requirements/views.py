"""The learner's own page of requirements."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pdportal.common.exports import table_response
from pdportal.requirements import overview


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
