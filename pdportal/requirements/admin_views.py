"""What coordinators do for one person in the admin: waive, give a later date."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from pdportal.requirements.admin_guards import coordinators_only
from pdportal.requirements.errors import RequirementRefusal
from pdportal.requirements.forms import ExtendForm, WaiveForm
from pdportal.requirements.records import Assignment
from pdportal.requirements.waiving import extend, waive


@coordinators_only
def waive_assignment(request, pk):
    """Ask why, then waive."""
    words = {"title": _("Waive"), "done": _("The requirement is waived."), "submit": _("Waive it")}
    return _grant(request, pk, WaiveForm(request.POST or None), waive, words)


@coordinators_only
def extend_assignment(request, pk):
    """Ask until when and why, then give the later date."""
    words = {"title": _("Later date"), "done": _("The later date is recorded."), "submit": _("Give the later date")}
    return _grant(request, pk, ExtendForm(request.POST or None), extend, words)


def _grant(request, pk, form, verb, words):
    assignment = get_object_or_404(Assignment.objects.select_related("learner", "requirement"), pk=pk)
    if form.is_valid():
        try:
            verb(assignment, by=request.user, **form.cleaned_data)
        except RequirementRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, words["done"])
            return redirect("assignments:index")
    context = {"assignment": assignment, "form": form, "words": words}
    return render(request, "requirements/admin/grant.html", context)
