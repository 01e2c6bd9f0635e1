"""The coordinator imports past completions: template, upload, what each row would do, and the button that writes."""

from django.contrib.auth import get_user_model
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from pdportal.common.exports import csv_response, table_response
from pdportal.common.imports import TableUnreadable
from pdportal.common.pagination import page_of
from pdportal.people.admin_guards import coordinators_only
from pdportal.transcripts import importing
from pdportal.transcripts.choices import Outcome
from pdportal.transcripts.errors import ImportHasErrors, ImportWritten
from pdportal.transcripts.forms import ImportForm
from pdportal.transcripts.records import LedgerImport

ROWS_A_PAGE = 100


@coordinators_only
@require_safe
def template(request):
    """The headings of a table, in the reader's language."""
    return csv_response(_("completions"), [column.label for column in importing.columns()], [])


@coordinators_only
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request):
    """Upload a table; it is checked, and nothing is written yet."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = importing.check_in(file, name=file.name, by=request.user, date_order=form.cleaned_data["date_order"])
        except TableUnreadable as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("ledger_imports:inspect", run.pk)
    context = {"form": form, "columns": importing.columns(), "crumbs": _crumbs(_("Upload a table"))}
    return render(request, "transcripts/admin/import_upload.html", context, status=200)


@coordinators_only
@require_safe
def show(request, pk):
    """What every row of a table comes to; once it is written, what came of it."""
    run = get_object_or_404(LedgerImport.objects.select_related("uploaded_by", "written_by"), pk=pk)
    try:
        plan = importing.plan_of(run)
    except TableUnreadable as refusal:
        messages.error(request, str(refusal))
        return redirect("ledger_imports:index")
    shown = request.GET.get("show", "")
    lines = plan.of(shown if shown in Outcome.values else "")
    kind = request.GET.get("export")
    if kind in {"csv", "xlsx"}:
        return table_response(kind, f"import-{run.pk}", _header(), _rows(lines, _people(lines)))
    page = page_of(lines, request, per_page=ROWS_A_PAGE, name="p")
    people = _people(page)
    earlier = LedgerImport.objects.filter(sha256=run.sha256).exclude(pk=run.pk).exclude(written_at=None)
    context = {"run": run, "plan": plan, "page": page, "shown": shown,
               "rows": [(line, people.get(line.learner_id)) for line in page],
               "elided_page_range": page.paginator.get_elided_page_range(page.number),
               "outcomes": [(each, plan.counts[each]) for each in Outcome], "earlier": earlier.first(),
               "crumbs": _crumbs(run.name)}  # fmt: skip
    return render(request, "transcripts/admin/import.html", context)


@coordinators_only
@require_POST
def write(request, pk):
    """Write the whole table to the ledger, or nothing."""
    run = get_object_or_404(LedgerImport, pk=pk)
    try:
        run = importing.write(run, by=request.user)
    except (ImportHasErrors, TableUnreadable) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Written to the ledger: %(number)d new lines.") % {"number": run.new})
    return redirect("ledger_imports:inspect", run.pk)


@coordinators_only
@require_POST
def discard(request, pk):
    """Forget a table that was only checked."""
    run = get_object_or_404(LedgerImport, pk=pk)
    try:
        importing.discard(run)
    except ImportWritten as refusal:
        messages.error(request, str(refusal))
        return redirect("ledger_imports:inspect", run.pk)
    messages.success(request, _("The table was discarded; nothing was written."))
    return redirect("ledger_imports:index")


def _header():
    return [_("Row"), _("Outcome"), _("Person"), _("Activity"), _("Completed on"), _("Hours"), _("Remark")]


def _rows(lines, people):
    for line in lines:
        title = line.activity.title if line.activity else ""
        remark = line.remark or "; ".join(str(trouble) for trouble in line.troubles)
        person = people.get(line.learner_id)
        yield [
            line.number,
            str(line.outcome.label),
            person and str(person),
            title,
            line.completed_on,
            line.hours,
            remark,
        ]


def _people(lines):
    """The people in ``lines`` by id; one query."""
    return get_user_model().objects.in_bulk({line.learner_id for line in lines if line.learner_id})


def _crumbs(here):
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("ledger_imports:index"), "label": _("Imports")},
        {"url": "", "label": here},
    ]
