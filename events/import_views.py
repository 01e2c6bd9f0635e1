"""Signing up the people of a list: paste or upload it, see what each line comes to, then send."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events import importing, offers, queries
from events.choices import ListOutcome
from events.entries import path_of
from events.errors import EventRefusal
from events.forms import PeopleListForm
from pdportal.common.lists import LONGEST_NAME, MOST_NAMES

CHANGING = (ListOutcome.SEAT, ListOutcome.LINE)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_people(request, pk):
    """The form, what the list would do, and once it is sent what became of each line."""
    session = get_object_or_404(queries.public_sessions(), pk=pk)
    if not importing.may_import(request.user):
        raise Http404
    if request.method == "POST" and "send" in request.POST:
        return _send(request, session)
    form = PeopleListForm(request.POST if request.method == "POST" else None, request.FILES or None)
    context = _context(request, pk) | {"form": form}
    if request.method == "POST" and form.is_valid():
        names = form.cleaned_data["names"]
        lines = importing.preview(session, names, by=request.user)
        context |= {"names": names, "lines": lines, "coming": _count(lines, *CHANGING)}
    return render(request, "events/import.html", context)


def _send(request, session):
    """Write the list as it was shown; a reload changes nothing, since everybody is signed up already."""
    names = [name[:LONGEST_NAME] for name in request.POST.getlist("name")[:MOST_NAMES] if name.strip()]
    try:
        lines = importing.write(session, names, by=request.user)
    except EventRefusal as refusal:
        messages.error(request, str(refusal))
        return redirect("events:import", session.pk)
    seated, waiting = _count(lines, ListOutcome.SEAT), _count(lines, ListOutcome.LINE)
    left_out = len(lines) - seated - waiting
    context = {"lines": lines, "seated": seated, "waiting": waiting, "left_out": left_out, "done": True}
    return render(request, "events/import.html", _context(request, session.pk) | context)


def _context(request, pk):
    found = queries.with_seats(queries.public_sessions().filter(pk=pk))
    (offer,) = offers.offers(queries.localized(found), request.user)
    crumbs = [{"url": path_of(offer.session.event, offer.session), "label": offer.session.event.title},
              {"label": _("Sign up from a list")}]  # fmt: skip
    return {"session": offer.session, "offer": offer, "url": crumbs[0]["url"], "crumbs": crumbs, "most": MOST_NAMES}


def _count(lines, *outcomes):
    return sum(line.outcome in outcomes for line in lines)
