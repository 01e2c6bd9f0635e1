"""What mentors, principals and coordinators do: the queue of practice steps, and deciding on one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses import gates, practice, queries
from courses.choices import GateKind, PracticeStatus
from courses.errors import NoSuchGate
from pdportal.common.errors import Refusal
from pdportal.common.pagination import page_of


@login_required
@require_safe
def sign_offs(request):
    """Practice steps waiting for the viewer's sign-off, and reflections shared with the viewer."""
    waiting = page_of(queries.waiting_for(request.user), request)
    shared = page_of(queries.reflections_for(request.user), request, per_page=10, name="shared")
    return render(request, "courses/sign_offs.html", {"waiting": waiting, "shared": shared})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def practice_decide(request, pk):
    """Show a practice step with its checklist and note; sign it off or return it. 404 for who may not vouch."""
    submission = get_object_or_404(queries.decidable_by(request.user), pk=pk)
    comment = request.POST.get("comment", "")
    if request.method == "POST":
        try:
            _decide(submission, request.POST.get("decision"), comment, request.user)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("%(name)s has been told.") % {"name": submission.enrollment.learner})
            return redirect("courses:sign_offs")
    context = {
        "submission": submission,
        "learner": submission.enrollment.learner,
        "lesson": queries.published("LessonPage", submission.lesson_key),
        "points": _points(submission),
        "is_waiting": submission.status == PracticeStatus.HANDED_IN,
        "is_returned": submission.status == PracticeStatus.RETURNED,
        "comment": comment.replace("\x00", ""),
    }
    return render(request, "courses/practice_decide.html", context)


def _decide(submission, decision, comment, viewer):
    if decision == "return":
        return practice.send_back(submission, by=viewer, comment=comment)
    if decision == "sign_off":
        return practice.sign_off(submission, by=viewer, comment=comment)
    raise Refusal(_("Please choose whether to sign it off or to return it."))


def _points(submission):
    """``(text, ticked)`` of the checklist as the lesson has it now; empty where the lesson is gone."""
    lesson = queries.published("LessonPage", submission.lesson_key)
    try:
        gate = lesson and gates.gate_of(lesson, submission.gate_id, GateKind.PRACTICE)
    except NoSuchGate:
        gate = None
    return [(text, key in submission.checked) for key, text in practice.points_of(gate)] if gate else []
