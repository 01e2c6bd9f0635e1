"""Raising a concern about a pairing, and the coordinator's answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from mentoring import concerns
from mentoring.concern_forms import AnswerForm, ConcernForm
from mentoring.errors import MentoringRefusal
from mentoring.responses import own_pairing


@sensitive_post_parameters("text")
@sensitive_variables()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def raise_concern(request, pk):
    """The rules of concerns, and the form."""
    pair = own_pairing(request, pk)
    form = ConcernForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            concerns.raise_concern(pair, by=request.user, text=form.cleaned_data["text"])
        except MentoringRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The coordinator has been told, and so has the other one of your pair."))
            return redirect("mentoring:pairing", pk=pair.pk)
    context = {"pairing": pair, "other": pair.other_than(request.user), "form": form}
    return render(request, "mentoring/concern.html", context)


@sensitive_post_parameters("answer")
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, pk):
    """A concern as the coordinator reads and closes it."""
    if not concerns.may_answer(request.user):
        raise PermissionDenied
    concern = get_object_or_404(concerns.readable_by(request.user), pk=pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            concerns.close(concern, by=request.user, **form.cleaned_data)
        except MentoringRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The concern is closed; both have been told."))
            return redirect("concerns:index")
    context = {"concern": concerns.opened(concern, request.user), "pairing": concern.pairing, "form": form}
    return render(request, "mentoring/admin/concern.html", context)
