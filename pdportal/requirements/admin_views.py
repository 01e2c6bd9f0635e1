"""What coordinators do in the admin: write a rule and see what it would do, waive, give a later date."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin.views import generic

from pdportal.people.permissions import can_coordinate
from pdportal.requirements.assigning import assign_requirement
from pdportal.requirements.errors import RequirementRefusal
from pdportal.requirements.forms import ExtendForm, WaiveForm
from pdportal.requirements.preview import preview
from pdportal.requirements.records import Assignment
from pdportal.requirements.rules import publish_version
from pdportal.requirements.waiving import extend, waive


class ShowsFirst:
    """Shows what a rule would do before saving it: a valid form is saved only when it comes with ``confirm``."""

    submit_button_label = gettext_lazy("Show what this does")

    def form_valid(self, form):
        """Save, or show the preview above the form that keeps its values."""
        if "confirm" in self.request.POST:
            return super().form_valid(form)
        self.form = form
        found = preview(form.instance, form.rule, effective_on=form.cleaned_data["effective_on"])
        return self.render_to_response(self.get_context_data(form=form, preview=found))

    def save_instance(self):
        """Save the requirement, put the rule in force and assign; nothing is kept if one of them fails."""
        requirement = self.form.save()
        effective_on = self.form.cleaned_data["effective_on"]
        publish_version(requirement, by=self.request.user, effective_on=effective_on, **self.form.rule)
        assign_requirement(requirement)
        return requirement


class RequirementCreateView(ShowsFirst, generic.CreateView):
    """Write a requirement."""


class RequirementEditView(ShowsFirst, generic.EditView):
    """Change a requirement; a changed rule is a new version."""

    def get_context_data(self, **kwargs):
        """Add the versions so far."""
        versions = self.object.versions.select_related("created_by")
        return super().get_context_data(**kwargs) | {"versions": versions}


def coordinators_only(view):
    """Refuse everybody who does not coordinate the district today."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not can_coordinate(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return require_http_methods(["GET", "HEAD", "POST"])(guarded)


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
