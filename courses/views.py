"""What learners do in courses: start, finish a lesson, satisfy its gates."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from courses import (
    acknowledgements,
    keeping,
    practice,
    practice_files,
    progress,
    queries,
    quizzes,
    reflections,
    scenarios,
    trail,
)
from courses.errors import NotConfirmed
from courses.responses import back_to_gate, page_or_404, sign_in_first
from pdportal.common.errors import Refusal
from pdportal.common.numbers import small_number

SAVED_KINDS = {"quiz", "practice", "reflection"}


@login_required
@require_safe
def lesson(request, key):
    """Go to a lesson by its key, in the reader's language; what notices link to."""
    return redirect(page_or_404(key).url)


@login_required
@require_POST
def start(request, key):
    """Enroll in a course or path and go to the lesson to do first."""
    activity = queries.published("CoursePage", key) or queries.published("LearningPath", key)
    if activity is None:
        raise Http404
    progress.enroll(request.user, activity)
    return redirect(trail.starting_place(request.user, key) or activity.url)


@login_required
@require_POST
def finish_lesson(request, key):
    """Mark a lesson as done."""
    page = page_or_404(key)
    try:
        done = progress.complete_lesson(request.user, page)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        if done.enrollment.completed_at:
            messages.success(request, _("You have completed this course. Your hours are on your transcript."))
    return redirect(f"{page.url}#finish")


@require_POST
@never_cache
def save(request, key, gate_id, kind):
    """Keep what is being written (autosave); answers with a few words for the page, signed in or not."""
    if kind not in SAVED_KINDS:
        raise Http404
    page = page_or_404(key, kind)
    if not request.user.is_authenticated:
        keeping.keep(request, key, gate_id, kind)
        return render(request, "courses/includes/signed_out.html", {"next": quizzes.address_of(page)})
    try:
        keeping.save_form(request.user, page, gate_id, kind, request.POST)
    except Refusal as refusal:
        return HttpResponse(str(refusal), status=400, content_type="text/plain; charset=utf-8")
    return render(request, "courses/includes/saved.html", {"at": timezone.now()})


@login_required
@require_POST
def acknowledge(request, key, gate_id):
    """Acknowledge the revision of the policy that the page named."""
    page, number = page_or_404(key), small_number(request.POST.get("revision", ""))

    def do():
        if request.POST.get("confirmed") != "yes":
            raise NotConfirmed
        return acknowledgements.acknowledge(request.user, page, gate_id, revision=number)

    return back_to_gate(request, page, gate_id, do, success=_("Your acknowledgement is recorded."))


@login_required
@require_POST
def answer_scenario(request, key, gate_id):
    """Answer a scenario, or its follow-up question."""
    page, choice, then = page_or_404(key), request.POST.get("choice", ""), request.POST.get("then", "")
    return back_to_gate(
        request, page, gate_id, lambda: scenarios.answer(request.user, page, gate_id, choice, then=then)
    )


@require_POST
def hand_in_practice(request, key, gate_id):
    """Save the practice step with its files; then take a file away or hand it in, as the button pressed says."""
    if away := sign_in_first(request, key, gate_id, "practice"):
        if request.FILES:
            messages.info(request, _("Files cannot be kept meanwhile: please attach them again."))
        return away
    page = page_or_404(key)
    handing_in = "hand_in" in request.POST and "remove" not in request.POST

    def do():
        keeping.save_form(request.user, page, gate_id, "practice", request.POST)
        refusals = practice_files.attach(request.user, page, gate_id, request.FILES.getlist("files"))
        for words in refusals:
            messages.error(request, words)
        if "remove" in request.POST:
            practice_files.remove(request.user, page, gate_id, small_number(request.POST["remove"]))
        if handing_in and not refusals:
            practice.hand_in(request.user, page, gate_id)
            return _("Handed in. You will be told when it is signed off.")
        return _("Saved.")

    return back_to_gate(request, page, gate_id, do, success=lambda words: words)


@login_required
@require_POST
def take_back_practice(request, key, gate_id):
    """Take a practice step back that nobody has decided on."""
    page = page_or_404(key)
    return back_to_gate(request, page, gate_id, lambda: practice.take_back(request.user, page, gate_id))


@require_POST
def write_reflection(request, key, gate_id):
    """Save a reflection, and say that it is done where that button was pressed."""
    if away := sign_in_first(request, key, gate_id, "reflection"):
        return away
    page = page_or_404(key)

    def do():
        keeping.save_form(request.user, page, gate_id, "reflection", request.POST)
        if "done" in request.POST:
            reflections.finish(request.user, page, gate_id)

    return back_to_gate(request, page, gate_id, do, success=_("Saved."))
