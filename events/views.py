"""Signing up and cancelling, and my registrations; calendars are in ``calendar_views``."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from events import attendance_queries, materials, offers, queries, registration, series
from events.choices import RegistrationStatus
from events.entries import path_of
from events.errors import EventRefusal
from events.pages import EventPage
from events.planning_records import Material
from events.records import Registration
from events.series_records import SessionSeries
from pdportal.common.dates import in_words
from pdportal.common.pagination import page_of
from pdportal.common.redirects import next_path
from pdportal.common.uploads import send_private


@require_POST
def sign_up(request, pk):
    """Take a seat at a session, or a place in its waitlist, and go back to where the visitor was."""
    session = get_object_or_404(queries.public_sessions(), pk=pk)
    target = _target(request, session)
    if not request.user.is_authenticated:
        return redirect_to_login(target)
    try:
        found = registration.register(session, request.user, by=request.user)
    except EventRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _standing(found))
    return redirect(target)


@require_POST
def sign_up_series(request, pk):
    """Sign up for every coming session of a series, each by itself, and say what came of it."""
    found = get_object_or_404(SessionSeries.objects.filter(event__in=EventPage.objects.live().public()), pk=pk)
    target = next_path(request, found.event.get_url(request))
    if not request.user.is_authenticated:
        return redirect_to_login(target)
    results = series.sign_up(found, request.user, by=request.user)
    refusals = [(session, each) for session, each in results if isinstance(each, EventRefusal)]
    seats = [each for _session, each in results if getattr(each, "status", "") == RegistrationStatus.REGISTERED]
    lines = len(results) - len(refusals) - len(seats)
    if seats:
        words = ngettext("You have a seat on %(count)s date.", "You have a seat on %(count)s dates.", len(seats))
        messages.success(request, words % {"count": len(seats)})
    if lines:
        words = ngettext("You are in line for %(count)s date.", "You are in line for %(count)s dates.", lines)
        messages.warning(request, words % {"count": lines})
    for session, refusal in refusals:
        messages.error(request, f"{in_words(session.held_on)}: {refusal}")
    return redirect(target)


@require_POST
def cancel(request, pk):
    """Give back the seat at a session, or leave its waitlist; late, with the reason in the form."""
    reason = request.POST.get("reason", "").replace("\x00", "")
    return _answer(request, pk, registration.cancel, _("You are no longer signed up for this session."), reason=reason)


@require_POST
def accept(request, pk):
    """Take the offered seat."""
    return _answer(request, pk, registration.accept, _("You have a seat. The invitation is on its way."))


@require_POST
def decline(request, pk):
    """Let the offered seat go."""
    return _answer(request, pk, registration.decline, _("Thank you. The next person in line is asked."))


@require_POST
def confirm(request, pk):
    """Say that one will come."""
    return _answer(request, pk, registration.confirm, _("Thank you. Your seat is confirmed."))


@require_POST
def substitute(request, pk):
    """Note whether a substitute is needed; anything but “yes” means no."""
    needed = request.POST.get("needed") == "yes"
    said = _("Noted: you need a substitute.") if needed else _("Noted: you need no substitute.")
    return _answer(request, pk, registration.note_substitute, said, needed=needed)


def _answer(request, pk, verb, said, **options):
    """Call ``verb`` on the visitor's own registration, say how it went, and go back to where the visitor was."""
    if not request.user.is_authenticated:
        return redirect_to_login(_target(request, get_object_or_404(queries.public_sessions(), pk=pk)))
    mine = Registration.objects.select_related("session__event")
    found = get_object_or_404(mine, session=pk, learner=request.user)
    try:
        verb(found, by=request.user, **options)
    except EventRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(_target(request, found.session))


@login_required
@require_safe
def material(request, pk, material_pk):
    """A file or link of a session, for those it is meant for; to everybody else it does not exist."""
    found = get_object_or_404(Material.objects.select_related("session"), pk=material_pk, session=pk)
    if not materials.may_have(found, request.user):
        raise Http404
    return send_private(found.file, found.name) if found.file else redirect(found.url)


@login_required
@require_safe
def my_registrations(request):
    """Sessions the person signed up for: those to come, and past ones with attendance."""
    coming = offers.standing(queries.upcoming_for(request.user), request.user)
    past = page_of(queries.past_for(request.user), request)
    past.object_list = queries.with_localized_events(past.object_list)
    context = {"coming": coming, "past": past, "now": timezone.now(), "events_url": _catalogue(),
               "presenting": attendance_queries.presented_by(request.user)}  # fmt: skip
    return render(request, "events/my_registrations.html", context)


def _catalogue():
    """The catalogue's address in the language in force."""
    return reverse("wagtail_serve", args=["events/"])


def _standing(found):
    if found.status == RegistrationStatus.OFFERED:
        return _("A seat is offered to you. Please accept or decline it.")
    if found.awaits_approval:
        return _("Your principal has been asked. We tell you as soon as there is an answer.")
    if found.status == RegistrationStatus.REGISTERED:
        return _("You have a seat. The invitation is on its way to your mail box.")
    place = registration.place_in_line(found)
    return _("You are on the waitlist, number %(place)s in line. We tell you when a seat is yours.") % {"place": place}


def _target(request, session):
    """Where to go afterwards: the address in ``next`` if it is one of ours, else the event's page."""
    (localized,) = queries.localized([session])
    return next_path(request, path_of(localized.event, localized) or "/")
