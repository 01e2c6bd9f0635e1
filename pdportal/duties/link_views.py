"""The coordinator links lessons and activities to duties: duty by duty, or page by page."""

import uuid

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.models import Page

from pdportal.common.dates import today
from pdportal.common.numbers import small_number
from pdportal.duties import candidates, linking
from pdportal.duties.admin_views import crumbs
from pdportal.duties.duty_maps import maps_on
from pdportal.duties.errors import DutyRefusal
from pdportal.duties.records import Duty, DutyLink
from pdportal.duties.targets import linkable, targets
from pdportal.people.admin_guards import coordinators_only

MOST_LETTERS = 100


@coordinators_only
@require_safe
def duty_links(request, pk):
    """What is linked to one duty, and what could be: found by title, else the lessons tagged with its description."""
    duty = get_object_or_404(Duty.objects.select_related("description"), pk=pk)
    line = duty.lines.select_related("version").order_by("-version__number").first()
    links = list(duty.links.standing().select_related("added_by"))
    published = targets(link.page_key for link in links)
    words = " ".join(request.GET.get("q", "").split())[:MOST_LETTERS]
    linked = {link.page_key for link in links}
    offered = (
        candidates.found_for(words, without=linked) if words else candidates.named_for(duty.description, without=linked)
    )
    context = {
        "duty": duty,
        "line": line,
        "links": [(link, published.get(link.page_key)) for link in links],
        "removed": duty.links.exclude(removed_at=None).select_related("removed_by"),
        "words": words,
        "offered": offered,
        "crumbs": crumbs(_("Duty %(number)d") % {"number": line.number if line else 0}, duty.description),
    }
    return render(request, "duties/admin/duty.html", context)


@coordinators_only
@require_POST
def add_link(request, pk):
    """Link a lesson or activity to a duty."""
    duty = get_object_or_404(Duty, pk=pk)
    page = _page_or_404(translation_key=_key(request))
    linking.link(duty, page, by=request.user)
    messages.success(request, _("Linked: “%(title)s”.") % {"title": page.title})
    return redirect("job_descriptions:duty", pk)


@coordinators_only
@require_POST
def remove_link(request, pk):
    """Take a link off; that it was there stays on record."""
    found = get_object_or_404(DutyLink.objects.select_related("duty"), pk=pk)
    linking.unlink(found, by=request.user)
    messages.success(request, _("Taken off: “%(title)s”.") % {"title": found.title})
    return redirect("job_descriptions:duty", found.duty_id)


@coordinators_only
@require_http_methods(["GET", "HEAD", "POST"])
def page_duties(request, pk):
    """The duties that one lesson or activity trains for, chosen among all that are in force."""
    page = _page_or_404(pk=pk)
    if request.method == "POST":
        try:
            linking.serve(page, map(small_number, request.POST.getlist("duty")), by=request.user)
        except DutyRefusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Saved."))
        return redirect("job_descriptions:page", pk)
    linked = set(DutyLink.objects.standing().filter(page_key=page.translation_key).values_list("duty_id", flat=True))
    maps = maps_on(today())
    shown = {duty.line.duty_id for each in maps for duty in each.duties}
    context = {
        "page": page,
        "maps": maps,
        "linked": linked,
        "hidden": linked - shown,
        "named": candidates.numbers_in(getattr(page, "duties", "")),
        "crumbs": crumbs(page.title),
    }
    return render(request, "duties/admin/page.html", context)


def _page_or_404(**lookup):
    """The published page that can be linked, in the language of the site where there are several."""
    page = Page.objects.live().filter(**lookup).order_by("locale_id").first()
    page = page and page.specific
    if page is None or not isinstance(page, tuple(linkable())):
        raise Http404
    return page


def _key(request):
    """The translation key that was sent; Http404 for what is none."""
    try:
        return uuid.UUID(request.POST.get("page", ""))
    except ValueError:
        raise Http404 from None
