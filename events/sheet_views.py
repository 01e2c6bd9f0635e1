"""The paper sign-in sheet, and the page that a scan of one of its rows opens."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events import attendance, queries, sheets
from events.attendance_forms import PhoneRosterForm
from events.attendance_views import takers_only
from events.choices import MarkedThrough
from events.errors import EventRefusal, MarkedMeanwhile


@require_safe
@takers_only
def sheet(request, session):
    """The sheet as PDF: a line to sign for everybody with a seat, and empty ones for who walks in."""
    answer = HttpResponse(sheets.sheet_pdf(session, at=timezone.now()), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="sign-in-{session.pk}.pdf"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@takers_only
def row(request, session, registration_pk):
    """One row of the paper, to mark as the paper says; afterwards the next row is scanned."""
    seated = queries.roster(session).prefetch_related("learner__appointments__school")
    found = get_object_or_404(seated, pk=registration_pk)
    form = PhoneRosterForm(request.POST or None, session=session, registrations=[found])
    if request.method == "POST" and form.is_valid():
        try:
            attendance.mark_many(session, form.marks(), by=request.user, seen=form.seen(), through=MarkedThrough.SHEET)
        except MarkedMeanwhile as clash:
            form = form.after_clash([seated.get(pk=registration_pk)], clash)
        except EventRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(name)s is marked. Scan the next row.") % {"name": found.learner})
            return redirect("events:sheet_row", session.pk, registration_pk)
    number = list(queries.roster(session).values_list("pk", flat=True)).index(found.pk) + 1
    return render(
        request, "events/sheet_row.html", {"session": session, "form": form, "found": found, "number": number}
    )
