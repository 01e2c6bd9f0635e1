"""The code on the projector, and what people do with it: scan or type, check in, check out."""

import datetime as dt

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events import checking_in, codes, queries, tries
from events.attendance_views import takers_only
from events.errors import EventRefusal
from events.records import EventSession, Registration

SCAN = "check-in-scan"
REFRESH = 12  # seconds; a code is good for 30 to 60


@require_safe
@takers_only
def projector(request, session):
    """The code of the moment, large; made anew by itself, with and without scripts."""
    return render(request, "events/projector.html", _code_now(session) | {"refresh": REFRESH})


@require_safe
@takers_only
def projector_code(request, session):
    """The part of that page that changes."""
    return render(request, "events/includes/projector_code.html", _code_now(session) | {"refresh": REFRESH})


@never_cache
@require_safe
def scan(request, pk, code):
    """What the code in the room leads to: remembers the moment of the scan, so that signing in takes its time."""
    session = EventSession.objects.filter(pk=pk).first()
    now = timezone.now()
    if session is None or not codes.is_open(session, now) or not codes.opens(session, code, now):
        return render(request, "events/check_in_over.html", status=410)
    return _go(request, session, now)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def type_code(request):
    """The same by typing the word and the digits; after some wrong ones one has to wait."""
    text, error = request.POST.get("code", "")[:100], ""
    if request.method == "POST":
        if tries.is_blocked(request.user):
            error = _("Too many wrong codes. Please wait ten minutes, or speak to the presenter.")
        else:
            session = _typed(text, request.user)
            if session:
                return _go(request, session, timezone.now())
            tries.note_miss(request.user)
            error = _("This is not the code on the screen now. Please look again: a word and four digits.")
    return render(request, "events/type_code.html", {"text": text, "error": error})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request, pk):
    """Say “I am here”, or that one leaves; only after a scan, or with an arrival to look at."""
    scanned_at = _scanned(request, pk)
    mine = Registration.objects.filter(session=pk, learner=request.user, arrived_at__isnull=False).first()
    if scanned_at is None and mine is None:
        return render(request, "events/check_in_over.html", status=410)
    session = get_object_or_404(EventSession.objects.select_related("event__locale", "school"), pk=pk)
    if request.method == "POST":
        return _check(request, session, scanned_at)
    queries.localized([session])
    listed = Registration.objects.filter(queries.SEATED, session=pk, learner=request.user).exists()
    context = {"session": session, "mine": mine, "may": scanned_at is not None, "listed": listed}
    return render(request, "events/check_in.html", context)


def _check(request, session, scanned_at):
    verb = checking_in.check_out if request.POST.get("do") == "out" else checking_in.check_in
    never = dt.datetime.fromtimestamp(0, dt.UTC)
    try:
        verb(session, request.user, scanned_at=scanned_at or never)
    except EventRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        request.session.pop(SCAN, None)
    return redirect("events:check_in", session.pk)


def _go(request, session, now):
    """Remember the scan and lead to the page with the button, in the visitor's language."""
    request.session[SCAN] = [session.pk, now.isoformat()]
    language = request.user.language if request.user.is_authenticated else translation.get_language()
    with translation.override(language):
        return redirect("events:check_in", session.pk)


def _scanned(request, pk):
    """When this browser scanned the code of session ``pk``, if it did so minutes ago; else None."""
    found, moment = request.session.get(SCAN) or (None, "")
    moment = parse_datetime(moment) if found == pk else None
    return moment if moment and timezone.now() - moment <= checking_in.SCAN_LASTS else None


def _typed(text, person):
    """The session whose code ``text`` is; of two with the same, the one ``person`` has a seat at."""
    found = codes.typed(text.replace("\x00", ""))
    mine = set(queries.registrations_of(person).filter(session__in=found).values_list("session", flat=True))
    return min(found, key=lambda one: (one.pk not in mine, one.pk), default=None)


def _code_now(session):
    now = timezone.now()
    code = codes.code_of(session, now)
    with translation.override(settings.LANGUAGE_CODE):
        path, typing = reverse("events:scan", args=[session.pk, code.link]), reverse("events:type_code")
    base = settings.WAGTAILADMIN_BASE_URL
    drawing = segno.make(f"{base}{path}", error="m", micro=False).svg_inline(omitsize=True, border=3, light="#fff")
    here = session.registrations.filter(arrived_at__isnull=False).count()
    return {
        "session": session,
        "is_open": codes.is_open(session, now),
        "opens_at": session.starts_at - dt.timedelta(minutes=settings.CHECK_IN_OPENS_MINUTES),
        "over": session.is_cancelled or session.ends_at <= now,
        "drawing": mark_safe(drawing),  # noqa: S308  drawn by segno from an address of our own
        "words": code.words,
        "address": f"{base}{typing}".split("://")[-1],
        "here": here,
    }
