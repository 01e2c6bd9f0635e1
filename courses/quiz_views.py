"""What learners do with quizzes: hand in, try again, look an attempt up, take the pre-check of a course."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses import keeping, pre_checks, queries, quizzes
from courses.papers import paper_or_none
from courses.quiz_reviews import review_of
from courses.responses import back_to_gate, page_or_404, sign_in_first


@require_POST
def submit_quiz(request, key, gate_id):
    """Hand in the answers of a quiz; they are kept first, whatever is still missing."""
    if away := sign_in_first(request, key, gate_id, "quiz"):
        return away
    page, number = page_or_404(key, "quiz"), keeping.number_in(request.POST)

    def do():
        quizzes.save_draft(request.user, page, gate_id, request.POST, number=number)
        attempt = quizzes.submit(request.user, page, gate_id, request.POST, number=number)
        score = {"score": attempt.score_percent}
        if attempt.passed:
            messages.success(request, _("You passed with %(score)s%%.") % score)
        else:
            messages.warning(request, _("%(score)s%%: not passed yet.") % score)

    return back_to_gate(request, page, gate_id, do, missing=f"?check={gate_id}")


@login_required
@require_POST
def retry_quiz(request, key, gate_id):
    """Begin a new attempt."""
    page = page_or_404(key, "quiz")
    return back_to_gate(request, page, gate_id, lambda: quizzes.try_again(request.user, page, gate_id))


@login_required
@require_safe
def attempt(request, pk):
    """Read an own attempt again, once it is handed in; with the way to the others at the same quiz."""
    own = get_object_or_404(quizzes.handed_in_by(request.user), pk=pk)
    page = queries.quiz_page(own.lesson_key)
    paper = paper_or_none(own, page)
    if paper is None:
        raise Http404
    context = {
        "attempt": own,
        "paper": paper,
        "quiz": quizzes.title_of(page, own.gate_id),
        "lesson": page,
        "back": quizzes.address_of(page) if page else "",
        "attempts": quizzes.handed_in_by(request.user).filter(lesson_key=own.lesson_key, gate_id=own.gate_id),
        "review": review_of(paper, own),
    }
    return render(request, "courses/attempt.html", context)


@login_required
@require_safe
def pre_check(request, key):
    """The pre-check of a course; on to the course where there is none, or nothing to check any more."""
    course = queries.published("CoursePage", key)
    if course is None:
        raise Http404
    sheet, gate = pre_checks.sheet_for(request.user, course, check=request.GET.get("check"))
    if sheet is None:
        return redirect(course.url)
    context = {"course": course, "gate": gate, "sheet": sheet, "mark": keeping.mark_of(request.user)}
    return render(request, "courses/pre_check.html", context)
