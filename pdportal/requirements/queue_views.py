"""What coordinators do with requests for more time or a waiver: the queue, one request, one answer for several."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pdportal.common.dates import today
from pdportal.common.exports import table_response
from pdportal.common.pagination import page_of
from pdportal.common.redirects import next_path
from pdportal.people.permissions import can_coordinate
from pdportal.requirements import asking, queries, status
from pdportal.requirements.errors import RequirementRefusal
from pdportal.requirements.records import Assignment
from pdportal.requirements.request_forms import AnswerForm, ManyAnswersForm, RequestFilterForm

MOST_AT_ONCE = 100


def for_coordinators(view):
    """Hide ``view`` from everybody who does not coordinate: 404, after signing in."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not can_coordinate(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return login_required(guarded)


@require_safe
@for_coordinators
def requests(request):
    """Requests, those that wait first asked first; filtered by name, kind and state; as CSV or XLSX."""
    form = RequestFilterForm(request.GET)
    found = queries.requests_found(form.chosen())
    header = [_("Name"), _("Staff number"), _("Requirement"), _("Period"), _("Asked for"), _("Date asked for"),
              _("Asked at"), _("State"), _("Answered at"), _("Answered by"), _("Until"), _("Answer")]  # fmt: skip
    table = table_response(request.GET.get("export"), "requests", header, queries.request_cells(found))
    if table:
        return table
    page = page_of(found, request)
    context = {
        "page": page,
        "form": form,
        "many": ManyAnswersForm(auto_id="many_%s"),
        "some_open": any(each.is_open for each in page),
        "is_filtered": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "requirements/requests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_coordinators
def answer(request, pk):
    """One request with how the requirement stands; grant it, with another date if need be, or refuse it."""
    found = get_object_or_404(queries.all_requests(), pk=pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _answer(request, found, form):
        return redirect(next_path(request, "requirements:requests"))
    found = queries.all_requests().get(pk=pk)
    standing = status.of_assignments(
        Assignment.objects.filter(pk=found.assignment_id), as_of=today(), learners=[found.assignment.learner]
    )
    earlier = queries.all_requests().filter(assignment=found.assignment_id).exclude(pk=pk)
    context = {"found": found, "form": form, "status": standing[0], "earlier": earlier}
    return render(request, "requirements/request.html", context)


@require_POST
@for_coordinators
def answer_many(request):
    """Grant or refuse several requests with one answer; each is decided by itself, and what was not is named."""
    verb = {"grant": asking.grant, "refuse": asking.refuse}.get(request.POST.get("do"))
    picked = [int(text) for text in request.POST.getlist("request")[:MOST_AT_ONCE] if _is_key(text)]
    form = ManyAnswersForm(request.POST)
    if verb is None or not picked or not form.is_valid():
        messages.error(request, _("Tick at least one request, then choose what to do."))
        return redirect(next_path(request, "requirements:requests"))
    done = 0
    for found in queries.all_requests().filter(pk__in=picked):
        try:
            verb(found, by=request.user, answer=form.cleaned_data["answer"])
        except RequirementRefusal as refusal:
            messages.error(request, f"{found.assignment.learner}, {found.assignment.requirement}: {refusal}")
        else:
            done += 1
    if done:
        words = ngettext("%(count)s request answered.", "%(count)s requests answered.", done)
        messages.success(request, words % {"count": done})
    return redirect(next_path(request, "requirements:requests"))


def _answer(request, found, form):
    """Run the verb of the button that was pressed; True where it went through."""
    given = form.cleaned_data
    try:
        if request.POST.get("do") == "grant":
            asking.grant(found, by=request.user, until=given["until"], answer=given["answer"])
        elif request.POST.get("do") == "refuse":
            asking.refuse(found, by=request.user, answer=given["answer"])
        else:
            raise RequirementRefusal(_("Please choose what to decide."))
    except RequirementRefusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("%(name)s has been told.") % {"name": found.assignment.learner})
    return True


def _is_key(text):
    return text.isascii() and text.isdigit() and len(text) < 19
