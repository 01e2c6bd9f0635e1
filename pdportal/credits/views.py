"""Hours by rule pack, for oneself and for those one oversees, and the dates of certificates."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pdportal.common.dates import parse_date, today
from pdportal.common.exports import csv_response
from pdportal.credits import hours, tables
from pdportal.credits.dating import enter_dates
from pdportal.credits.errors import CreditsRefusal
from pdportal.credits.forms import DatesForm
from pdportal.credits.queries import history_of_dates, versions_for
from pdportal.people import oversight
from pdportal.people.permissions import can_coordinate

EARLIEST = dt.date(1990, 1, 1)


@login_required
@require_safe
def overview(request, pk=None):
    """Every pack of the reader, or of the person ``pk`` whom the reader oversees."""
    person, on = _person(request, pk), _day(request)
    context = _whose(request, person) | {"packs": hours.of_person(person, on=on), "on": on, "is_past": on != today()}
    return render(request, "credits/overview.html", context)


@login_required
@require_safe
def pack(request, slug, pk=None):
    """One pack: where the person stands, what each completion counts for, and the rule in words."""
    return _pack_page(request, _person(request, pk), slug)


@login_required
@require_safe
def pack_csv(request, slug, pk=None):
    """The same as a table."""
    person = _person(request, pk)
    found = _found(person, slug, _day(request))
    filename = "-".join([slug, person.get_username(), found.count.on.isoformat()])
    if found.pack.is_offer:
        return csv_response(filename, tables.OFFER_HEADER, tables.offer_rows(found))
    return csv_response(filename, tables.HEADER, tables.rows(found))


@login_required
@require_POST
def dates(request, slug, pk=None):
    """Enter the dates of a certificate: one's own, or a coordinator those of others."""
    person = _person(request, pk)
    if not _may_date(request.user, person):
        raise Http404
    version = _version(person, slug, today())
    form = DatesForm(request.POST)
    if form.is_valid():
        try:
            enter_dates(person, version, by=request.user, **form.cleaned_data)
        except CreditsRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The dates are saved; your hours are counted by them now."))
            return redirect(_address(request, person, slug))
    return _pack_page(request, person, slug, form=form)


def _pack_page(request, person, slug, *, form=None):
    on = _day(request)
    found = _found(person, slug, on)
    given = dict(zip(("starts_on", "ends_on"), found.dates or (), strict=False))
    context = _whose(request, person) | {
        "found": found,
        "on": on,
        "is_past": on != today(),
        "form": form or DatesForm(initial=given),
        "may_date": _may_date(request.user, person),
        "history": history_of_dates(person, found.pack) if found.dates else [],
    }
    return render(request, "credits/pack.html", context)


def _person(request, pk):
    if pk is None or pk == request.user.pk:
        return request.user
    return get_object_or_404(oversight.visible_to(request.user), pk=pk)


def _version(person, slug, on):
    found = next((version for version in versions_for(person, on) if version.pack.slug == slug), None)
    if found is None:
        raise Http404
    return found


def _found(person, slug, on):
    return hours.for_versions(person, [_version(person, slug, on)], on=on)[0]


def _day(request):
    """The date in the query string; anything that is no past date gives today."""
    day = parse_date(request.GET.get("as_of", "")[:10], today())
    return day if EARLIEST <= day <= today() else today()


def _may_date(user, person):
    return user == person or can_coordinate(user)


def _whose(request, person):
    return {"learner": person, "is_own": person == request.user}


def _address(request, person, slug):
    if person == request.user:
        return reverse("credits:pack", args=[slug])
    return reverse("credits:person_pack", args=[person.pk, slug])
