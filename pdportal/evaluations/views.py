"""Where people answer surveys."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pdportal.common.errors import Refusal
from pdportal.common.pagination import page_of
from pdportal.evaluations import answering, queries
from pdportal.evaluations.forms import SurveyForm


@login_required
@require_safe
def mine(request):
    """What the reader can answer now, and what was answered or missed."""
    waiting = queries.open_for(request.user, timezone.now())
    others = queries.invitations_of(request.user).exclude(pk__in=waiting.values("pk"))
    return render(request, "evaluations/mine.html", {"waiting": waiting, "others": page_of(others, request)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, pk):
    """One survey: its questions, or why it cannot be answered any more."""
    invitation = get_object_or_404(queries.invitations_of(request.user), pk=pk)
    survey = invitation.survey
    is_open = not invitation.answered and survey.closed_at is None and survey.closes_at > timezone.now()
    form = SurveyForm(request.POST or None, survey=survey)
    if request.method == "POST" and (not is_open or form.is_valid()):
        try:
            answering.answer(invitation, form.cleaned_data if is_open else {})
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Thank you. Your answers are kept without your name."))
        return redirect("evaluations:mine")
    context = {"survey": survey, "invitation": invitation, "form": form if is_open else None}
    return render(request, "evaluations/answer.html", context)
