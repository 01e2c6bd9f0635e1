"""Asks the author of a changed course what the change means for those who have completed it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from pdportal.common.dates import today
from pdportal.common.pagination import page_of
from pdportal.people import oversight
from pdportal.requirements.deciding import Change, decide, done_under
from pdportal.requirements.errors import RequirementRefusal
from pdportal.requirements.forms import ConsequenceForm
from pdportal.requirements.rule_records import Consequence
from pdportal.transcripts.pages import ActivityPage

NAMES_A_PAGE = 50


def activity_of(page):
    """The activity that ``page`` is, or is a part of (a lesson of a course); None for other pages."""
    if isinstance(page.specific, ActivityPage):
        return page.specific
    parent = page.get_parent()
    found = parent and parent.specific
    return found if isinstance(found, ActivityPage) else None


def ask_what_it_means(request, page):
    """Hook after publishing: send the author to the question, where anybody has completed what was changed."""
    activity = activity_of(page)
    if activity is None or not page.live_revision_id:
        return None
    change = Change(activity.translation_key, page_revision=page.live_revision_id)
    if Consequence.objects.filter(**change.key).exists() or not done_under(change.assignments(today()), on=today()):
        return None
    return redirect("course_change", page.live_revision_id)


@require_http_methods(["GET", "HEAD", "POST"])
def course_change(request, revision):
    """The question, with who is affected, for those who may publish the page; once answered, the answer."""
    page = Page.objects.filter(live_revision=revision).first()
    activity = page and activity_of(page)
    if activity is None or not page.permissions_for_user(request.user).can_publish():
        raise Http404
    change = Change(activity.translation_key, page_revision=revision)
    standing = Consequence.objects.filter(**change.key).select_related("decided_by").first()
    form = ConsequenceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            decide(change, by=request.user, **form.answer)
        except RequirementRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("What the change means is recorded, and those concerned are asked."))
            return redirect("wagtailadmin_explore", activity.pk)
    ids = done_under(change.assignments(today()), on=today())
    learners = change.assignments(today()).filter(pk__in=ids).values("learner")
    people = oversight.visible_to(request.user).filter(pk__in=learners).order_by("last_name", "first_name", "pk")
    context = {
        "page": page, "activity": activity, "standing": standing, "form": form, "done": len(ids),
        "people": page_of(people, request, per_page=NAMES_A_PAGE),
        "cancel_url": reverse("wagtailadmin_explore", args=[activity.pk]),
    }  # fmt: skip
    return render(request, "requirements/admin/course_change.html", context)
