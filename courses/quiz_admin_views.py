"""What authors and coordinators see of quizzes in the admin: item statistics, and giving another attempt."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from courses import granting, queries, quizzes
from courses.quiz_statistics import statistics_of, table
from courses.records import QuizAttempt
from pdportal.common.errors import Refusal
from pdportal.common.exports import table_response
from pdportal.people.permissions import can_coordinate


class ReasonForm(forms.Form):
    """Why another attempt is given."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=granting.LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )


@require_safe
def quiz_statistics(request, pk):
    """The item statistics of a lesson's quizzes or a course's pre-check, for those who may edit the page."""
    page = get_object_or_404(Page, pk=pk).specific
    if not hasattr(page, "quiz_blocks"):
        raise Http404
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    kind = request.GET.get("export")
    if kind in {"csv", "xlsx"}:
        return table_response(kind, slugify(_("questions %(title)s") % {"title": page.title}), *table(page))
    return render(request, "courses/admin/statistics.html", {"page": page, "quizzes": statistics_of(page)})


@require_http_methods(["GET", "HEAD", "POST"])
def grant_attempt(request, pk):
    """Ask why, then give another attempt."""
    if not can_coordinate(request.user):
        raise PermissionDenied
    attempt = get_object_or_404(QuizAttempt.objects.select_related("enrollment__learner"), pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            granting.grant(attempt, by=request.user, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Another attempt is given; the learner has been told."))
            return redirect("quiz_attempts:index")
    page = queries.quiz_page(attempt.lesson_key)
    context = {"attempt": attempt, "form": form, "lesson": page, "quiz": quizzes.title_of(page, attempt.gate_id)}
    return render(request, "courses/admin/grant_attempt.html", context)
