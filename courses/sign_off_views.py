"""What mentors, principals and coordinators do: the queue of practice steps, their files, and deciding on them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses import practice, practice_files, queries, sign_off_list
from courses.choices import PracticeStatus, RoundOutcome
from pdportal.common.errors import Refusal
from pdportal.common.exports import table_response
from pdportal.common.numbers import small_number
from pdportal.common.pagination import page_of
from pdportal.common.uploads import send_private

MOST_AT_ONCE = 100


@login_required
@require_safe
def sign_offs(request):
    """Practice steps waiting for the viewer's sign-off, and reflections shared with the viewer."""
    wanted = sign_off_list.Wanted.of(request.GET)
    everything = queries.waiting_for(request.user)
    found = sign_off_list.waiting(everything, wanted)
    if export := table_response(request.GET.get("export"), "sign-offs", *sign_off_list.table(found)):
        return export
    context = {
        "waiting": page_of(found, request),
        "shared": page_of(queries.reflections_for(request.user), request, per_page=10, name="shared"),
        "wanted": wanted,
        "steps": sign_off_list.steps(everything),
    }
    return render(request, "courses/sign_offs.html", context)


@login_required
@require_POST
def sign_off_many(request):
    """Sign off the ticked steps, each in the round that the list showed; say of those that changed that they did."""
    chosen = dict(_step_and_round(value) for value in request.POST.getlist("step")[:MOST_AT_ONCE])
    signed, changed = 0, 0
    for submission in queries.decidable_by(request.user).filter(pk__in=chosen):
        try:
            practice.sign_off(submission, by=request.user, number=chosen[submission.pk])
        except Refusal:
            changed += 1
        else:
            signed += 1
    if signed:
        words = ngettext("%(count)s step signed off.", "%(count)s steps signed off.", signed)
        messages.success(request, words % {"count": signed})
    if changed:
        words = ngettext(
            "%(count)s step has changed meanwhile; please look at it again.",
            "%(count)s steps have changed meanwhile; please look at them again.",
            changed,
        )
        messages.error(request, words % {"count": changed})
    if not signed and not changed:
        messages.error(request, _("Please tick the steps to sign off."))
    return redirect("courses:sign_offs")


def _step_and_round(value):
    """The ids in “step.round”, as a row of the queue sends them."""
    step, _dot, number = value.partition(".")
    return small_number(step), small_number(number)


@login_required
@require_safe
def practice_file(request, pk):
    """A file of a practice step, for its writer and those who may decide on it; 404 for everybody else."""
    found = get_object_or_404(practice_files.visible_to(request.user), pk=pk)
    try:
        return send_private(found.file, found.name)
    except FileNotFoundError as gone:
        raise Http404 from gone


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def practice_decide(request, pk):
    """Show a practice step round by round; sign it off or return it. 404 for who may not vouch."""
    seen = queries.with_rounds(queries.decidable_by(request.user), hidden=[RoundOutcome.TAKEN_BACK])
    submission = get_object_or_404(seen, pk=pk)
    comment = request.POST.get("comment", "")
    if request.method == "POST":
        try:
            _decide(submission, request.POST, request.user)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("%(name)s has been told.") % {"name": submission.enrollment.learner})
            return redirect("courses:sign_offs")
    rounds = list(submission.rounds.all())[::-1]
    waiting = submission.status == PracticeStatus.HANDED_IN and rounds
    context = {
        "submission": submission,
        "learner": submission.enrollment.learner,
        "lesson": queries.published("LessonPage", submission.lesson_key),
        "waiting": rounds[0] if waiting else None,
        "earlier": rounds[1:] if waiting else rounds,
        "is_returned": submission.status == PracticeStatus.RETURNED,
        "comment": comment.replace("\x00", ""),
    }
    return render(request, "courses/practice_decide.html", context)


def _decide(submission, data, viewer):
    number = small_number(data["round"]) if "round" in data else None
    comment = data.get("comment", "")
    if data.get("decision") == "return":
        return practice.send_back(submission, by=viewer, comment=comment, number=number)
    if data.get("decision") == "sign_off":
        return practice.sign_off(submission, by=viewer, comment=comment, number=number)
    raise Refusal(_("Please choose whether to sign it off or to return it."))
