"""“My job description”: the duties of one's role, what covers them, and what to do next."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pdportal.common.dates import today
from pdportal.common.numbers import small_number
from pdportal.duties import linking, reviewing
from pdportal.duties.coverage import coverage_of
from pdportal.duties.errors import DutyRefusal
from pdportal.duties.records import DescriptionVersion, Duty
from pdportal.transcripts.choices import ActivityKind
from pdportal.transcripts.records import Completion


@login_required
@require_safe
def mine(request):
    """The duties of the reader's roles, with what is done for each and what comes next."""
    context = {"coverages": _own(request), "outside": list(_outside(request)), "today": today()}
    return render(request, "duties/mine.html", context)


@login_required
@require_safe
def changes(request, pk):
    """What the version in force changed against the one before, in one of the reader's own descriptions."""
    own = next((each for each in _own(request) if each.map.description.pk == pk), None)
    if own is None or own.map.version.number == 1:
        raise Http404
    version = own.map.version
    before = DescriptionVersion.objects.get(description=pk, number=version.number - 1)
    old, new = (list(each.lines.select_related("version")) for each in (before, version))
    lines, dropped, counts = reviewing.changes_between(old, new, request.LANGUAGE_CODE)
    context = {"version": version, "before": before, "changes": lines, "dropped": dropped, "counts": counts,
               "crumbs": [{"url": reverse("duties:mine"), "label": _("My job description")},
                          {"label": _("What changed")}]}  # fmt: skip
    return render(request, "duties/changes.html", context)


@login_required
@require_POST
def count_outside(request):
    """Count outside learning of one's own for one of one's duties."""
    own = [duty.duty.line.duty_id for each in _own(request) for duty in each.duties]
    duty = get_object_or_404(Duty.objects.filter(pk__in=own), pk=small_number(request.POST.get("duty", "")))
    line = get_object_or_404(_outside(request), pk=small_number(request.POST.get("line", "")))
    try:
        linking.count(duty, line, by=request.user)
    except DutyRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("“%(title)s” counts for this duty now.") % {"title": line.title})
    return redirect(f"{reverse('duties:mine')}#duty-{duty.pk}")


@login_required
@require_POST
def uncount_outside(request, pk):
    """Take outside learning of one's own off a duty."""
    evidence = get_object_or_404(request.user.duty_evidence, pk=pk)
    linking.uncount(evidence, by=request.user)
    messages.success(request, _("“%(title)s” no longer counts for this duty.") % {"title": evidence.title})
    return redirect(f"{reverse('duties:mine')}#duty-{evidence.duty_id}")


def _own(request):
    return coverage_of([request.user.pk], as_of=today())[request.user.pk]


def _outside(request):
    """The reader's standing lines of outside learning, the newest first."""
    lines = Completion.objects.standing().filter(learner=request.user, activity_kind=ActivityKind.OUTSIDE)
    return lines.order_by("-completed_on", "-pk")
