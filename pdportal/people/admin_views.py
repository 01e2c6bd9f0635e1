"""The coordinator merges two accounts of one person: what would move, the act itself, and the way back."""

from django.contrib.auth import get_user_model
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from pdportal.people import merging
from pdportal.people.admin_forms import ChooseForm, ReasonForm
from pdportal.people.admin_guards import coordinators_only
from pdportal.people.errors import MergeReasonMissing, MergeRefusal
from pdportal.people.records import Merge

MERGES_HEADER = [
    gettext_lazy("Account that was closed"), gettext_lazy("Account that stays"), gettext_lazy("Reason"),
    gettext_lazy("Merged by"), gettext_lazy("Merged at"), gettext_lazy("Undone by"), gettext_lazy("Undone at"),
    gettext_lazy("Reason for undoing"),
]  # fmt: skip


def merge_rows(merges):
    """The cells of ``merges`` for a table."""
    for done in merges:
        yield [done.retired.get_username(), done.kept.get_username(), done.reason, str(done.merged_by),
               timezone.localtime(done.merged_at), done.undone_by and str(done.undone_by),
               done.undone_at and timezone.localtime(done.undone_at), done.undo_reason]  # fmt: skip


@coordinators_only
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request, pk):
    """Choose the account that stays, look at what would move, say why, and merge."""
    people = get_user_model().objects.filter(is_superuser=False)
    retired = get_object_or_404(people, pk=pk)
    if retired.merged_into_id:  # a second click
        return redirect("merges:inspect", Merge.objects.standing().get(retired=retired).pk)
    chosen = request.POST if request.method == "POST" else request.GET
    choice = ChooseForm(chosen if "into" in chosen else None)
    form = ReasonForm(request.POST if "reason" in request.POST else None)
    context = {"retired": retired, "choice": choice, "form": form, "crumbs": _crumbs("staff", _("Merge accounts"))}
    if choice.is_valid():
        kept = choice.cleaned_data["into"]
        try:
            context |= {"kept": kept, "plan": merging.plan(retired, into=kept)}
            if form.is_valid():
                done = merging.merge(retired, into=kept, by=request.user, reason=form.cleaned_data["reason"])
                messages.success(request, _("The accounts are merged. Nothing was lost, and it can be undone here."))
                return redirect("merges:inspect", done.pk)
        except MergeReasonMissing as refusal:
            form.add_error("reason", str(refusal))
        except MergeRefusal as refusal:
            choice.add_error("into", str(refusal))
    return render(request, "people/admin/merge.html", context)


@coordinators_only
@require_safe
def show(request, pk):
    """One merge: who, when and why, what was handed over and what stayed."""
    return _show(request, _merge(pk), ReasonForm())


@coordinators_only
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request, pk):
    """Give everything back; without a reason, the page of the merge again."""
    done, form = _merge(pk), ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            merging.undo(done, by=request.user, reason=form.cleaned_data["reason"])
        except MergeRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The merge is undone; what had moved is back."))
            return redirect("merges:inspect", done.pk)
    return _show(request, done, form)


def _show(request, done, form):
    context = {"merge": done, "found": merging.journal_of(done), "form": form, "crumbs": _crumbs("merges", str(done))}
    return render(request, "people/admin/merged.html", context)


def _merge(pk):
    return get_object_or_404(Merge.objects.select_related("kept", "retired", "merged_by", "undone_by"), pk=pk)


def _crumbs(list_name, here):
    words = {"staff": _("People"), "merges": _("Merges")}
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse(f"{list_name}:index"), "label": words[list_name]},
        {"url": "", "label": here},
    ]
