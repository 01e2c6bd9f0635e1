"""The page behind every status: why it stands as it does, in the same words for everybody who may see it."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from pdportal.common.dates import parse_date, today
from pdportal.people import oversight
from pdportal.requirements import explaining, queries
from pdportal.requirements.records import Assignment


@login_required
@require_safe
def why(request, pk):
    """Rule, facts and next step of one assignment, today or on ``?as_of=``; 404 for who may not see the learner."""
    assignment = get_object_or_404(Assignment.objects.select_related("learner"), pk=pk)
    if not oversight.may_see(request.user, assignment.learner):
        raise Http404
    as_of = max(min(parse_date(request.GET.get("as_of"), today()), today()), assignment.assigned_on)
    is_own = assignment.learner_id == request.user.pk
    context = {
        "assignment": assignment,
        "learner": assignment.learner,
        "is_own": is_own,
        "why": explaining.explain(assignment, as_of=as_of),
        "is_past": as_of < today(),
        "requests": queries.latest_requests(request.user).get(pk, ()) if is_own else (),
    }
    return render(request, "requirements/why.html", context)
