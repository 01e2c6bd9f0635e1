"""The coordinator's pages of job descriptions: the duties, a new text, its review, and what a version changed."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from pdportal.common.dates import today
from pdportal.duties import reviewing, versions
from pdportal.duties.duty_maps import maps_on
from pdportal.duties.errors import ChangedMeanwhile, DutyRefusal
from pdportal.duties.forms import TextForm, VersionForm
from pdportal.duties.records import DescriptionVersion, JobDescription
from pdportal.people.admin_guards import coordinators_only

DUTIES = "job_descriptions:inspect"


@coordinators_only
@require_safe
def show(request, pk):
    """The duties of a job description as they are today, with what is linked to each, and its versions."""
    description = get_object_or_404(JobDescription, pk=pk)
    context = {
        "description": description,
        "map": next(iter(maps_on(today(), descriptions=[description.pk])), None),
        "versions": description.versions.defer("source_text").select_related("published_by"),
        "crumbs": crumbs(str(description)),
    }
    return render(request, "duties/admin/description.html", context)


@coordinators_only
@require_http_methods(["GET", "HEAD", "POST"])
def paste(request, pk):
    """Paste or upload a text; its lines are shown for review, and nothing is published yet."""
    description = get_object_or_404(JobDescription, pk=pk)
    form = TextForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data
        earlier = reviewing.earlier_of(description, fields["language"])
        try:
            review = reviewing.review_text(fields["source"], earlier)
        except DutyRefusal as refusal:
            form.add_error("text", str(refusal))
        else:
            return _review(request, description, VersionForm(initial=fields | {"after": earlier.number}), review)
    context = {"description": description, "form": form, "crumbs": crumbs(_("New text"), description)}
    return render(request, "duties/admin/paste.html", context)


@coordinators_only
@require_POST
def review(request, pk):
    """Compare the lines as they are now, or publish them as the next version; what was typed is never lost."""
    description = get_object_or_404(JobDescription, pk=pk)
    form = VersionForm(request.POST)
    language = request.POST.get("language", "")
    earlier = reviewing.earlier_of(description, language)
    found = reviewing.review_posted(request.POST, earlier)
    if request.POST.get("do") == "publish" and form.is_valid() and found.formset.is_valid():
        try:
            version = _publish(request, description, form.cleaned_data, found)
        except ChangedMeanwhile as refusal:
            form = _looked_at(request.POST, earlier.number)
            form.add_error(None, str(refusal))
        except DutyRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Published: %(version)s.") % {"version": version})
            return redirect(DUTIES, pk)
    return _review(request, description, form, found)


@coordinators_only
@require_safe
def version_page(request, pk):
    """One version: what changed against the one before, and the text it was made from."""
    version = get_object_or_404(DescriptionVersion.objects.select_related("description", "published_by"), pk=pk)
    before = DescriptionVersion.objects.filter(description=version.description_id, number=version.number - 1).first()
    lines = list(version.lines.select_related("version"))
    old = list(before.lines.select_related("version")) if before else []
    changes, dropped, counts = reviewing.changes_between(old, lines, version.language)
    context = {
        "version": version,
        "before": before,
        "changes": changes,
        "dropped": dropped,
        "counts": counts,
        "crumbs": crumbs(_("Version %(number)d") % {"number": version.number}, version.description),
    }
    return render(request, "duties/admin/version.html", context)


def crumbs(here, description=None):
    """The way from the list of job descriptions to ``here``."""
    between = [{"url": reverse(DUTIES, args=[description.pk]), "label": str(description)}] if description else []
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("job_descriptions:index"), "label": _("Job descriptions")},
        *between,
        {"url": "", "label": here},
    ]


def _publish(request, description, fields, found):
    wordings = [form.wording(fields["language"]) for form in found.formset if form.cleaned_data]
    return versions.publish(
        description, list(filter(None, wordings)), effective_on=fields["effective_on"], by=request.user,
        language=fields["language"], source_text=fields["source"], source_name=fields["source_name"],
        after=fields["after"],
    )  # fmt: skip


def _looked_at(data, number):
    """The VersionForm as it was sent, but after the version ``number``, which the page now compares with."""
    data = data.copy()
    data["after"] = number
    form = VersionForm(data)
    form.is_valid()
    return form


def _review(request, description, form, found):
    context = {
        "description": description,
        "form": form,
        "review": found,
        "crumbs": crumbs(_("What was found"), description),
    }
    return render(request, "duties/admin/review.html", context)
