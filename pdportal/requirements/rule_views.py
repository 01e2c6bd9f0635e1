"""Writing a rule in the admin: what it would do is shown first, and saved only when that is confirmed."""

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext_lazy
from wagtail.admin.views import generic

from pdportal.common.dates import today
from pdportal.people.audience import describe
from pdportal.requirements.admin_guards import coordinators_only
from pdportal.requirements.assigning import assign_requirement
from pdportal.requirements.audience_fields import GroupFormSet, choice_of
from pdportal.requirements.audience_form import find_people, to_rule
from pdportal.requirements.deciding import Change, decide, done_under
from pdportal.requirements.errors import RequirementRefusal
from pdportal.requirements.forms import ConsequenceForm
from pdportal.requirements.preview import preview
from pdportal.requirements.rules import differs, publish_version
from pdportal.requirements.time_line import time_line

PREVIEW_TEMPLATE = "requirements/admin/preview.html"
BUTTONS = {"csrfmiddlewaretoken", "confirm", "back", "add_group", "joining", "leaving", "unchanged"}
LONGEST_LIST = 20000
ASKED = "change-"  # the question what a change means is asked on the preview itself


@coordinators_only
def words(request):
    """The audience that is ticked just now, in words, for the script that shows them while one ticks."""
    groups = GroupFormSet(request.POST or None, prefix="group")
    people, _unknown = find_people(request.POST.get("people", "")[:LONGEST_LIST])
    never, _unknown = find_people(request.POST.get("never", "")[:LONGEST_LIST])
    rule = to_rule(choice_of(groups, people, never)) if groups.is_valid() else None
    return HttpResponse("" if rule is None else describe(rule), content_type="text/plain; charset=utf-8")


class ShowsFirst:
    """Form, then preview, then saved. Going back, or asking for one more group, keeps everything that was typed."""

    submit_button_label = gettext_lazy("Show what this does")

    def post(self, request, *args, **kwargs):
        """Show the form as it was typed where one of its own buttons was pressed; else check it."""
        if request.POST.keys() & {"back", "add_group"}:
            self.object = self.get_object() if "pk" in self.kwargs else None
            self.form = self.get_form().as_typed(more=int("add_group" in request.POST))
            return self.render_to_response(self.get_context_data(form=self.form))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        """Show the preview, or save what was confirmed."""
        self.form = form
        done = self._done(form)
        asked = ConsequenceForm(self.request.POST if "confirm" in self.request.POST else None) if done else None
        if "confirm" in self.request.POST and (asked is None or asked.is_valid()):
            self.answer = asked.answer if asked else None
            try:
                with transaction.atomic():
                    return super().form_valid(form)
            except RequirementRefusal as refusal:
                (asked or form).add_error(None, str(refusal))
        return self._preview(form, asked, done)

    def save_instance(self):
        """Save the requirement, put the rule in force, ask what follows and assign; or nothing of it."""
        requirement = self.form.save()
        effective_on = self.form.cleaned_data["effective_on"]
        by = self.request.user
        version = publish_version(requirement, by=by, effective_on=effective_on, **self.form.rule)
        if self.answer:
            decide(Change(version.activity_key, version=version), by=by, **self.answer)
        assign_requirement(requirement)
        return requirement

    def _done(self, form):
        """How many have completed what a changed rule asked before; 0 where nothing changed."""
        if not form.latest or not differs(form.latest, form.rule):
            return 0
        return len(done_under(form.latest.requirement.assignments.current(today()), on=today()))

    def _preview(self, form, asked, done):
        pages = {name: self.request.POST.get(name, "")[:12] for name in ("joining", "leaving", "unchanged")}
        effective_on = form.cleaned_data["effective_on"]
        found = preview(form.instance, form.rule, effective_on=effective_on, viewer=self.request.user, pages=pages)
        bars, months = time_line(found.hires)
        lists = self.request.POST.lists()
        typed = [(name, value) for name, values in lists for value in values if name not in BUTTONS]
        context = self.get_context_data(form=form) | {
            "preview": found, "bars": bars, "months": months, "asked": asked, "done": done, "is_change": form.latest,
            "typed": [(name, value) for name, value in typed if not name.startswith(ASKED)],
        }  # fmt: skip
        if asked:
            context["media"] += asked.media
        self.template_name = PREVIEW_TEMPLATE
        return self.render_to_response(context)


class RequirementCreateView(ShowsFirst, generic.CreateView):
    """Write a requirement."""


class RequirementEditView(ShowsFirst, generic.EditView):
    """Change a requirement; a changed rule is a new version."""

    def get_context_data(self, **kwargs):
        """Add the versions so far."""
        versions = list(self.object.versions.select_related("created_by", "consequence"))
        present = describe(versions[0].audience) if versions else ""
        return super().get_context_data(**kwargs) | {"versions": versions, "words": present}
